"""A name server with one answer: every question gets the address 192.0.2.53. The lab's service on a UDP port."""
import signal
import socket
import sys

# As process 1 of its container it gets no signal that it does not ask for.
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("0.0.0.0", 53))
while True:
    query, client = server.recvfrom(512)
    if len(query) < 17:
        continue
    end = query.index(0, 12) + 5  # name, its closing zero, type and class
    header = query[:2] + b"\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00"
    answer = b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04" + socket.inet_aton("192.0.2.53")
    server.sendto(header + query[12:end] + answer, client)

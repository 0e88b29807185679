"""echo.py ADDRESS PORT PATH: opens a WebSocket (RFC 6455), sends one text and prints what comes back."""
import os
import socket
import sys

address, port, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
with socket.create_connection((address, port), 5) as connection:
    connection.sendall(
        f"GET {path} HTTP/1.1\r\nHost: shop.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode())
    stream = connection.makefile("rb")
    status = stream.readline().decode("latin-1").strip()
    while stream.readline().strip():
        pass
    if " 101 " not in status + " ":
        sys.exit(status)
    mask = os.urandom(4)
    connection.sendall(bytes([0x81, 0x84]) + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(b"echo")))
    head = stream.read(2)
    print(stream.read(head[1] & 127).decode())

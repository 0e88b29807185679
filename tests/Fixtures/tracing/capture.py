#!/usr/bin/env python3
"""Keeps the trace events of this network namespace while a command runs: NAME.hex has the netlink messages, one a line,
and NAME.nft what `nft monitor trace` printed for the same events.

usage: nsenter --target INIT --net python3 capture.py NAME RULES COMMAND...
RULES is a file for `nft --file` that sets nftrace in a table `inet capture`, or in others that it takes away itself.
"""
import socket
import subprocess
import sys
import time

name, rules, command = sys.argv[1], sys.argv[2], sys.argv[3:]
listener = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)  # NETLINK_NETFILTER
listener.setsockopt(socket.SOL_SOCKET, 33, 1 << 24)  # SO_RCVBUFFORCE
listener.bind((0, 1 << 8))  # NFNLGRP_NFTRACE
subprocess.run(["nft", "--file", rules], check=True)
try:
    with open(f"{name}.nft", "wb") as text:
        monitor = subprocess.Popen(["nft", "monitor", "trace"], stdout=text)
        time.sleep(1)
        subprocess.run(command, check=False, timeout=20)
        time.sleep(1)
        monitor.terminate()
        monitor.wait()
finally:
    subprocess.run(["nft", "delete", "table", "inet", "capture"], check=False)

listener.setblocking(False)
with open(f"{name}.hex", "w", encoding="ascii") as out:
    try:
        while True:
            out.write(listener.recv(65536).hex() + "\n")
    except BlockingIOError:
        pass

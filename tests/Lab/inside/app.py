"""An application as people put behind a proxy: a page at every path, and a WebSocket echo (RFC 6455) for whoever asks for one.
The page tells the path that came, the protocol and the headers: what a proxy really sent.

--bind ADDRESS --port N      where it listens
--tls CERTIFICATE            speaks TLS; certificate and key in one file
--idle SECONDS               ends a WebSocket that is silent for so long
--only-host NAME             closes without an answer when it is asked for another host
--early                      takes a request and closes without an answer
--base PATH                  knows only paths that begin so
--need-file PATH             answers 500 when that file cannot be read
--ask URL                    answers 502 when that does not answer
"""
import argparse
import base64
import hashlib
import signal
import socket
import socketserver
import ssl
import struct
import sys
import urllib.request

options = argparse.ArgumentParser()
options.add_argument("--bind", default="0.0.0.0")
options.add_argument("--port", type=int, default=8000)
options.add_argument("--tls")
options.add_argument("--idle", type=float)
options.add_argument("--early", action="store_true")
options.add_argument("--only-host")
options.add_argument("--base", default="/")
options.add_argument("--need-file")
options.add_argument("--ask")
options = options.parse_args()

KEY = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        if options.tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(options.tls)
            try:
                self.request = context.wrap_socket(self.request, server_side=True)
            except (ssl.SSLError, OSError):
                return
            self.rfile = self.request.makefile("rb")
            self.wfile = self.request.makefile("wb", 0)
        elif self.request.recv(1, socket.MSG_PEEK) == b"\x16":
            # Unread, the handshake would make a reset of the end of the connection.
            self.request.recv(65536)
            return self.answer("400 Bad Request", "this is no TLS\n")
        request = self.rfile.readline(8192).decode("latin-1").strip()
        if not request:
            return
        headers = {}
        while line := self.rfile.readline(8192).decode("latin-1").strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        if options.early or (options.only_host and headers.get("host", "").split(":")[0] != options.only_host):
            return
        if options.need_file:
            try:
                open(options.need_file).read()
            except OSError as error:
                return self.answer("500 Internal Server Error", f"{error}\n")
        if options.ask:
            try:
                urllib.request.urlopen(options.ask, timeout=5).read()
            except OSError as error:
                return self.answer("502 Bad Gateway", f"{error}\n")
        if not request.split(" ")[1:2] or not request.split(" ")[1].startswith(options.base):
            return self.answer("404 Not Found", f"nothing but {options.base} is known here\n")
        upgrades = "websocket" in headers.get("upgrade", "").lower() and "upgrade" in headers.get("connection", "").lower()
        if upgrades and request.endswith("HTTP/1.1"):
            return self.echo(headers)
        if "/ws" in request:
            return self.answer("426 Upgrade Required", "this is a WebSocket\n")
        self.answer("200 OK", request + "\n" + "".join(f"{n}: {v}\n" for n, v in sorted(headers.items())))

    def answer(self, status, text):
        body = text.encode()
        self.wfile.write(f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)

    def echo(self, headers):
        accept = base64.b64encode(hashlib.sha1((headers.get("sec-websocket-key", "") + KEY).encode()).digest()).decode()
        self.wfile.write(
            f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n".encode())
        self.request.settimeout(options.idle)
        try:
            while head := self.rfile.read(2):
                opcode, length = head[0] & 15, head[1] & 127
                if length == 126:
                    length = struct.unpack(">H", self.rfile.read(2))[0]
                elif length == 127:
                    return
                mask = self.rfile.read(4)
                data = bytes(b ^ mask[i % 4] for i, b in enumerate(self.rfile.read(length)))
                reply = {1: 1, 2: 2, 9: 10, 8: 8}.get(opcode)
                if reply:
                    size = bytes([len(data)]) if len(data) < 126 else b"\x7e" + struct.pack(">H", len(data))
                    self.wfile.write(bytes([128 | reply]) + size + data)
                if opcode == 8:
                    return
        except (TimeoutError, OSError):
            return


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


# As process 1 of its container it gets no signal that it does not ask for.
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
with Server((options.bind, options.port), Handler) as server:
    server.serve_forever()

# CN5008: a service in the host's network exposes its port and listens on the host's loopback only.
# shellcheck shell=bash

inject() {
    serve_http metrics --network host --expose 9000 -- 127.0.0.1:9000
    until_true 10 'port 9000' answers 127.0.0.1 9000
}

undo() { docker rm --force metrics >/dev/null; }

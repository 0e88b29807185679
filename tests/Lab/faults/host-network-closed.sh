# CN3006: a service in the host's network, on a port that firewalld does not open. Docker opens ports only for its bridges.
# shellcheck shell=bash

inject() {
    require_firewalld
    serve_http metrics --network host -- 9000
    until_true 10 'port 9000' answers 127.0.0.1 9000
}

undo() { docker rm --force metrics >/dev/null; }

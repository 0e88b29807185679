# CN5006: the forwarder of a published port is gone. The rules still serve other machines over IPv4; loopback and IPv6 need it.
# shellcheck shell=bash

inject() {
    local pid pids
    pids=$(pgrep --full -- 'docker-proxy.* -host-port 8080 ')
    for pid in $pids; do kill -KILL "$pid"; done
}

undo() {
    docker restart --time 0 web >/dev/null
    until_true 10 'port 8080' answers 127.0.0.1 8080
}

# CN3007: the port of a host-network service is open, but only until firewalld reloads.
# shellcheck shell=bash

inject() {
    require_firewalld
    serve_http metrics --network host -- 9000
    until_true 10 'port 9000' answers 127.0.0.1 9000
    firewall-cmd --quiet --add-port=9000/tcp
}

undo() {
    firewall-cmd --quiet --remove-port=9000/tcp
    docker rm --force metrics >/dev/null
}

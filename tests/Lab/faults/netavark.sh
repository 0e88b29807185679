# No fault: rootful Podman runs beside Docker, and netavark writes its own rules for a published port of each bridge network.
# shellcheck shell=bash

inject() { inject_netavark; }

inject_netavark() {
    systemctl start podman.socket
    podman import --quiet /usr/local/share/lab/bb.tar bb:1 >/dev/null
    podman network create pods >/dev/null
    podman_http shop --publish 9080:80
    podman_http stock --network pods --publish 9081:80
    until_true 10 'port 9080' answers 192.0.2.1 9080
    until_true 10 'port 9081' answers 192.0.2.1 9081
}

undo() { podman rm --force --time 0 shop stock >/dev/null && podman network rm pods >/dev/null; }

podman_http() {
    local name=$1
    shift
    podman run --detach --name "$name" "$@" bb:1 /bin/sh -c 'trap exit TERM; httpd -p 80 -h /www; sleep 1000000 & wait' >/dev/null
}

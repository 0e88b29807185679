# CN2003: the container's address is gone.
# shellcheck shell=bash

inject() { inside web ip address flush dev eth0; }

undo() {
    docker restart --time 1 web >/dev/null
    until_true 10 'port 8080' answers 127.0.0.1 8080
}

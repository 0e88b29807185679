# CN2001: the bridge of the container's network is down.
# shellcheck shell=bash

inject() { ip link set docker0 down; }

undo() {
    ip link set docker0 up
    until_true 10 'port 8080' answers 127.0.0.1 8080
}

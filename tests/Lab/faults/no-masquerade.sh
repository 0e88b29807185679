# CN3009: a script that wanted to clean up its own rules flushed POSTROUTING of table nat. Published ports answer; containers
# reach nothing outside.
# shellcheck shell=bash

inject() {
    iptables-save --table nat >/run/nat.before
    iptables -t nat -F POSTROUTING
}

undo() { iptables-restore --table nat </run/nat.before; }

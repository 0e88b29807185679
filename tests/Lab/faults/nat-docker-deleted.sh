# CN3001 in the nat table only: the chain DOCKER and every jump to it.
# shellcheck shell=bash

inject() {
    iptables -t nat -D PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
    iptables -t nat -D OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
    iptables -t nat -F DOCKER
    iptables -t nat -X DOCKER
}

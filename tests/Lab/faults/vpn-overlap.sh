# CN2004: a VPN comes up and brings a route to a part of the container network's range.
# shellcheck shell=bash

inject() {
    ip tuntap add dev tun0 mode tun
    ip address add 10.8.0.2/24 dev tun0
    ip link set dev tun0 up
    ip route add 172.17.0.0/24 dev tun0
}

undo() { ip link delete tun0; }

# CN2004: a VPN's range is around the container network's: its machines are in the shadow of docker0.
# shellcheck shell=bash

inject() {
    ip tuntap add dev tun0 mode tun
    ip address add 10.8.0.2/24 dev tun0
    ip link set dev tun0 up
    ip route add 172.16.0.0/12 dev tun0
}

undo() { ip link delete tun0; }

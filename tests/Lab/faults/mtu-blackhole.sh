# CN2005: the uplink takes 1400 bytes (a tunnel, a cloud's overlay), docker0 has 1500, and somebody dropped the ICMP message that
# tells containers so. Connections open, headers come, and a large answer hangs.
# shellcheck shell=bash

inject() {
    ip link set dev host0 mtu 1400
    iptables -I OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP
}

undo() {
    iptables -D OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP
    ip link set dev host0 mtu 1500
}

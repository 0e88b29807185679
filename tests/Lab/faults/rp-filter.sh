# CN1005: what the client sends comes in by host0, and the way back to it leaves by host1 (another address on the same wire):
# asymmetric, and working until the reverse path filter is strict. No rule drops; the counter IPReversePathFilter grows.
# shellcheck shell=bash

inject() {
    ip link add link host0 name host1 type macvlan mode bridge
    ip link set host1 up
    ip route add 192.0.2.2/32 dev host1
    sysctl --quiet --write net.ipv4.conf.host0.rp_filter=1
}

undo() {
    sysctl --quiet --write net.ipv4.conf.host0.rp_filter=0
    ip link delete host1
}

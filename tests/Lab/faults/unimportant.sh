# No fault: two dozen differences from a host without it, none of which changes what becomes of a packet that clients send.
# shellcheck shell=bash

inject() {
    hostname elsewhere
    sysctl --quiet --write net.ipv4.conf.default.rp_filter=2 net.ipv4.ip_unprivileged_port_start=80 net.ipv6.conf.host0.accept_ra=2 \
        net.ipv6.conf.default.forwarding=0 net.ipv4.conf.docker0.rp_filter=2 net.ipv6.conf.docker0.accept_ra=2 \
        net.ipv4.conf.default.route_localnet=1 net.ipv4.conf.host0.route_localnet=1
    printf 'net.ipv4.ip_forward = 1\nnet.ipv6.conf.all.forwarding = 1\n' >/etc/sysctl.d/90-unimportant.conf
    ip link set host0 mtu 1450
    ip route add blackhole 198.18.0.0/24
    ip rule add from 198.18.0.0/24 table 100 priority 999
    docker network create unused >/dev/null
    docker network create --internal quiet >/dev/null
    docker create --name old --publish 7777:77 bb:1 /bin/sh >/dev/null
    docker run --detach --name helper bb:1 /bin/sleep 100000 >/dev/null
    nft add table inet unimportant
    nft 'add set inet unimportant friends { type ipv4_addr; elements = { 203.0.113.1, 203.0.113.2 }; }'
    nft 'add chain inet unimportant look { type filter hook forward priority 50; policy accept; }'
    nft 'add rule inet unimportant look ip saddr @friends counter'
    iptables -A DOCKER-USER -p tcp --dport 9999 -j RETURN
    iptables -A INPUT -p tcp --dport 9999 -j DROP
    iptables -t mangle -A PREROUTING -p tcp --dport 9998 -j MARK --set-mark 0
}

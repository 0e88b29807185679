# CN3003: as gate-ufw, with the firewall of an administrator's /etc/nftables.conf, which drops what none of its rules accepts.
# shellcheck shell=bash

# shellcheck source=gate-ufw.sh
source /opt/lab/faults/gate-ufw.sh

inject() {
    start_host_chat
    nft -f - <<'NFT'
table inet site {
    chain input {
        type filter hook input priority 0; policy drop;
        iif lo accept
        ct state established,related accept
        tcp dport { 22, 80, 443, 8088 } accept
        ip protocol icmp accept
    }
}
NFT
}

undo() {
    nft delete table inet site
    docker rm --force gate backend >/dev/null
}

# CN3003, by a trace: a hand-written table of nft drops in the input hook what ends on the host: port 9000 of a container
# on the host's network. Docker's rules have no say there.
# shellcheck shell=bash

inject() {
    serve_http hostweb --network host -- 9000
    until_true 10 'port 9000' answers 127.0.0.1 9000
    nft -f - <<'NFT'
table inet site {
    chain input {
        type filter hook input priority -50; policy accept;
        iifname "host0" tcp dport 9000 counter drop
    }
}
NFT
}

undo() {
    nft delete table inet site
    docker rm --force hostweb >/dev/null
}

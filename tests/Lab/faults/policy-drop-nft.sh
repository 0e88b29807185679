# CN3012, by a trace: a base chain of nft in a table of its own, asked after Docker's FORWARD, whose policy drops what no rule
# of it knows: Docker accepts, and it does not help.
# shellcheck shell=bash

inject() {
    nft -f - <<'NFT'
table inet site {
    chain forward {
        type filter hook forward priority 20; policy drop;
        ct state established,related accept
        tcp dport 22 accept
    }
}
NFT
}

undo() { nft delete table inet site; }

# CN3012, by a trace: a hand-written table of nft drops in the forward hook, before Docker's FORWARD is asked, which would
# accept. Only packets to port 80 inside: 8080 of web dies, 8443 answers.
# shellcheck shell=bash

inject() {
    nft -f - <<'NFT'
table inet site {
    chain forward {
        type filter hook forward priority -50; policy accept;
        tcp dport 80 counter drop comment "no plain http"
    }
}
NFT
}

undo() { nft delete table inet site; }

# CN3003: nginx in a container passes requests to the host, whose firewall drops what comes from the bridge.
# shellcheck shell=bash

# shellcheck source=gate.sh
source /opt/lab/faults/gate.sh

inject() {
    docker run --detach --name backend --network host bb:1 /bin/httpd -f -p 9700 -h /www >/dev/null
    start_gate http://172.17.0.1:9700
    nft -f - <<'NFT'
table inet lab_input {
    chain input {
        type filter hook input priority -10; policy accept;
        iifname "docker0" tcp dport 9700 drop
    }
}
NFT
}

undo() {
    nft delete table inet lab_input
    docker rm --force gate backend >/dev/null
}

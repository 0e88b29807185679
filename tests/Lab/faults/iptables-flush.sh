# CN3001: the classic 'iptables -F; iptables -X', and the same for nat. The policies stay as they are.
# shellcheck shell=bash

inject() {
    local table
    for table in filter nat; do
        iptables --table "$table" --flush
        iptables --table "$table" --delete-chain
    done
}

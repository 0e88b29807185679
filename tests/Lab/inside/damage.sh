#!/bin/bash
# Takes Docker's rules away in one of many ways; runs on the lab host: damage.sh KIND [SEED]
set -euo pipefail
# shellcheck source=lib.sh
source /opt/lab/inside/lib.sh

kind=$1
RANDOM=${2:-1}

both() {
    iptables "$@"
    ip6tables "$@"
}

# dockerd hears of firewalld by a signal and answers with hundreds of rules, one call each; then nothing changes any more.
is_quiet() {
    local before
    sleep 1
    before=$(iptables-save && ip6tables-save)
    sleep 4
    [[ $(sed 's/\[.*\]//; /^#/d' <<<"$before") == "$( (iptables-save && ip6tables-save) | sed 's/\[.*\]//; /^#/d')" ]]
}

# A rule of one of Docker's chains, or of a built-in one that leads there, of either family: TOOL TABLE CHAIN NUMBER. Not of
# DOCKER-USER: what an administrator takes out there stays out.
docker_rules() {
    local tool table
    for tool in iptables ip6tables; do
        for table in raw filter nat; do
            "$tool" -t "$table" -S | awk -v tool="$tool" -v table="$table" \
                '$1 == "-A" { n[$2]++; if ($2 != "DOCKER-USER" && ($2 ~ /^DOCKER-?/ || / -j DOCKER/ || / -j (MASQUERADE|DROP)$/)) print tool, table, $2, n[$2] }'
        done
    done
}

case $kind in
    firewalld-restart)
        systemctl restart firewalld
        until_true 20 'firewalld' firewalld_is_running
        until_true 60 "dockerd's answer" is_quiet
        ;;
    firewalld-reload)
        firewall-cmd --reload >/dev/null
        until_true 60 "dockerd's answer" is_quiet
        ;;
    flush-filter | flush-nat | flush-raw)
        both --table "${kind#flush-}" --flush
        both --table "${kind#flush-}" --delete-chain
        ;;
    nft-flush) nft flush ruleset ;;
    rules-deleted)
        # From the end, so that the numbers stay right.
        docker_rules | shuf --random-source=<(yes "$RANDOM") -n 12 | sort -k1,3 -k4,4nr |
            while read -r tool table chain number; do "$tool" -t "$table" -D "$chain" "$number"; done
        ;;
    chain-deleted)
        for tool in iptables ip6tables; do
            while read -r rule; do
                # shellcheck disable=SC2086 # a rule is many words
                "$tool" -t filter -D ${rule#-A }
            done < <("$tool" -t filter -S | grep -- '-j DOCKER$')
            "$tool" -t filter -F DOCKER
            "$tool" -t filter -X DOCKER
        done
        ;;
    reordered)
        # Each chain of Docker's upside down, in one transaction.
        for tool in iptables ip6tables; do
            for table in raw filter nat; do
                "$tool-save" -t "$table" | awk '
                    /^:/ { chains = chains $0 "\n"; next }
                    /^-A / { rules[++count] = $0; next }
                    /^\*/ { print; next }
                    /^COMMIT/ { printf "%s", chains; for (i = count; i > 0; i--) print rules[i]; print }' | "$tool-restore"
            done
        done
        ;;
    foreign)
        both -I FORWARD 1 -i eth7 -j DROP
        both -I FORWARD 2 -m comment --comment 'mine "and" yours' -j ACCEPT
        both -A FORWARD -o eth7 -j REJECT
        both -I DOCKER-USER 1 -i eth8 -j DROP 2>/dev/null || true # before 23 there is none for IPv6
        both -t nat -I DOCKER 1 -i eth7 -j RETURN
        both -t nat -A POSTROUTING -o eth7 -j MASQUERADE
        both -t filter -I DOCKER 2 -i eth7 -j ACCEPT
        ;;
    *) die "no damage $kind" ;;
esac

#!/bin/bash
# connections.sh PERCENT: fills the host's table of tracked connections so far, with established ones, which the kernel does not put
# out to make room. The last ones may be refused: then it is full.
set -euo pipefail
maximum=$(</proc/sys/net/netfilter/nf_conntrack_max)
count=$(</proc/sys/net/netfilter/nf_conntrack_count)
wanted=$((maximum * $1 / 100 - count))
awk -v first="$count" -v n="$wanted" 'BEGIN {
    for (i = first; i < first + n; i++)
        printf "-I -p tcp -s 203.0.113.%d -d 198.51.100.%d --sport %d --dport 80 --state ESTABLISHED -u ASSURED,SEEN_REPLY -t 600\n",
            int(i / 60000) % 250 + 1, int(i / 15000000) + 1, i % 60000 + 1024
}' >/run/connections
conntrack --load-file /run/connections >/dev/null 2>&1 || true
cat /proc/sys/net/netfilter/nf_conntrack_count

#!/usr/bin/env bash
# Times the reading of 50,000 rules in 20,000 chains, as kube-proxy writes them, against the tools that only print them:
# iptables-nft and iptables-legacy (`iptables-save -c`), and a native table of the same size (`nft -j -a list table`). Both
# alternate in one run; prints the medians, and the memory, of which a part is the same however few rules there are: that is
# measured first. Beside them jc's parser of iptables, where jc is installed: it reads what `iptables -nvL` prints. Nothing of the
# machine's own rules is touched: each has a network namespace of its own.
#
# usage: sudo tests/ContainerNet.Benchmarks/rules.sh [--runs 9] [--services 5000]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
runs=9 services=5000

while [[ $# -gt 0 ]]; do
    case $1 in
        --runs) runs=$2; shift 2 ;;
        --services) services=$2; shift 2 ;;
        *) sed -n '2,8p' "$0"; exit 2 ;;
    esac
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build "$here" --configuration Release --nologo --verbosity quiet --output "$root/out/bench" >"$work/build" || { cat "$work/build"; exit 1; }
"$here/inside/kube-rules" iptables "$services" >"$work/rules"
"$here/inside/kube-rules" nft "$services" >"$work/rules.nft"
bench="dotnet $root/out/bench/ContainerNet.Benchmarks.dll rules"
fixed=$(unshare --net $bench memory)

echo "== iptables-nft"
unshare --net bash -ec "iptables-nft-restore <'$work/rules'; $bench $runs iptables-save -c; $bench memory $fixed iptables-save -c"
echo "== native nf_tables"
unshare --net bash -ec "nft -f '$work/rules.nft'; $bench $runs nft -j list table ip kube; $bench memory $fixed nft -j -a list table ip kube"
if command -v iptables-legacy-restore >/dev/null; then
    echo "== iptables-legacy"
    # The reader asks which legacy tables there are in /proc/net, which shows those of the process's own namespace.
    unshare --net bash -ec "iptables-legacy-restore <'$work/rules'; $bench $runs iptables-legacy-save -c -t nat; $bench memory $fixed iptables-legacy-save -c -t nat"
fi

jc=$(command -v jc || true)
if [[ -n $jc ]]; then
    echo "== jc --iptables"
    unshare --net bash -ec "
        iptables-nft-restore <'$work/rules'
        time iptables-nft -t nat -nvL >'$work/list'
        time '$jc' --iptables <'$work/list' | wc -c"
fi

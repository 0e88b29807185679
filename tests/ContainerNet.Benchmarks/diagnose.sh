#!/usr/bin/env bash
# Times `containernet diagnose` on a host with 100 running containers and 300 published ports, against what an administrator
# would run to see the same: docker inspect of all containers, iptables-save and ip6tables-save, one after the other.
# Both run alternately in one go; prints the medians, their ratio and the peak resident memory.
#
# usage: sudo tests/ContainerNet.Benchmarks/diagnose.sh [--suite bookworm] [--runs 15] [--containers 100] [--keep]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
lab="$root/tests/Lab/lab.sh"
suite=bookworm runs=15 containers=100 keep=0 name="bench-$$"

while [[ $# -gt 0 ]]; do
    case $1 in
        --suite) suite=$2; shift 2 ;;
        --runs) runs=$2; shift 2 ;;
        --containers) containers=$2; shift 2 ;;
        --name) name=$2; shift 2 ;;
        --keep) keep=1; shift ;;
        *) sed -n '2,7p' "$0"; exit 2 ;;
    esac
done

program="$root/out/cli/containernet" # the lab binds out/ at /opt/containernet
[[ -x $program ]] || dotnet publish "$root/src/ContainerNet.Cli" --configuration Release --nologo --verbosity quiet

finish() { [[ $keep -eq 1 ]] || "$lab" down "$name" >/dev/null; }
if [[ $("$lab" list) != *"$name "* ]]; then
    trap finish EXIT
    "$lab" up "$suite" "$name" --bind-ro "$here/inside:/opt/bench" >/dev/null
    "$lab" run "$name" bash /opt/bench/start "$containers"
fi

"$lab" run "$name" bash /opt/bench/measure "$runs"

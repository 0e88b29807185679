#!/usr/bin/env bash
# Times the repair of a host with 100 networks and 300 published ports whose filter and nat rules were flushed, against a restart of
# dockerd (with live-restore, its fastest way, until it answers). Both alternate in one go; prints the medians and their ratio.
# "rule-set work" is the checking, writing and noting down of the transactions; "whole" also collects all facts before and after.
#
# usage: sudo tests/ContainerNet.Benchmarks/repair.sh [--suite bookworm] [--runs 5] [--networks 100] [--keep]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
lab="$root/tests/Lab/lab.sh"
suite=bookworm runs=5 networks=100 keep=0 name="bench-$$"

while [[ $# -gt 0 ]]; do
    case $1 in
        --suite) suite=$2; shift 2 ;;
        --runs) runs=$2; shift 2 ;;
        --networks) networks=$2; shift 2 ;;
        --name) name=$2; shift 2 ;;
        --keep) keep=1; shift ;;
        *) sed -n '2,7p' "$0"; exit 2 ;;
    esac
done

[[ -f $root/out/repairer/ContainerNet.Repairer.dll ]] || dotnet build "$root" --configuration Release --nologo --verbosity quiet
finish() { [[ $keep -eq 1 ]] || "$lab" down "$name" >/dev/null; }
if [[ $("$lab" list) != *"$name "* ]]; then
    trap finish EXIT
    "$lab" up "$suite" "$name" --bind-ro "$here/inside:/opt/bench" >/dev/null
    "$lab" run "$name" bash /opt/bench/start-networks "$networks"
fi

"$lab" run "$name" bash /opt/bench/measure-repair "$runs"

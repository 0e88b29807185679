#!/usr/bin/env bash
# Follows 20,000 UDP packets through the rules of firewalld and Docker, with our tracer, `nft monitor trace` and
# `xtables-monitor --trace` listening to the same traffic; then with our tracer alone. Prints how many packets each one saw
# to their end.
#
# usage: sudo tests/ContainerNet.Benchmarks/trace.sh [--suite bookworm] [--count 20000] [--rate 10000] [--keep]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
lab="$root/tests/Lab/lab.sh"
suite=bookworm count=20000 rate=10000 keep=0 name="trace-$$" port=9000

while [[ $# -gt 0 ]]; do
    case $1 in
        --suite) suite=$2; shift 2 ;;
        --count) count=$2; shift 2 ;;
        --rate) rate=$2; shift 2 ;;
        --name) name=$2; shift 2 ;;
        --keep) keep=1; shift ;;
        *) sed -n '2,6p' "$0"; exit 2 ;;
    esac
done

work=$(mktemp -d)
dotnet build "$here" --configuration Release --nologo --verbosity quiet --output "$root/out/bench" >"$work/build" || { cat "$work/build"; exit 1; }
bench=/opt/containernet/bench/ContainerNet.Benchmarks.dll # the lab binds out/ at /opt/containernet

finish() {
    rm -rf "$work"
    [[ $keep -eq 1 ]] || "$lab" down "$name" >/dev/null
}
trap finish EXIT
if [[ $("$lab" list) != *"$name "* ]]; then
    "$lab" up "$suite" "$name" --firewalld >/dev/null
    "$lab" inject "$name" docker-knows-firewalld
    "$lab" inject "$name" healthy
fi
# A port behind which nobody answers: what would answer takes processor time from the ones that are measured.
"$lab" run "$name" docker inspect sink >/dev/null 2>&1 ||
    "$lab" run "$name" docker run --detach --name sink --publish "$port:$port/udp" bb:1 /bin/sleep 3600 >/dev/null

send() { "$lab" client "$name" dotnet "$root/out/bench/ContainerNet.Benchmarks.dll" send 192.0.2.1 "$port" "$count" "$rate"; }
watch() { # FILE
    "$lab" run "$name" dotnet "$bench" watch "$port" "$count" 40 >"$1" 2>&1 &
    watching=$!
    until grep -q listening "$1"; do sleep 0.1; done
}

echo "== together"
watch "$work/ours"
"$lab" run "$name" timeout 40 nft monitor trace >"$work/nft" 2>&1 &
"$lab" run "$name" timeout 40 xtables-monitor --trace >"$work/xtables" 2>&1 &
sleep 1
send
wait "$watching" || true
"$lab" run "$name" pkill -f 'nft monitor' || true
"$lab" run "$name" pkill xtables-monitor || true
wait
sed 's/^/ours: /' "$work/ours"
# Seen to its end: the last of our own chains, which every packet passes.
awk -v all="$count" '/containernet_trace.* post_end policy/ { n++ } /lost/ { l++ } END { printf "nft monitor trace: %d of %d (%.1f %%), lost events %d times\n", n, all, 100 * n / all, l }' "$work/nft"
awk -v all="$count" '/PACKET:/ { seen[$3]++ } END { printf "xtables-monitor --trace: %d of %d began (%.1f %%), then: ", length(seen), all, 100 * length(seen) / all }' "$work/xtables"
tail -n 1 "$work/xtables" | cut -c1-100

echo "== ours alone"
watch "$work/alone"
send
wait "$watching" || true
sed 's/^/ours: /' "$work/alone"

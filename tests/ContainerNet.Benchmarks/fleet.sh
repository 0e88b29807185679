#!/usr/bin/env bash
# Measures snapshots and their comparison: a snapshot of a lab host with 100 containers (time, size), then 1,000 hosts of 50 containers
# each, made of one captured host, compared. Needs root, the lab's tools, pwsh, python3, and a build with `dotnet publish` of the program.
set -euo pipefail
cd "$(dirname "$0")/../.."
lab=tests/Lab/lab.sh host=fleet-bench hosts=${1:-1000}
# CONTAINERNET_KEEP=FOLDER keeps the files.
work=${CONTAINERNET_KEEP:-$(mktemp -d)}
mkdir -p "$work"
trap '$lab down $host >/dev/null 2>&1 || true; [[ -n ${CONTAINERNET_KEEP:-} ]] || rm -rf "$work"' EXIT

containers() { # FIRST LAST
    $lab run $host bash -c "
        docker image inspect bb:1 >/dev/null 2>&1 || docker import /usr/local/share/lab/bb.tar bb:1 >/dev/null
        docker network inspect front >/dev/null 2>&1 || { docker network create front; docker network create back; } >/dev/null
        for i in \$(seq $1 $2); do
            net=front; ((i % 2)) && net=back
            docker run -d --name app\$i --network \$net --publish \$((20000 + i)):80 bb:1 /bin/httpd -f -p 80 -h /www >/dev/null
        done"
}
snapshot() { $lab run $host /opt/containernet/cli/containernet snapshot; }

$lab up trixie $host >/dev/null
containers 1 50
snapshot >"$work/50.json"
containers 51 100
snapshot >"$work/100.json"
printf '100 containers: %s bytes; seconds in the host, of five looks:' "$(stat -c %s "$work/100.json")"
for _ in 1 2 3 4 5; do
    $lab run $host bash -c 'TIMEFORMAT=" %R"; time /opt/containernet/cli/containernet snapshot --out /tmp/s.json' 2>&1 | tr -d '\n'
done
echo
$lab down $host >/dev/null 2>&1
mkdir "$work/fleet"
python3 tests/ContainerNet.Benchmarks/vary-snapshot.py "$work/50.json" "$work/fleet" "$hosts"
printf '%s hosts of 50 containers: %s in files\n' "$hosts" "$(du -sh "$work/fleet" | cut -f1)"
cat >"$work/compare.ps1" <<'PS'
param($Module, $Folder)
Import-Module $Module
$watch = [Diagnostics.Stopwatch]::StartNew()
$differences = @(Compare-ContainerNetSnapshot -Path "$Folder/*.json")
"compared in {0:n1} s, peak {1:n0} MB of the whole pwsh" -f $watch.Elapsed.TotalSeconds, ([Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB)
$differences | ForEach-Object { '{0} {1} {2}: {3} hosts, {4} paths' -f $_.Rank, $_.Code, $_.Fact, $_.Hosts.Count, $_.Breaks.Count }
PS
pwsh -NoProfile -File "$work/compare.ps1" "$PWD/out/ContainerNet" "$work/fleet"

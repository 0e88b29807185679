#!/bin/bash
# Boots a real Docker host, breaks it in three ways, and lets ContainerNet find and mend each.
set -euo pipefail

LAB_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
REPO=$(cd "$LAB_DIR/../.." && pwd)
LAB=$LAB_DIR/lab.sh
NAME=demo
MODULE=/opt/containernet/ContainerNet
PROGRAM=/opt/containernet/cli/containernet

main() {
    [[ $EUID -eq 0 ]] || fail 'run it as root: sudo tests/Lab/demo.sh'
    install_missing
    build
    "$LAB" image bookworm

    story 'Somebody turns IP forwarding off' forwarding-off
    story 'firewalld starts after Docker, and flushes the rules' firewalld-late
    story 'The application listens on 127.0.0.1 only, inside its container' app-on-loopback
    title 'That was it'
    note 'The host is gone again. To play with one yourself: tests/Lab/lab.sh help'
}

install_missing() {
    local pair missing=()
    for pair in debootstrap:debootstrap systemd-nspawn:systemd-container ip:iproute2 nsenter:util-linux \
        busybox:busybox-static curl:curl gcc:gcc gcc:libc6-dev; do
        command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
    done
    if [[ ${#missing[@]} -gt 0 ]]; then
        title "Installing ${missing[*]}"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    fi
    command -v dotnet >/dev/null || fail 'the .NET SDK (10 or newer) is not installed, and the distribution has no package of it'
}

build() {
    title 'Building ContainerNet'
    dotnet build "$REPO/ContainerNet.sln" --configuration Release --nologo --verbosity quiet
    if [[ ! -x $REPO/out/cli/containernet ]]; then
        dotnet publish "$REPO/src/ContainerNet.Cli" --configuration Release --nologo --verbosity quiet
    fi
}

# Each story has a new host, so that none profits from the one before.
story() {
    local what=$1 fault=$2 ready pid lab write
    title "$what"
    # The host lives as long as the stream that this script holds; it ends with us, however we end.
    coproc HOST { exec "$LAB" serve bookworm "$NAME"; }
    lab=$HOST_PID
    write=${HOST[1]}
    read -r ready <&"${HOST[0]}" || fail 'the host did not boot'
    pid=${ready#ready PID=}
    note "a Debian 12 host with dockerd is up (process ${pid%% *}), five containers start on it"
    "$LAB" inject "$NAME" healthy
    look 'Before'

    heading "Now it is broken"
    note "$(sed -n '1s/^# CN[^:]*: //p' "$LAB_DIR/faults/$fault.sh")"
    "$LAB" inject "$NAME" "$fault"
    look 'Broken'

    heading 'What ContainerNet says'
    diagnose
    heading 'The repair'
    repair
    if [[ $fault == app-on-loopback ]] && ! reachable; then
        # What only the owner of the application can change, ContainerNet explains and leaves alone.
        note 'the cause is inside the container, so its owner mends it: the application starts again, on all addresses'
        "$LAB" undo "$NAME" "$fault"
    fi
    look 'After'
    reachable || fail 'that did not mend it'

    exec {write}>&-
    wait "$lab" || true
}

diagnose() {
    if have_pwsh; then
        on_host pwsh -NoProfile -NonInteractive -Command \
            "Import-Module $MODULE; Test-ContainerNet | Format-List Code, Title, Severity, Role, Subject, Message, Evidence, Remedy" || true
    else
        # 1 says that faults were found, and that is what we came for.
        on_host "$PROGRAM" diagnose || [[ $? -eq 1 ]] || fail 'containernet could not look'
    fi
}

repair() {
    if have_pwsh; then
        on_host pwsh -NoProfile -NonInteractive -Command \
            "Import-Module $MODULE; Test-ContainerNet | Repair-ContainerNet -Confirm:\$false | Format-List" || true
    else
        note 'there is no PowerShell here, so the remedies that the findings name are run as they stand'
        "$LAB" run "$NAME" "$PROGRAM" diagnose --json >"/run/containernet-lab/$NAME/findings.json" || true
        "$LAB" run "$NAME" python3 /opt/lab/inside/remedy.py <"/run/containernet-lab/$NAME/findings.json" || true
    fi
}

look() {
    local where=("another machine" "the host itself" "the host's 127.0.0.1")
    heading "$1: http port 8080 of the container 'web'"
    printf '   from %-22s %s\n' "${where[0]}" "$(status_from client http://192.0.2.1:8080/)" \
        "${where[1]}" "$(status_from run http://192.0.2.1:8080/)" "${where[2]}" "$(status_from run http://127.0.0.1:8080/)"
}

reachable() { "$LAB" client "$NAME" curl -sf -m 2 -o /dev/null http://192.0.2.1:8080/; }

status_from() {
    local status=0
    "$LAB" "$1" "$NAME" curl -s -m 2 -o /dev/null "$2" || status=$?
    case $status in
        0) echo 'answers' ;;
        7) echo 'refused' ;;
        28) echo 'silence' ;;
        *) echo 'connects, then breaks off' ;;
    esac
}

on_host() { "$LAB" run "$NAME" "$@"; }

have_pwsh() { command -v pwsh >/dev/null; }

title() { printf '\n=== %s\n' "$*"; }

heading() { printf '\n   --- %s\n' "$*"; }

note() { printf '   %s\n' "$*"; }

fail() {
    printf 'demo: %s\n' "$*" >&2
    exit 1
}

main "$@"

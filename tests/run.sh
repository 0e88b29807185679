#!/usr/bin/env bash
# Passes every test: installs what is missing (as root), builds, then the unit tests, the cmdlet suites in PowerShell and the
# lab on real hosts. What cannot run here is said by name and reason. Ends with one line: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 2

passed=0 failed=0 skipped=0 status=0
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

say() { printf '\n== %s\n' "$*"; }
skip() { # NAME REASON
    skipped=$((skipped + 1))
    printf 'SKIPPED %s: %s\n' "$1" "$2"
}

# A machine that has never asked for lists has none; one try without, one with.
apt_install() { # PACKAGES
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >"$logs/apt" 2>&1 ||
        { apt-get update >"$logs/apt" 2>&1 &&
            DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >>"$logs/apt" 2>&1; }
}

install_packages() {
    local missing=() package
    for package in debootstrap systemd-container iproute2 iptables nftables busybox-static curl gcc libc6-dev python3 openssh-client; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    if [[ ${#missing[@]} -eq 0 ]]; then return; fi
    say "installing ${missing[*]}"
    apt_install "${missing[@]}" ||
        { tail -n 5 "$logs/apt"; echo "could not install: ${missing[*]}"; }
}

# unpack NAME CONSEQUENCE: a program that tests ask, and that is not installed, because its package would start it or bring daemons.
unpack() {
    [[ $EUID -eq 0 ]] || return
    tests/"$1".sh >"$logs/$1" 2>&1 || {
        tail -n 3 "$logs/$1"
        echo "could not unpack $1: $2"
    }
}

# A browser, which starts nothing by itself. Not every Debian has this package: then its tests say that they are skipped.
install_browser() {
    [[ -x /usr/bin/chromium-headless-shell || -x /usr/bin/chromium ]] && return
    apt_install chromium-headless-shell ||
        { tail -n 3 "$logs/apt"; echo "could not install chromium-headless-shell: the tests in a real browser are skipped"; }
}

# What failed, with the first lines of why: once more at the end, where a log that was cut still has it.
failures_of() { # FILE
    awk '
        /^ +Failed [^ ]+\./ { shown = 12 }
        /^ +(Stack Trace|Standard Output Messages):/ { shown = 0 }
        /^ *\[-\] / { print; shown = 4; next }
        shown > 0 && NF { print; shown-- }
    ' "$1" | cut -c 1-300
}

# dotnet_tests NAME PROJECT: runs a project's tests and adds its closing line to the sums.
dotnet_tests() {
    local name=$1 project=$2 line
    say "$name"
    dotnet test "$project" --configuration Release --no-build --nologo --logger 'console;verbosity=normal' >"$logs/$name" 2>&1 </dev/null
    local code=$?
    grep -E '^\s+(Failed|Skipped) |\[SKIP\]' -A 1 "$logs/$name" | grep -vE '^\s+Passed |^--$|Error Message:' | sort -u | head -n 60
    if [[ $code -ne 0 ]]; then
        status=1
        grep -vE '^\s+Passed ' "$logs/$name" | tail -n 150
        failures_of "$logs/$name" >>"$logs/failures"
    fi
    local p f s
    p=$(sed -nE 's/^ +Passed: +([0-9]+)$/\1/p' "$logs/$name" | tail -n 1)
    f=$(sed -nE 's/^ +Failed: +([0-9]+)$/\1/p' "$logs/$name" | tail -n 1)
    s=$(sed -nE 's/^ +Skipped: +([0-9]+)$/\1/p' "$logs/$name" | tail -n 1)
    # A run that dies before its summary has passed nothing, and must not look like nothing failed.
    if [[ -z ${p:-} && -z ${f:-} ]]; then f=1; status=1; fi
    line="$name: ${p:-0} passed, ${f:-0} failed, ${s:-0} skipped"
    passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + ${s:-0}))
    echo "($line)"
}

pester_tests() {
    say "cmdlets in PowerShell"
    if ! command -v pwsh >/dev/null; then
        skip "cmdlet suites" "there is no pwsh (PowerShell 7.6) on PATH"
        return
    fi
    if ! pwsh -NoProfile -NonInteractive -Command 'exit [int](-not (Get-Module -ListAvailable Pester | Where-Object { $_.Version -ge [version] "5.5" }))'; then
        skip "cmdlet suites" "PowerShell has no Pester 5.5 or later"
        return
    fi
    pwsh -NoProfile -NonInteractive -File tests/Cmdlets/Invoke-Tests.ps1 >"$logs/pester" 2>&1 </dev/null
    local code=$? p f s
    read -r p f s < <(sed -nE 's/^PESTER ([0-9]+) ([0-9]+) ([0-9]+)$/\1 \2 \3/p' "$logs/pester" | tail -n 1)
    if [[ $code -ne 0 || -z ${p:-} ]]; then
        status=1
        tail -n 120 "$logs/pester"
        failures_of "$logs/pester" >>"$logs/failures"
        if [[ -z ${p:-} ]]; then p=0 f=1 s=0; fi
    fi
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    echo "(cmdlets: $p passed, $f failed, $s skipped)"
}

if ! command -v dotnet >/dev/null || [[ $(dotnet --version 2>/dev/null | cut -d. -f1) -lt 10 ]]; then
    echo "The .NET 10 SDK (dotnet) is needed to build; see README.md."
    exit 2
fi
if [[ $EUID -eq 0 ]]; then
    install_packages
    install_browser
fi
unpack nginx "its tests are skipped, or use those of the lab"
unpack ssh "the test of remoting between lab hosts is skipped"
unpack promtool "metrics are not linted"
unpack compose "the tests that ask docker-compose are skipped"

say "build"
publish() { dotnet publish src/ContainerNet.Cli --configuration Release --nologo "$@"; }
native=1
if ! { dotnet build --configuration Release --nologo &&
    { publish || { native=0 && publish -p:PublishAot=false; }; }; } >"$logs/build" 2>&1 </dev/null; then
    grep -E 'error|warning' "$logs/build" | sort -u | head -n 40
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
fi
[[ $native -eq 1 ]] || skip "program as native code" "it could not be compiled: $(grep -m 1 -oE 'error .*' "$logs/build")"
ls -l out/cli/containernet

dotnet_tests unit tests/ContainerNet.Tests
pester_tests
dotnet_tests lab tests/Lab

[[ -s $logs/failures ]] && say "failed" && head -n 200 "$logs/failures"
echo
echo "$passed passed, $failed failed, $skipped skipped"
[[ $failed -eq 0 ]] || status=1
exit "$status"

# Shared by every part of the lab: where things are, and how it fails.
# shellcheck shell=bash

LAB_CACHE=${CONTAINERNET_LAB_CACHE:-/var/cache/containernet-lab}
LAB_STATE=/run/containernet-lab
LAB_SUITES=(bookworm trixie forky)

# 192.0.2.0/24 and 2001:db8::/64 are documentation addresses: nothing outside the lab can be meant by them.
LAB_HOST4=192.0.2.1 LAB_CLIENT4=192.0.2.2
LAB_HOST6=2001:db8::1 LAB_CLIENT6=2001:db8::2

die() {
    printf 'lab: %s\n' "$*" >&2
    exit 1
}

say() { printf 'lab: %s\n' "$*" >&2; }

require_root() { [[ $EUID -eq 0 ]] || die "needs root"; }

require_tools() {
    local tool missing=()
    for tool in "$@"; do
        command -v "$tool" >/dev/null || missing+=("$tool")
    done
    [[ ${#missing[@]} -eq 0 ]] || die "missing on this machine: ${missing[*]}"
}

require_suite() {
    local suite
    for suite in "${LAB_SUITES[@]}"; do
        [[ $1 == "$suite" ]] && return
    done
    die "unknown suite '$1' (known: ${LAB_SUITES[*]})"
}

# wait_for SECONDS WHAT CMD...: polls, because every fixed sleep is either too short or wasted.
wait_for() {
    local limit=$1 what=$2 start=$EPOCHREALTIME
    shift 2
    until "$@"; do
        if elapsed_over "$start" "$limit"; then
            say "gave up after ${limit} s waiting for $what"
            return 1
        fi
        sleep 0.02
    done
}

# EPOCHREALTIME writes the decimal separator of the locale, so only its digits are used: microseconds.
elapsed_over() { (((${EPOCHREALTIME//[^0-9]/} - ${1//[^0-9]/}) > $2 * 1000000)); }

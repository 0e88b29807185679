#!/bin/bash
# Real Debian hosts with real daemons, in a second each: see tests/Lab/README.md.
set -euo pipefail

LAB_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib/common.sh
source "$LAB_DIR/lib/common.sh"
# shellcheck source=lib/image.sh
source "$LAB_DIR/lib/image.sh"
# shellcheck source=lib/host.sh
source "$LAB_DIR/lib/host.sh"

usage() {
    cat <<USAGE
usage: lab.sh image [SUITE|all]            make the images (once per machine, cached in $LAB_CACHE)
       lab.sh up SUITE NAME [OPTIONS]      boot a host; it runs until 'down'
       lab.sh serve SUITE NAME [OPTIONS]   boot a host, print 'ready ...'; it ends when stdin ends
       lab.sh run NAME CMD...              run a command on the host
       lab.sh client NAME CMD...           run a command on the other machine ($LAB_CLIENT4; the host is $LAB_HOST4)
       lab.sh shell NAME                   a shell on the host
       lab.sh inject NAME FAULT            break it (faults: the names of tests/Lab/faults/*.sh; 'healthy' comes first)
       lab.sh undo NAME FAULT              take a fault back, where that is possible without a new boot
       lab.sh capture NAME DIR             keep every raw fact of the host in DIR, for fixtures
       lab.sh reboot NAME                  reboot; files and containers stay
       lab.sh down NAME                    end the host and remove everything it made
       lab.sh list
SUITE is one of: ${LAB_SUITES[*]}
OPTIONS: --firewalld                       firewalld is enabled from the first boot on
         --bind-ro SRC:DST                 a folder of this machine on the host (repeatable)
USAGE
}

main() {
    local verb=${1:-help} name suite
    [[ $# -eq 0 ]] || shift
    case $verb in
        help | -h | --help)
            usage
            return
            ;;
        image | up | serve | run | client | shell | inject | undo | capture | reboot | down | list) require_root ;;
        *)
            usage >&2
            die "unknown command '$verb'"
            ;;
    esac
    case $verb in
        image)
            if [[ ${1:-all} != all ]]; then
                image_build "$1"
                return
            fi
            for suite in "${LAB_SUITES[@]}"; do image_build "$suite"; done
            ;;
        serve) host_serve "$@" ;;
        up) host_up "$@" ;;
        list) host_list ;;
        down) host_down "${1:?name}" ;;
        *)
            name=${1:?name}
            shift
            require_host "$name"
            case $verb in
                run) enter "$(host_init "$name")" "$@" ;;
                client) nsenter --net="/run/netns/$(host_client "$name")" -- "$@" ;;
                shell) enter "$(host_init "$name")" bash -i ;;
                inject | undo) host_fault "$verb" "$name" "${1:?fault}" ;;
                capture) host_capture "$name" "${1:?folder}" ;;
                reboot) host_reboot "$name" ;;
            esac
            ;;
    esac
}

main "$@"

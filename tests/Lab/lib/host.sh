# One lab host: boot, enter, reboot, end. State of a running one is in /run/containernet-lab/NAME/.
# shellcheck shell=bash

HOST_PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

host_usable_name() {
    [[ $1 =~ ^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$ ]] || die "a host name is up to 40 of a-z, 0-9 and '-': '$1'"
}

host_client() { printf 'cn-%s\n' "$1"; }

# Interface names end at 15 characters, and systemd-nspawn derives its own from the machine's name: ve-cn01234567.
host_machine() { printf 'cn%s\n' "$(printf '%s' "$1" | sha256sum | cut -c1-8)"; }

host_cgroup() {
    local mount
    mount=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/self/mounts)
    [[ -n $mount ]] || die "no cgroup2 file system on this machine"
    printf '%s/containernet-lab.%s\n' "$mount" "$1"
}

# A pid alone may have been given to somebody else meanwhile; with its start time it names one process for ever.
process_id() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    stat=${stat##*) }
    # shellcheck disable=SC2086
    set -- $1 $stat
    printf '%s %s\n' "$1" "${21}"
}

host_is_alive() {
    local pid id
    [[ -f $LAB_STATE/$1/serve ]] || return 1
    id=$(<"$LAB_STATE/$1/serve")
    pid=${id%% *}
    [[ $(process_id "$pid") == "$id" ]] && ! process_is_gone "$pid"
}

require_host() {
    host_usable_name "$1"
    host_is_alive "$1" || die "no host '$1' is up (see: lab.sh list)"
}

# The pid of the host's systemd, seen from here. There is none for a moment of every reboot.
host_init() {
    local carrier first nspawn init
    carrier=$(cat "$LAB_STATE/$1/carrier" 2>/dev/null) || return 1
    for first in $(children_of "$carrier"); do
        for nspawn in $(children_of "$first"); do
            for init in $(children_of "$nspawn"); do
                if [[ $(awk '$1 == "NSpid:" { print $NF }' "/proc/$init/status" 2>/dev/null) == 1 ]]; then
                    printf '%s\n' "$init"
                    # With the 0: a bare return, while a trap runs, gives the status from before the trap.
                    return 0
                fi
            done
        done
    done
    return 1
}

children_of() { cat "/proc/$1/task/$1/children" 2>/dev/null || true; }

# enter INIT_PID CMD...: every namespace of the host, and nothing of this machine's environment.
enter() {
    local pid=$1
    shift
    nsenter -t "$pid" -m -p -n -u -i -- /usr/bin/env -i PATH="$HOST_PATH" HOME=/root USER=root LANG=C.UTF-8 TERM="${TERM:-dumb}" \
        DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 \
        POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off "$@"
}

# serve SUITE NAME [--firewalld] [--bind-ro SRC:DST]... [--detached]
host_serve() {
    local suite=${1:?suite} name=${2:?name} firewalld=no detached=no binds=()
    shift 2
    while [[ $# -gt 0 ]]; do
        case $1 in
            --firewalld) firewalld=yes ;;
            --detached) detached=yes ;;
            --bind-ro)
                binds+=("--bind-ro=${2:?--bind-ro SRC:DST}")
                shift
                ;;
            *) die "unknown option '$1'" ;;
        esac
        shift
    done
    require_suite "$suite"
    host_usable_name "$name"
    require_tools systemd-nspawn nsenter unshare setpriv ip flock
    image_build "$suite"

    HOST_NAME=$name HOST_CARRIER=
    mkdir -p "$LAB_STATE"
    if ! mkdir "$LAB_STATE/$name" 2>/dev/null; then
        host_is_alive "$name" && die "host '$name' is up already"
        host_sweep "$name"
        mkdir "$LAB_STATE/$name"
    fi
    trap host_cleanup EXIT
    trap 'exit 143' TERM HUP
    trap 'exit 130' INT
    process_id $$ >"$LAB_STATE/$name/serve"
    printf '%s\n' "$suite" >"$LAB_STATE/$name/suite"

    local lock
    exec {lock}>"$LAB_CACHE/$suite.lock"
    flock -s "$lock"

    mkdir "$(host_cgroup "$name")"
    ip netns add "$(host_client "$name")"
    ip -n "$(host_client "$name")" link set lo up

    local out=${CONTAINERNET_OUT:-$LAB_DIR/../../out}
    if [[ -d $out ]]; then binds+=("--bind-ro=$(readlink -f "$out"):/opt/containernet"); fi
    binds+=("--bind-ro=$LAB_DIR:/opt/lab")
    # The real docker-compose of this suite, where tests/compose.sh unpacked it.
    if [[ -x $LAB_CACHE/compose-$suite/docker-compose ]]; then binds+=("--bind-ro=$LAB_CACHE/compose-$suite:/opt/compose"); fi

    mkdir "$LAB_STATE/$name/fs"
    # When this script is killed without a chance to clean up, the carrier goes too (pdeathsig), and as the carrier is the
    # first process of its own pid namespace, the kernel ends everything that it had started.
    (
        printf '%s\n' "$BASHPID" >"$(host_cgroup "$name")/cgroup.procs"
        exec setpriv --pdeathsig KILL unshare --pid --fork --kill-child=KILL --mount --propagation private --mount-proc -- \
            bash "$LAB_DIR/lib/boot.sh" "$(image_root "$suite")" "$LAB_STATE/$name" "$(host_machine "$name")" "$name" \
            "$firewalld" "${binds[@]}"
    ) </dev/null >"$LAB_STATE/$name/console.log" 2>&1 &
    HOST_CARRIER=$!
    printf '%s\n' "$HOST_CARRIER" >"$LAB_STATE/$name/carrier"

    if ! host_settle "$name"; then
        tail -n 30 "$LAB_STATE/$name/console.log" >&2
        die "host '$name' did not come up"
    fi
    printf 'ready PID=%s CLIENT=%s\n' "$(host_init "$name")" "$(host_client "$name")"

    local until=("$HOST_CARRIER")
    if [[ $detached == no ]]; then
        # The parent holds the other end: when it dies, however it dies, this reads the end of file.
        cat <&0 >/dev/null &
        HOST_STDIN=$!
        until+=("$HOST_STDIN")
    fi
    wait -n "${until[@]}" || true
}

# From power on to a host that can be used; the same after a reboot.
host_settle() {
    local name=$1 init
    wait_for 20 "systemd of $name" host_is_born "$name" || return 1
    host_init "$name" >/dev/null || return 1
    host_connect "$name" || return 1
    init=$(host_init "$name")
    wait_for 60 "systemd of $name to finish its start" host_has_started "$init" || return 1
    if enter "$init" systemctl --quiet is-enabled docker.service; then
        wait_for 30 "dockerd of $name" enter "$init" curl -sf -m 2 -o /dev/null --unix-socket /run/docker.sock http://d/_ping || return 1
    fi
    if enter "$init" systemctl --quiet is-active firewalld.service; then
        # Started, to systemd, is firewalld as soon as it has its name on the bus; its rules come later.
        wait_for 20 "firewalld of $name" host_firewalld_runs "$init" || return 1
    fi
    init=$(enter "$init" systemctl --failed --plain --no-legend list-units | awk '{ print $1 }' | paste -sd' ')
    if [[ -n $init ]]; then say "$name: failed units: $init"; fi
}

# Also true when there is nothing to wait for any more.
host_is_born() { host_init "$1" >/dev/null || process_is_gone "$(<"$LAB_STATE/$1/carrier")"; }

host_has_started() {
    local state
    state=$(enter "$1" systemctl is-system-running --wait 2>/dev/null) || true
    [[ $state == running || $state == degraded ]]
}

host_firewalld_runs() {
    local bus=org.fedoraproject.FirewallD1 state
    state=$(enter "$1" busctl get-property $bus /org/fedoraproject/FirewallD1 $bus state 2>/dev/null) && [[ $state == *RUNNING* ]]
}

# The second machine: the other end of the host's only cable, in a network namespace of its own.
host_connect() {
    local name=$1 client cable
    client=$(host_client "$name")
    cable=ve-$(host_machine "$name")
    wait_for 20 "the cable of $name" test -e "/sys/class/net/$cable" || return 1
    # After a reboot the old end may still be there: the kernel takes dead namespaces away in its own time.
    ip -n "$client" link del dev eth0 2>/dev/null || true
    ip link set "$cable" netns "$client" name eth0
    ip -n "$client" link set eth0 up
    ip -n "$client" address add "$LAB_CLIENT4/24" dev eth0
    ip -n "$client" -6 address add "$LAB_CLIENT6/64" dev eth0 nodad
    ip -n "$client" route add default via "$LAB_HOST4"
    ip -n "$client" -6 route add default via "$LAB_HOST6"
}

host_cleanup() {
    local init
    trap '' TERM HUP INT
    if [[ -n ${HOST_STDIN:-} ]]; then kill "$HOST_STDIN" 2>/dev/null || true; fi
    if [[ -n $HOST_CARRIER ]]; then
        # Ending process 1 ends every process of its namespace; nspawn sees it and takes its mounts and links away.
        if init=$(host_init "$HOST_NAME"); then kill -KILL "$init" 2>/dev/null || true; fi
        if ! wait_for 5 "$HOST_NAME to end" process_is_gone "$HOST_CARRIER"; then
            kill -KILL "$HOST_CARRIER" 2>/dev/null || true
        fi
        wait "$HOST_CARRIER" 2>/dev/null || true
    fi
    host_sweep "$HOST_NAME"
}

process_is_gone() {
    local state
    state=$(awk '$1 == "State:" { print $2 }' "/proc/$1/status" 2>/dev/null) || return 0
    [[ -z $state || $state == Z ]]
}

# Takes away what a host leaves behind that is no process: control groups, the client's namespace, the state folder.
host_sweep() {
    local name=$1 cgroup
    cgroup=$(host_cgroup "$name")
    if [[ -e $cgroup/cgroup.procs ]]; then
        # Only what this lab put there is in it.
        [[ ! -w $cgroup/cgroup.kill ]] || printf '1\n' >"$cgroup/cgroup.kill"
        wait_for 5 "the processes of $name to end" cgroup_is_empty "$cgroup" || true
    fi
    # On machines with the older hierarchies nspawn makes the same folder in systemd's own.
    while read -r cgroup; do
        if [[ -d $cgroup ]]; then find "$cgroup" -depth -type d -exec rmdir {} + 2>/dev/null || true; fi
    done < <(awk -v name="containernet-lab.$name" '$3 ~ /^cgroup/ { print $2 "/" name }' /proc/self/mounts)
    if [[ -e /run/netns/$(host_client "$name") ]]; then ip netns del "$(host_client "$name")" || true; fi
    rm -rf --one-file-system "${LAB_STATE:?}/$name"
}

cgroup_is_empty() { grep -qx 'populated 0' "$1/cgroup.events"; }

host_up() {
    local name=${2:?name} state line
    host_usable_name "$name"
    # Here, where its progress is seen; the host's own output is only shown at the end.
    image_build "$1"
    mkdir -p "$LAB_STATE"
    state=$(mktemp "$LAB_STATE/.up.XXXXXX")
    setsid "$LAB_DIR/lab.sh" serve "$@" --detached </dev/null >"$state" 2>"$state.err" &
    local serve=$!
    until line=$(<"$state") && [[ $line == ready* ]]; do
        if process_is_gone "$serve"; then
            cat "$state.err" >&2
            rm -f "$state" "$state.err"
            die "host '$name' did not come up"
        fi
        sleep 0.05
    done
    cat "$state.err" >&2
    rm -f "$state" "$state.err"
    printf '%s\n' "$line"
}

host_down() {
    local name=$1 id
    host_usable_name "$name"
    if host_is_alive "$name"; then
        id=$(<"$LAB_STATE/$name/serve")
        kill -TERM "${id%% *}"
        wait_for 15 "host $name to end" host_is_over "$name" || die "host '$name' does not end"
    elif [[ -d $LAB_STATE/$name ]]; then
        host_sweep "$name"
    fi
}

host_is_over() { [[ ! -e $LAB_STATE/$1 ]]; }

host_reboot() {
    local name=$1 old
    old=$(host_init "$name") || die "host '$name' has no process 1"
    # RTMIN+5 to process 1 is a reboot, and unlike systemctl it needs no bus that a fault may have broken.
    kill -RTMIN+5 "$old"
    wait_for 60 "$name to go down" process_is_gone "$old" || die "host '$name' does not go down"
    host_settle "$name" || die "host '$name' did not come up again"
    printf 'ready PID=%s CLIENT=%s\n' "$(host_init "$name")" "$(host_client "$name")"
}

host_list() {
    local state name
    for state in "$LAB_STATE"/*/; do
        [[ -d $state ]] || continue
        name=$(basename "$state")
        if host_is_alive "$name"; then
            printf '%-24s %-10s up     init %s\n' "$name" "$(<"$state/suite")" "$(host_init "$name" || echo '-')"
        else
            printf '%-24s %-10s stale  (lab.sh down %s takes it away)\n' "$name" "$(cat "$state/suite" 2>/dev/null)" "$name"
        fi
    done
}

# inject NAME FAULT, or undo NAME FAULT: the fault's own script, run by the host's own bash.
host_fault() {
    local verb=$1 name=$2 fault=$3 file init
    file=$LAB_DIR/faults/$fault.sh
    [[ $fault =~ ^[a-z0-9-]+$ && -f $file ]] || die "no fault '$fault' (there are: $(cd "$LAB_DIR/faults" && printf '%s ' [a-z]*.sh | sed 's/\.sh//g'))"
    init=$(host_init "$name") || die "host '$name' has no process 1"
    enter "$init" bash /opt/lab/inside/run "$verb" "$fault"
    if grep -qx '# after: reboot' "$file"; then host_reboot "$name"; fi
}

host_capture() {
    mkdir -p "$2"
    enter "$(host_init "$1")" bash /opt/lab/inside/capture | tar -C "$2" --no-same-owner -xf -
}

# One root file system per Debian suite, made once per machine and kept outside the repository.
# shellcheck shell=bash

# Raise when the recipe below changes in a way that the package list does not show.
LAB_IMAGE_VERSION=3

image_packages() {
    local suite=$1
    # libpam-systemd must be named, or polkitd and firewalld stay unconfigured in a minbase system.
    local packages=(
        systemd systemd-sysv libpam-systemd dbus dbus-user-session polkitd
        iproute2 iputils-ping iptables nftables ipset conntrack procps busybox-static curl ca-certificates python3
        docker.io firewalld ufw
        podman netavark aardvark-dns uidmap fuse-overlayfs nginx
    )
    case $suite in
        bookworm) packages+=(slirp4netns) ;;
        trixie) packages+=(passt docker-cli) ;;
        forky) packages+=(passt docker-cli) ;;
    esac
    printf '%s\n' "${packages[@]}"
}

image_stamp() {
    printf 'version %s\n' "$LAB_IMAGE_VERSION"
    image_packages "$1"
}

# The mirror of the machine itself: no mirror is ever written into a file of the repository.
image_mirror() {
    local mirror lock
    # Images of several suites are built at the same time, and apt refuses a second update meanwhile.
    exec {lock}>"$LAB_CACHE/apt.lock"
    flock "$lock"
    mirror=$(image_known_mirror)
    if [[ -z $mirror ]]; then
        # A machine that never asked for lists knows none, and a source that fails does not spoil the others.
        apt-get update >"$LAB_CACHE/apt.log" 2>&1 || true
        mirror=$(image_known_mirror)
    fi
    exec {lock}>&-
    [[ -n $mirror ]] || die "no Debian mirror (component main) in the apt sources of this machine; see $LAB_CACHE/apt.log"
    printf '%s\n' "$mirror"
}

image_known_mirror() {
    apt-get indextargets --format '$(REPO_URI)|$(COMPONENT)|$(CREATED_BY)|$(RELEASE)' |
        awk -F'|' '$2 == "main" && $3 == "Packages" && $4 !~ /security|updates|backports/ { print $1; exit }'
}

image_is_current() {
    [[ -f $LAB_CACHE/$1/stamp ]] && [[ $(<"$LAB_CACHE/$1/stamp") == "$(image_stamp "$1")" ]]
}

image_root() { printf '%s\n' "$LAB_CACHE/$1/root"; }

image_build() {
    local suite=$1 mirror script=() packages work root
    require_suite "$suite"
    image_is_current "$suite" && return
    require_tools debootstrap apt-get busybox tar flock
    mkdir -p "$LAB_CACHE"

    # Hosts hold this lock shared for as long as they run, so no image is replaced under one.
    local lock
    exec {lock}>"$LAB_CACHE/$suite.lock"
    flock "$lock"
    if image_is_current "$suite"; then
        exec {lock}>&-
        return
    fi

    mirror=$(image_mirror)
    # A suite younger than debootstrap itself has no script of its own; sid's is the newest there is.
    [[ -e /usr/share/debootstrap/scripts/$suite ]] || script=(/usr/share/debootstrap/scripts/sid)
    packages=$(image_packages "$suite" | paste -sd,)

    work=$(mktemp -d "$LAB_CACHE/.$suite.XXXXXX")
    # shellcheck disable=SC2064
    trap "rm -rf --one-file-system '$work'" EXIT
    root=$work/root
    say "building the $suite image (once; a minute or two)"
    if ! nice debootstrap --variant=minbase --include="$packages" "$suite" "$root" "$mirror" "${script[@]}" \
        >"$LAB_CACHE/$suite.log" 2>&1; then
        tail -n 20 "$LAB_CACHE/$suite.log" "$root/debootstrap/debootstrap.log" >&2 || true
        die "debootstrap of $suite failed; see $LAB_CACHE/$suite.log"
    fi
    image_configure "$root"
    image_stamp "$suite" >"$work/stamp"
    chmod 755 "$work"
    rm -rf --one-file-system "${LAB_CACHE:?}/$suite"
    mv "$work" "$LAB_CACHE/$suite"
    trap - EXIT
    exec {lock}>&-
    say "image $suite ready in $LAB_CACHE/$suite"
}

image_configure() {
    local root=$1 unit
    rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
    : >"$root/etc/machine-id"
    rm -f "$root/etc/hostname" "$root/var/lib/dbus/machine-id" "$root/etc/resolv.conf"
    # An address nobody answers on: a lab host has no names to ask for, and a loopback resolver would be a fault of its own.
    printf 'nameserver %s\n' "$LAB_CLIENT4" >"$root/etc/resolv.conf"

    mkdir -p "$root/etc/systemd/journald.conf.d" "$root/etc/systemd/system-preset"
    printf '[Journal]\nStorage=volatile\n' >"$root/etc/systemd/journald.conf.d/lab.conf"
    # A process that does not end by itself at a shutdown is given 90 s; a lab has not got them.
    mkdir -p "$root/etc/systemd/system.conf.d"
    printf '[Manager]\nDefaultTimeoutStopSec=5s\n' >"$root/etc/systemd/system.conf.d/lab.conf"
    cat >"$root/etc/systemd/system-preset/00-lab.preset" <<'PRESET'
enable docker.service
enable docker.socket
enable lab-kernel.service
enable lab-network.service
disable containerd.service
disable firewalld.service
disable nftables.service
disable nginx.service
disable podman*
disable netavark*
disable *.timer
PRESET

    # A new network namespace takes its IPv4 settings from the machine that carries the lab; a real host starts with the
    # kernel's. It matters: dockerd sets the FORWARD policy to DROP only when it finds forwarding off.
    cat >"$root/etc/systemd/system/lab-kernel.service" <<'UNIT'
[Unit]
Description=The kernel's own network settings
DefaultDependencies=no
Before=systemd-sysctl.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=sysctl --quiet --write net.ipv4.conf.all.forwarding=1 net.ipv4.conf.all.forwarding=0 \
    net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 net.ipv4.conf.host0.rp_filter=0 \
    net.ipv6.conf.all.forwarding=0

[Install]
WantedBy=sysinit.target
UNIT

    # The uplink is set up by the host itself, before anything that binds to its address, as on a real machine.
    cat >"$root/etc/systemd/system/lab-network.service" <<UNIT
[Unit]
Description=Addresses of the lab host
DefaultDependencies=no
After=systemd-sysctl.service
Before=network.target network-pre.target firewalld.service docker.service
Wants=network.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=ip link set host0 up
ExecStart=ip address add $LAB_HOST4/24 dev host0
ExecStart=ip -6 address add $LAB_HOST6/64 dev host0 nodad
ExecStart=ip route add default via $LAB_CLIENT4
ExecStart=ip -6 route add default via $LAB_CLIENT6

[Install]
WantedBy=multi-user.target
UNIT

    # Podman asks for a limit that the carrying machine's control groups may not have to give.
    mkdir -p "$root/etc/containers"
    printf '[containers]\npids_limit = 0\n' >"$root/etc/containers/containers.conf"

    mkdir -p "$root/etc/docker"
    printf '{\n  "live-restore": true\n}\n' >"$root/etc/docker/daemon.json"

    for unit in docker.service docker.socket lab-kernel.service lab-network.service; do
        systemctl --root="$root" --quiet enable "$unit"
    done
    for unit in firewalld ufw nftables nginx podman podman-auto-update podman-restart podman-clean-transient netavark-dhcp-proxy \
        netavark-firewalld-reload netavark-nftables-reload; do
        systemctl --root="$root" --quiet disable "$unit.service" 2>/dev/null || true
    done
    systemctl --root="$root" --quiet disable podman.socket podman-auto-update.timer netavark-dhcp-proxy.socket 2>/dev/null || true
    # Work by the clock has no place on a host that lives for seconds, and kernel modules are the carrying machine's business.
    for unit in systemd-modules-load.service apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer; do
        systemctl --root="$root" --quiet mask "$unit"
    done

    image_busybox "$root"
}

# The container image: static busybox and nothing else, so no registry is needed.
image_busybox() {
    local root=$1 bb applet
    bb=$(mktemp -d "$LAB_CACHE/.busybox.XXXXXX")
    mkdir -p "$bb"/{bin,usr,www,tmp,etc,proc,sys,dev}
    cp "$root/bin/busybox" "$bb/bin/busybox"
    # Into /usr, which is empty until a container borrows the host's.
    ln -s usr/lib usr/lib64 "$bb/"
    for applet in sh httpd nc wget sleep cat echo ping netstat ip ps hostname nslookup kill; do
        ln -s busybox "$bb/bin/$applet"
    done
    printf 'hello from the lab\n' >"$bb/www/index.html"
    mkdir -p "$root/usr/local/share/lab"
    tar -C "$bb" --owner=0 --group=0 --numeric-owner -cf "$root/usr/local/share/lab/bb.tar" .
    rm -rf "$bb"
}

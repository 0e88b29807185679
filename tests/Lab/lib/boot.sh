#!/bin/bash
# Carries one lab host: its file system, and a systemd-nspawn for each of its boots. Started by host.sh as the first
# process of a pid namespace and in a mount namespace of its own: with this process go all processes of the host, and
# with them everything that is mounted here, however it ends.
set -euo pipefail

image=$1 state=$2 machine=$3 hostname=$4 firewalld=$5
shift 5
fs=$state/fs

mount -t tmpfs -o mode=755 containernet-lab "$fs"
mkdir -p "$fs"/{upper,work,root,docker,containers,home}
mount -t overlay -o "lowerdir=$image,upperdir=$fs/upper,workdir=$fs/work" containernet-lab "$fs/root"

printf '%s\n' "$hostname" >"$fs/root/etc/hostname"
printf '127.0.0.1 localhost\n127.0.1.1 %s\n::1 localhost\n' "$hostname" >"$fs/root/etc/hosts"
if [[ $firewalld == yes ]]; then
    systemctl --root="$fs/root" --quiet enable firewalld.service
fi

binds=()
for tool in dotnet pwsh; do
    if path=$(command -v "$tool") && path=$(readlink -f "$path"); then
        folder=${path%/*}
        # A whole system folder would hide the image's own: such a tool is there as a single file.
        case $folder in
            /bin | /sbin | /usr/bin | /usr/sbin | /usr/local/bin) binds+=("--bind-ro=$path") ;;
            *)
                binds+=("--bind-ro=$folder")
                ln -sfn "$path" "$fs/root/usr/local/bin/$tool"
                ;;
        esac
    fi
done
if [[ -d /usr/local/share/powershell ]]; then binds+=("--bind-ro=/usr/local/share/powershell"); fi
# Where the kernel is not all built in, iptables on the host may still ask for a match or target by name.
if [[ -d /lib/modules ]]; then binds+=("--bind-ro=$(readlink -f /lib/modules):/lib/modules"); fi
if [[ -c /dev/net/tun ]]; then binds+=("--bind=/dev/net/tun"); fi

# With --keep-unit, nspawn leaves a reboot to whoever started it and says so by this status.
readonly reboot_wanted=133
status=$reboot_wanted
while [[ $status -eq $reboot_wanted ]]; do
    status=0
    # overlay2 cannot work on top of the overlay, hence Docker's and Podman's own folders on the tmpfs below it.
    SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn --quiet --register=no --keep-unit --boot --machine="$machine" --hostname="$hostname" \
        --directory="$fs/root" --network-veth --capability=all --system-call-filter='@keyring bpf' \
        --resolv-conf=off --timezone=off --link-journal=no --console=pipe \
        --bind="$fs/docker:/var/lib/docker" --bind="$fs/containers:/var/lib/containers" --bind="$fs/home:/home" \
        "${binds[@]}" "$@" || status=$?
done
exit "$status"

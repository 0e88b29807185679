#!/bin/bash
# Lets the real tools apply the sysctl files of a folder, in mount and network namespaces of this script's own, and prints
# the values that they leave behind. Only net.* is written, which belongs to the network namespace.
# usage: unshare --net --mount oracle.sh FOLDER INTERFACE...
# FOLDER has etc/ run/ local/ usr/ (the four sysctl.d folders), perhaps sysctl.conf, and the files boot.initial and
# sysctl.initial with "PATH VALUE" lines to set before each tool.
# ORACLE_ROOT names the root of another installation (a lab image) whose tools are to be used.
set -euo pipefail

if [[ -n ${ORACLE_ROOT:-} ]]; then
    # Nothing is written to it: its root is the lower layer of an overlay in memory.
    mount --make-rprivate /
    scratch=$1/scratch
    mkdir "$scratch"
    mount -t tmpfs tmpfs "$scratch"
    mkdir "$scratch"/{upper,work,root}
    mount -t overlay overlay -o "lowerdir=$ORACLE_ROOT,upperdir=$scratch/upper,workdir=$scratch/work" "$scratch/root"
    mount --rbind /proc "$scratch/root/proc"
    mkdir -p "$scratch/root$1"
    cp -a "$1"/{etc,run,local,usr,*.initial} "$scratch/root$1/"
    [[ ! -e $1/sysctl.conf ]] || cp -a "$1/sysctl.conf" "$scratch/root$1/"
    cp "$0" "$scratch/root/oracle.sh"
    ORACLE_ROOT='' exec chroot "$scratch/root" bash /oracle.sh "$@"
fi

folder=$1
shift
mount --make-rprivate / 2>/dev/null || true
mkdir -p "$folder/overlay"
[[ ! -e $folder/sysctl.conf ]] || cp -P "$folder/sysctl.conf" "$folder/overlay/sysctl.conf"
if [[ ! -e $folder/sysctl.conf && -e /etc/sysctl.conf ]]; then : >"$folder/overlay/sysctl.conf"; fi
mkdir -p "$folder/overlay/sysctl.d"
mount -t overlay overlay -o "lowerdir=$folder/overlay:/etc" /etc
mount --bind "$folder/etc" /etc/sysctl.d
mount --bind "$folder/usr" /usr/lib/sysctl.d
mount -t tmpfs tmpfs /usr/local/lib
mkdir /usr/local/lib/sysctl.d
mount --bind "$folder/local" /usr/local/lib/sysctl.d
mount -t tmpfs tmpfs /run
mkdir /run/sysctl.d
mount --bind "$folder/run" /run/sysctl.d

for name in "$@"; do ip link add name "$name" type bridge; done

for tool in boot sysctl; do
    # The main switches first: they set all the others.
    while read -r path value; do printf '%s\n' "$value" >"/proc/sys/$path"; done <"$folder/$tool.initial"
    if [[ $tool == boot ]]; then
        /usr/lib/systemd/systemd-sysctl >"$folder/$tool.log" 2>&1 || true
    else
        sysctl --system >"$folder/$tool.log" 2>&1 || true
    fi
    while read -r path _; do printf '%s %s %s\n' "$tool" "$path" "$(<"/proc/sys/$path")"; done <"$folder/$tool.initial"
done

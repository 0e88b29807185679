# CN1001, and the file that did it: a hardening profile is laid down and applied while Docker runs.
# shellcheck shell=bash

inject() {
    printf '# CIS 3.3.1\nnet.ipv4.ip_forward = 0\n' >/etc/sysctl.d/99-hardening.conf
    systemctl restart systemd-sysctl
    [[ $(</proc/sys/net/ipv4/ip_forward) == 0 ]] || die 'systemd-sysctl did not apply the file'
}

undo() {
    rm /etc/sysctl.d/99-hardening.conf
    sysctl --quiet --write net.ipv4.ip_forward=1
}

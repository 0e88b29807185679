# CN1010: at boot systemd-sysctl ends with 1, 'sysctl --system' ends with 0, because only the latter reads /etc/sysctl.conf last.
# shellcheck shell=bash

inject() {
    cp -a /etc/sysctl.conf /run/sysctl.conf.before 2>/dev/null || true
    printf 'net.ipv4.ip_forward = 1\n' >/etc/sysctl.d/99-z-docker.conf
    printf 'net.ipv4.ip_forward = 0\n' >>/etc/sysctl.conf
    systemctl restart systemd-sysctl
}

undo() {
    rm /etc/sysctl.d/99-z-docker.conf /etc/sysctl.conf
    if [[ -e /run/sysctl.conf.before ]]; then mv /run/sysctl.conf.before /etc/sysctl.conf; fi
}

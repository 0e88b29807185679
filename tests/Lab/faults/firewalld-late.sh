# CN3001 on bookworm: firewalld comes up under a Docker that came up without it, and flushes every table of iptables.
# shellcheck shell=bash

inject() {
    if systemctl --quiet is-active firewalld; then
        systemctl stop firewalld
        systemctl restart docker
    fi
    systemctl start firewalld
    until_true 10 'firewalld' firewalld_is_running
}

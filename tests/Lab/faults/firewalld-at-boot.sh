# CN3005 on forky, with nothing done to it: systemd counts firewalld as started before it answers on the bus, so dockerd, which
# asks once, comes up without it, and its bridges are in no zone.
# shellcheck shell=bash

inject() {
    require_firewalld
    if firewall-cmd --quiet --zone=docker --query-interface=docker0 2>/dev/null; then
        die 'dockerd did wait for firewalld: this fault is not on this Debian'
    fi
}

# CN3016 on bookworm: dockerd hears of the reload and puts its rules back, but not those between the networks.
# shellcheck shell=bash

inject() {
    require_firewalld
    firewall-cmd --quiet --reload
    until_true 10 'firewalld' firewalld_is_running
    until_true 15 'dockerd to write its rules again' dockerd_has_answered
}

# CN3016 on bookworm, as firewalld-reload: dockerd sees firewalld leave the bus and come back.
# shellcheck shell=bash

inject() {
    require_firewalld
    systemctl restart firewalld
    until_true 10 'firewalld' firewalld_is_running
    until_true 15 'dockerd to write its rules again' dockerd_has_answered
}

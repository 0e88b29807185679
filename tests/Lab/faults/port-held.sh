# CN5004: another process has the host port, so the container does not start.
# shellcheck shell=bash

inject() {
    docker rm --force web >/dev/null
    mkdir -p /srv/legacy
    printf 'not the container\n' >/srv/legacy/index.html
    systemd-run --quiet --unit legacy-app busybox httpd -f -p 8080 -h /srv/legacy
    until_true 10 'the other process' answers 127.0.0.1 8080
    if start_web 2>/run/port-held.txt; then die 'the container started all the same'; fi
}

undo() {
    systemctl stop legacy-app
    restore_web
}

# CN5005: the container's application ended, and its unit, which only started it, still says active.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    start_rootless
    as_user systemctl --user --quiet stop chat.service
    as_user podman create --name chat --publish 8003:8000 bb:1 /bin/sh -c 'sleep 1; exit 3' >/dev/null
    cat >"/home/$ROOTLESS_USER/.config/systemd/user/chat.service" <<'UNIT'
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/bin/podman start chat
UNIT
    as_user systemctl --user daemon-reload
    as_user systemctl --user --quiet start chat.service
    until_true 20 'the end of the application' application_has_ended
}

application_has_ended() { [[ $(as_user podman inspect --format '{{.State.Status}}' chat) == exited ]]; }

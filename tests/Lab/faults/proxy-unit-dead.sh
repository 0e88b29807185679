# CN5005: the application was killed, and the unit, which only started its container, still says active.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    as_user systemctl --user --quiet stop chat.service
    as_user podman create --name chat --publish 8003:8000 --volume /usr:/usr:ro --volume /opt/lab/inside/app.py:/app.py:ro \
        bb:1 /usr/bin/python3 /app.py >/dev/null
    cat >"/home/$ROOTLESS_USER/.config/systemd/user/chat.service" <<'UNIT'
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/bin/podman start chat
UNIT
    as_user systemctl --user daemon-reload
    as_user systemctl --user --quiet start chat.service
    until_true 20 'the chat' chat_listens 8000
    as_user podman kill chat >/dev/null
    until_true 20 'its end' chat_has_ended
}

chat_has_ended() { [[ $(as_user podman inspect --format '{{.State.Status}}' chat) == exited ]]; }

undo() {
    as_user systemctl --user --quiet stop chat.service
    as_user podman rm --force --ignore chat >/dev/null
    rootless_service chat 8003 && until_true 20 'the chat' chat_listens 8000
}

# CN5005: the application was killed, and the unit, which only started its container, still says active.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    rootless_started_unit --volume /usr:/usr:ro --volume /opt/lab/inside/app.py:/app.py:ro bb:1 /usr/bin/python3 /app.py
    until_true 20 'the chat' chat_listens 8000
    as_user podman kill chat >/dev/null
    until_true 20 'its end' chat_has_ended
}

undo() {
    as_user systemctl --user --quiet stop chat.service
    as_user podman rm --force --ignore chat >/dev/null
    chat_again
}

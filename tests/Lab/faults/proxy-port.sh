# CN6001: the location names the port inside the container and not the one on the host.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    rootless_proxy "$(chat_location http://127.0.0.1:8000)"
    asked_in_vain /chat/ws
}

undo() { rootless_proxy; }

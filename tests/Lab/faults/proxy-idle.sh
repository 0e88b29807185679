# CN6007: WebSockets may be silent for a second only.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    rootless_proxy "$(chat_location | sed 's/300s/1s/')"
}

undo() { rootless_proxy; }

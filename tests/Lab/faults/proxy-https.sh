# CN6006: TLS is spoken to a service of plain HTTP.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    rootless_proxy "$(chat_location https://127.0.0.1:8003)"
    asked_in_vain /chat/ws
}

undo() { rootless_proxy; }

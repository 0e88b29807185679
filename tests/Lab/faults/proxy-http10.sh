# CN6004: HTTP/1.0 is spoken with the WebSocket.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    rootless_proxy "$(chat_location http://127.0.0.1:8003 'proxy_http_version 1.0')"
}

undo() { rootless_proxy; }

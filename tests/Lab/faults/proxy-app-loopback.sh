# CN5001: the WebSocket service of a rootless user listens on its container's loopback, as its unit tells it; nginx answers 502.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    rootless_service chat 8003 -- --bind 127.0.0.1
    until_true 20 'the service on its loopback' chat_listens 8000
}

undo() { chat_again; }

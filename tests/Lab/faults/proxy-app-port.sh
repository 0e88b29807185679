# CN5002: the WebSocket service listens on 8100, and its unit publishes 8000.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    rootless_service chat 8003 -- --port 8100
    until_true 20 'the service on another port' chat_listens 8100
}

undo() { chat_again; }

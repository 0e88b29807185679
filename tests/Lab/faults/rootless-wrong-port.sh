# CN5002: the WebSocket service listens on 8100 inside, and 8000 is published.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    start_rootless
    rootless_service chat 8003 -- --port 8100
    until_true 20 'the service on another port' chat_listens 8100
}

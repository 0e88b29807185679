# CN5001: in its rootless container the WebSocket service listens on the loopback address only; what forwards the port is taken and reset.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    start_rootless
    rootless_service chat 8003 -- --bind 127.0.0.1
    until_true 20 'the service on its loopback' chat_listens 8000
}

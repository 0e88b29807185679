# CN6007: the application takes a request and closes the connection.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    rootless_service chat 8003 -- --early
    until_true 20 'the service that closes' chat_listens 8000
    asked_in_vain /chat/ws
}

undo() { chat_again && rootless_proxy; }

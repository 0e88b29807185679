# CN6007: the application serves one host and hangs up on every other; the location sets headers, and so lost the Host that the server sets.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    rootless_service chat 8003 -- --only-host shop.example
    until_true 20 'the service of one host' chat_listens 8000
    # shellcheck disable=SC2016 # these are nginx's variables
    rootless_proxy "$(chat_location | sed '/proxy_set_header Host/d')"
    asked_in_vain /chat/ws
}

undo() { chat_again && rootless_proxy; }

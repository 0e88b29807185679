# CN6008: the slash of proxy_pass strips the path that the application knows; right elsewhere, so only a request tells it.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    rootless_service chat 8003 -- --base /chat/
    until_true 20 'the service with a path of its own' chat_listens 8000
    rootless_proxy "$(chat_location http://127.0.0.1:8003/ | sed 's|location /chat/ws|location /chat/|')"
}

undo() { chat_again && rootless_proxy; }

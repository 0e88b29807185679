# CN6008: a pattern that fits every path goes before the location of the WebSocket.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    rootless_proxy "$(chat_location)
    location ~ ^/ {
        proxy_pass http://127.0.0.1:8001;
    }"
}

undo() { rootless_proxy; }

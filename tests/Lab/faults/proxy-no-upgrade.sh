# CN6003: nothing passes the upgrade on.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    rootless_proxy '    location /chat/ws {
        proxy_pass http://127.0.0.1:8003;
        proxy_read_timeout 300s;
    }'
}

undo() { rootless_proxy; }

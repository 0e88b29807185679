# CN6003: the server passes the upgrade on, and the one header that the location sets takes that away.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    # shellcheck disable=SC2016 # these are nginx's variables
    rootless_proxy '    location /chat/ws {
        proxy_pass http://127.0.0.1:8003;
        proxy_set_header X-Real-IP $remote_addr;
        proxy_read_timeout 300s;
    }' '    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_upgrade;
    '
}

undo() { rootless_proxy; }

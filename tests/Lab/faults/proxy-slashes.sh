# CN6008: the location has no slash at its end and proxy_pass has, so that two come to the application.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    rootless_proxy "$(chat_location)
    location /shelf {
        proxy_pass http://127.0.0.1:8002/;
    }"
}

undo() { rootless_proxy; }

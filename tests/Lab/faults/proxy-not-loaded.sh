# CN6009: the configuration was mended and nginx was not told.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    sleep 0.3
    sed --in-place 's/300s/600s/' /etc/nginx/conf.d/lab.conf
}

undo() { rootless_proxy; }

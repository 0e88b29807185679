# No fault: nginx takes TLS on 443 with a certificate of its own, and passes WebSockets on in plain HTTP.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    tls_certificate
    rootless_proxy "$(chat_location)" '    listen 443 ssl;
    ssl_certificate /srv/tls.pem;
    ssl_certificate_key /srv/tls.pem;'
}

undo() { rootless_proxy; }

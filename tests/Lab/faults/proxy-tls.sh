# CN6006: plain HTTP is spoken to a service of TLS, which closes without a word; only a request tells it from one that gives up.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    tls_certificate
    rootless_service chat 8003 --volume /srv/tls.pem:/tls.pem:ro -- --tls /tls.pem
    until_true 20 'the service of TLS' chat_listens 8000
}

undo() { chat_again && rootless_proxy; }

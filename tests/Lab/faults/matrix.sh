# Not a fault: every kind of network and published port, with docker-proxy.
# shellcheck shell=bash

inject() {
    # shellcheck source=../inside/matrix.sh
    source /opt/lab/inside/matrix.sh
    matrix true
}

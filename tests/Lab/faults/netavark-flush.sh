# CN3002: everything that netavark wrote for Podman is flushed, and Podman, which has no daemon, never looks again. The port is still
# held open by conmon, so a client is taken and never answered.
# shellcheck shell=bash

# shellcheck source=netavark.sh
source /opt/lab/faults/netavark.sh

inject() {
    inject_netavark
    nft delete table inet netavark
}

# No fault: ufw guards the host, as an administrator sets it up, and drops what is forwarded by default. Docker's published ports
# go past it; what ends on the host does not.
# shellcheck shell=bash

inject() {
    sed -i 's/^DEFAULT_FORWARD_POLICY=.*/DEFAULT_FORWARD_POLICY="DROP"/; s/^IPV6=.*/IPV6=yes/' /etc/default/ufw
    ufw allow 22/tcp >/dev/null
    ufw limit 2222/tcp >/dev/null
    ufw allow from 198.51.100.0/24 to any port 9100 proto tcp >/dev/null
    ufw --force enable >/dev/null
}

undo() { ufw disable >/dev/null; }

# CN3004: the policy of FORWARD is DROP and nothing in it accepts any more; Docker's chains are there, with no way into them.
# shellcheck shell=bash

inject() {
    iptables --policy FORWARD DROP
    iptables --flush FORWARD
}

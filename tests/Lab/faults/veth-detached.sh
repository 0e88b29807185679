# CN2002: somebody took the container's cable off the bridge.
# shellcheck shell=bash

inject() { ip link set dev "$(cable_of web)" nomaster; }

undo() {
    ip link set dev "$(cable_of web)" master docker0
    until_true 10 'port 8080' answers 127.0.0.1 8080
}

# The host's end of a container's eth0. /sys is that of the mount namespace, so the index is asked over netlink.
cable_of() {
    local index
    index=$(inside "$1" ip -json link show eth0 | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["link_index"])')
    ip -json link | python3 -c 'import json, sys; print(next(l["ifname"] for l in json.load(sys.stdin) if l["ifindex"] == int(sys.argv[1])))' "$index"
}

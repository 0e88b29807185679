# CN2003: the container's default route is gone (a VPN client that was stopped, a slip with nsenter). On the host the port still
# answers, by docker-proxy; other machines get no answer.
# shellcheck shell=bash

inject() { inside web ip route delete default; }

undo() { inside web ip route add default via 172.17.0.1; }

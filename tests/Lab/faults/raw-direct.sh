# CN3014, by a trace from the client to 172.17.0.2:80 (web's own address): Docker 28 drops direct access in raw PREROUTING.
# Nothing is broken, and 192.0.2.1:8080 answers. The client needs no route of its own: its default route is this host.
# On bookworm and trixie there is no such rule: 20.10 and 26.1 accept the published port there, and that is the near miss.
# shellcheck shell=bash

inject() { :; }

undo() { :; }

# CN2008: what manages interfaces (here somebody by hand) took docker0's address away; the bridge is up.
# shellcheck shell=bash

inject() { ip address flush dev docker0; }

undo() {
    ip address add 172.17.0.1/16 dev docker0
    until_true 10 'port 8080' answers 127.0.0.1 8080
}

# CN5003: published on the host's 127.0.0.1, where no client ever comes.
# shellcheck shell=bash

inject() {
    replace_web --publish 127.0.0.1:8080:80 -- 80
    until_true 10 'port 8080' answers 127.0.0.1 8080
}

undo() { restore_web; }

# No fault: a container "shop" on port 8090 whose image says what it listens on. `undo` makes it anew of another image under the same
# tag, which listens on the container's loopback: CN8002 where the two are compared.
# shellcheck shell=bash

inject() { shop 80; }

undo() { shop 127.0.0.1:80; }

shop() {
    docker rm --force shop >/dev/null 2>&1 || true
    docker import --change "CMD [\"/bin/httpd\",\"-f\",\"-p\",\"$1\",\"-h\",\"/www\"]" /usr/local/share/lab/bb.tar shop:1 >/dev/null
    docker run --detach --name shop --publish 8090:80 shop:1 >/dev/null
    until_true 10 'shop listens' shop_listens
}

shop_listens() { docker exec shop netstat -ltn | grep -q ':80 '; }

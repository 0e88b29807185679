#!/usr/bin/env bash
# Unpacks the docker-compose of Debian trixie and forky (2.26 and 2.40) into a folder, for the tests that hold our answers against it, and
# for the lab. It is not installed: `docker-compose config` needs no daemon, and the machine that tests may be of another release.
set -euo pipefail

cache=${CONTAINERNET_LAB_CACHE:-/var/cache/containernet-lab}

# The mirror of the machine itself, as for the images of the lab.
mirror_of_machine() {
    apt-get indextargets --format '$(REPO_URI)|$(COMPONENT)|$(CREATED_BY)|$(RELEASE)' |
        awk -F'|' '$2 == "main" && $3 == "Packages" && $4 !~ /security|updates|backports/ { print $1; exit }'
}

unpack() { # SUITE
    local suite=$1 folder=$cache/compose-$1 work options
    if [[ -x $folder/docker-compose ]]; then return; fi
    work=$(mktemp -d)
    # shellcheck disable=SC2064
    trap "rm -rf '$work'" RETURN
    chmod 755 "$work"
    mkdir -p "$work"/{etc,state/lists/partial,cache/archives/partial}
    printf 'deb %s %s main\n' "$mirror" "$suite" >"$work/etc/sources.list"
    # Lists of another release go into a folder of their own: the machine's apt must not come to know them.
    options=(-o "Dir::Etc::sourcelist=$work/etc/sources.list" -o Dir::Etc::sourceparts=/nonexistent -o "Dir::State=$work/state"
        -o "Dir::Cache=$work/cache" -o Dir::State::status=/dev/null -o Acquire::Languages=none)
    apt-get "${options[@]}" update >/dev/null
    (cd "$work" && apt-get "${options[@]}" download docker-compose >/dev/null && dpkg-deb --extract docker-compose_*.deb unpacked)
    mkdir -p "$folder"
    # The program is a plugin of docker's, and one of its own as well.
    cp --dereference "$work"/unpacked/usr/libexec/docker/cli-plugins/docker-compose "$folder/docker-compose.new"
    mv "$folder/docker-compose.new" "$folder/docker-compose"
    "$folder/docker-compose" version
}

if [[ -x $cache/compose-trixie/docker-compose && -x $cache/compose-forky/docker-compose ]]; then exit 0; fi
mirror=$(mirror_of_machine)
[[ -n $mirror ]] || { apt-get update >/dev/null && mirror=$(mirror_of_machine); }
[[ -n $mirror ]] || { echo "no Debian mirror (component main) in the apt sources of this machine" >&2; exit 1; }
unpack trixie
unpack forky

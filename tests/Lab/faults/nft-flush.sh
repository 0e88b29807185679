# CN3001: 'nft flush ruleset', the first line of nftables.conf: the rules of iptables-nft are gone too, and nobody is told.
# shellcheck shell=bash

inject() { nft flush ruleset; }

# CN3003, by a trace from web to db (another network): Docker keeps its networks apart (DOCKER-ISOLATION-STAGE-2; from 28 on
# raw PREROUTING drops it first: CN3014). Nothing is broken: the remedy is a network that both are on.
# shellcheck shell=bash

inject() { :; }

undo() { :; }

#!/bin/sh
# Tears down the fixture `cluster`. There is nothing to remove if the set-up failed or was skipped.
set -eu
[ -z "${CLUSTER:-}" ] || rm -rf "$CLUSTER"

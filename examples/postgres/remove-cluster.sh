#!/bin/sh
# Teardown of the fixture `cluster`; there is nothing to remove when the set-up failed or was skipped.
set -eu
[ -z "${CLUSTER:-}" ] || rm -rf "$CLUSTER"

# shellcheck shell=sh disable=SC2034
# Sourced by the scripts that handle the server's files. PostgreSQL refuses to run as root: root hands its files and
# processes to the account that the package made.
if [ "$(id -u)" = 0 ]; then
    owner=postgres
    # setpriv execs in place, so the service's pid stays its own. A change of user clears the signal that
    # the death of the parent sends; "keep" sets it again.
    as_owner="setpriv --reuid=$owner --regid=$owner --init-groups --pdeathsig keep"
else
    owner=$(id -un)
    as_owner=
fi

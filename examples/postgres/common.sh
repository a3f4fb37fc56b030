# shellcheck shell=sh disable=SC2034
# The scripts that handle the files of the server source this file. PostgreSQL refuses to run as root, so root gives the files and
# the processes to the account that the package has created.
if [ "$(id -u)" = 0 ]; then
    owner=postgres
    # setpriv replaces itself by the command, so the process id stays that of the service. A change of the user clears the signal
    # that the death of the parent sends; "keep" sets it again.
    as_owner="setpriv --reuid=$owner --regid=$owner --init-groups --pdeathsig keep"
else
    owner=$(id -un)
    as_owner=
fi

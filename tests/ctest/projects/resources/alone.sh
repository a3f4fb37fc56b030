# Fails if another task has the same seat, or if in 20 s not all three seats are taken.
seat=$(echo "$CTEST_RESOURCE_GROUP_0_SEATS" | sed 's/^id:\(.*\),slots:1$/\1/')
mkdir "$HERE/seat.$seat" || exit 1
: >"$HERE/taken.$seat"
tries=0
until [ -e "$HERE/taken.a" ] && [ -e "$HERE/taken.b" ] && [ -e "$HERE/taken.c" ]; do
    tries=$((tries + 1))
    [ $tries -lt 2000 ] || exit 1
    sleep 0.01
done
rmdir "$HERE/seat.$seat"

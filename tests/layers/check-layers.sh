#!/bin/sh
# check-layers.sh <root> <table>: reads every .h and .cc under runtime, include and tool of <root> and names each line that
# the table forbids, and each type that two headers define: all are in one namespace, and the linker would take either.
# Exits 1 when there is one, or when there is nothing to read.
set -eu
root=$1
table=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")

cd "$root"
find runtime include tool \( -name '*.h' -o -name '*.cc' \) 2>/dev/null | LC_ALL=C sort |
    awk -v table="$table" '
function fail(text) { print text; failures++ }

function folder(path) { return match(path, "/[^/]*$") ? substr(path, 1, RSTART - 1) : "" }

# Whether a path is one of the places, or in it.
function within(path, places,    place, n, i) {
    n = split(places, place, " ")
    for (i = 1; i <= n; i++)
        if (path == place[i] || index(path, place[i] "/") == 1)
            return 1
    return 0
}

function rest(from,    text, i) {
    for (i = from; i <= NF; i++)
        text = text " " $i
    return text
}

function read_table(    i) {
    while ((getline < table) > 0) {
        if (NF == 0 || $1 ~ /^#/)
            continue
        if ($1 == "layer") {
            for (i = 3; i <= NF; i++)
                if (!($i in may))
                    fail(table ": " $2 " may include " $i ", which does not stand above it")
            may[$2] = may[$2] rest(3) " "
        } else if ($1 == "only" || $1 == "never") {
            key = $1 " " $2
            if (!(key in places))
                rule[++rules] = key
            places[key] = places[key] rest(3)
        } else {
            fail(table ": not understood: " $0)
        }
    }
}

function check_include(path, number, own, target,    used) {
    used = folder(target)
    if (!(used in may) && ("include/" used) in may)
        used = "include/" used
    if (used != own && index(may[own], " " used " ") == 0)
        fail(path ":" number ": " own " may not include \"" target "\"")
}

function check_line(path, number, own, line,    i, part) {
    if (match(line, /^[ \t]*#[ \t]*include[ \t]*"[^"]+"/)) {
        sub(/^[^"]*"/, "", line)
        sub(/".*/, "", line)
        check_include(path, number, own, line)
        return
    }
    sub(/(^|[ \t])\/\/.*/, "", line)
    for (i = 1; i <= rules; i++) {
        split(rule[i], part, " ")
        if (index(line, part[2]) && within(path, places[rule[i]]) != (part[1] == "only"))
            fail(path ":" number ": " part[2] (part[1] == "only" ? " belongs to" places[rule[i]] : " has no place in " own))
    }
}

# Headers for users have a namespace of their own.
function check_type(path, number, line,    word, name) {
    if (line !~ /^(struct|class|enum class|enum) [A-Za-z_]+[^;]*\{/)
        return
    split(line, word, /[ {:]+/)
    name = word[1] == "enum" && word[2] == "class" ? word[3] : word[2]
    if (name in defined)
        fail(path ":" number ": " name " is defined in " defined[name] " too")
    else
        defined[name] = path ":" number
}

BEGIN { read_table() }

{
    path = $0
    own = folder(path)
    files++
    if (!(own in may)) {
        fail(path ": the folder " own " is not in the table")
        next
    }
    number = 0
    while ((getline line < path) > 0) {
        check_line(path, ++number, own, line)
        if (path ~ /\.h$/ && own !~ /^include/)
            check_type(path, number, line)
    }
    close(path)
}

END {
    if (!files)
        fail("no sources found")
    exit failures > 0
}'

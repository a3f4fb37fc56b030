#!/bin/sh
# check-edges.sh <page> <folder>: every edge of the page (docs/design/states.md) has an id, which stands there once and is
# the tag of a test in a *_test.cc of the folder; every tag that looks like an id ("[T7]") is one. Names what is not so,
# and exits 1 when there is something, or no edge at all.
set -eu
page=$1
folder=$2

find "$folder" -name '*_test.cc' | LC_ALL=C sort | awk -v page="$page" '
function fail(text) { print text; failures++ }

function name(path) { sub(/.*\//, "", path); return path }

function define(id, line) {
    if (id in where)
        fail(name(page) ":" line ": " id " stands in line " where[id] " too")
    else
        order[++edges] = id
    where[id] = line
}

# Of "A --R1 event--> B --R2 event--> C": every event has an id; "-->" after a blank is what follows by itself.
function read_drawing(text, line,    events, ids) {
    events = gsub(/[^ ]-->/, "&", text)
    while (match(text, /--[A-Z][0-9]+ /)) {
        define(substr(text, RSTART + 2, RLENGTH - 3), line)
        text = substr(text, RSTART + RLENGTH)
        ids++
    }
    if (events != ids)
        fail(name(page) ":" line ": an edge without an id")
}

function read_row(text, line,    cell) {
    split(text, cell, / *\| */)
    if (cell[2] ~ /^[A-Z][0-9]+$/)
        define(cell[2], line)
    else if (cell[2] != "edge" && cell[2] !~ /^-+$/)
        fail(name(page) ":" line ": an edge without an id")
}

function read_page(    text, line, drawn) {
    while ((getline text < page) > 0) {
        line++
        if (text ~ /^```/)
            drawn = !drawn
        else if (drawn)
            read_drawing(text, line)
        else if (text ~ /^\|/)
            read_row(text, line)
    }
}

# The tags of a test are a string of nothing else.
function read_tags(text, path, line,    tags, id) {
    while (match(text, /"(\[[^]"]+\])+"/)) {
        tags = substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
        while (match(tags, /\[[A-Z][0-9]+\]/)) {
            id = substr(tags, RSTART + 1, RLENGTH - 2)
            tags = substr(tags, RSTART + RLENGTH)
            tested[id] = 1
            if (!(id in where))
                fail(name(path) ":" line ": [" id "] is no edge of " name(page))
        }
    }
}

BEGIN { read_page() }

{
    line = 0
    while ((getline text < $0) > 0) {
        line++
        sub(/(^|[ \t])\/\/.*/, "", text)
        read_tags(text, $0, line)
    }
    close($0)
}

END {
    for (i = 1; i <= edges; i++)
        if (!(order[i] in tested))
            fail(name(page) ":" where[order[i]] ": no test has the tag [" order[i] "]")
    if (!edges)
        fail(name(page) ": no edges found")
    exit failures > 0
}'

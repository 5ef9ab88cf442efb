#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# symbols.sh BUILD EXCEPTIONS: from the built objects: what is exported but used in its own file
# only (make it static), and what can change but lies outside main.c (make it an argument).
# Exceptions: "export name  # reason", "global name  # reason".
set -eu
build=$1
exceptions=$2
[ -d "$build/obj" ] || {
    echo "symbols: nothing is built in $build; run make first" >&2
    exit 1
}
excused() {
    sed -n "s/^$1  *\([A-Za-z0-9_]*\)  *#.*/\1/p" "$exceptions"
}

# Every object is "file type name"; used: undefined somewhere.
find "$build" -name '*.o' -print0 | xargs -0 nm -A 2>/dev/null |
    awk -v excused="$(excused export | tr '\n' ' ')" '
    BEGIN {
        n = split(excused, list, " ")
        for (i = 1; i <= n; i++)
            ok[list[i]] = 1
        ok["main"] = 1
    }
    {
        file = $1
        sub(/:.*/, "", file)
        if ($(NF - 1) == "U")
            used[$NF] = 1
        else if ($(NF - 1) ~ /^[TRDBC]$/ && file ~ /\/obj\//)
            where[$NF] = file
    }
    END {
        for (name in where)
            if (!(name in used) && !(name in ok)) {
                sub(/.*\/obj\//, "src/", where[name])
                sub(/o$/, "c", where[name])
                printf "%s:1: export: used in this file only: %s\n", where[name], name | "sort"
                bad = 1
            }
        exit bad
    }' || bad=1

find "$build/obj" -name '*.o' ! -name main.o -print | sort | while read -r object; do
    objdump -t "$object" | awk -v file="${object#"$build"/obj/}" '
        $NF !~ /^\./ && / O (\.data|\.bss|\.tdata|\.tbss|\*COM\*)/ && !/ O \.data\.rel\.ro/ {
            sub(/o$/, "c", file)
            print "src/" file, $NF
        }'
done | awk -v excused="$(excused global | tr '\n' ' ')" '
    BEGIN {
        n = split(excused, list, " ")
        for (i = 1; i <= n; i++)
            ok[list[i]] = 1
    }
    {
        name = $2
        sub(/\.[0-9]+$/, "", name)
        if (!(name in ok)) {
            printf "%s:1: global: can change, outside main.c: %s\n", $1, name
            bad = 1
        }
    }
    END { exit bad }' || bad=1
exit "${bad:-0}"

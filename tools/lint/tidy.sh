#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# tidy.sh EXCEPTIONS FILE FLAG …: clang-tidy on one file, without what is excused
# ("check path  # reason").
set -eu
exceptions=$1
file=$2
shift 2
clang-tidy --quiet "$file" -- "$@" 2>/dev/null |
    awk -v exceptions="$exceptions" '
    BEGIN {
        while ((getline line < exceptions) > 0)
            if (line !~ /^#/ && split(line, word, " ") > 1)
                excused[word[1], word[2]] = 1
    }
    /: (warning|error): / {
        check = $NF
        gsub(/[][]/, "", check)
        sub(/,.*/, "", check)
        path = $1
        sub(/:[0-9]+:[0-9]+:$/, "", path)
        sub(/.*\/src\//, "src/", path)
        sub(/.*\/tools\//, "tools/", path)
        shown = !((check, path) in excused)
        if (shown)
            bad = 1
    }
    shown { print }
    END { exit bad }'

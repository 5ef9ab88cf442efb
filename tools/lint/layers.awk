# SPDX-License-Identifier: AGPL-3.0-or-later
# awk -f layers.awk layers.txt FILE …: which folder of src/ may include which folder and which
# library. Programs (src/*.c) may include everything. Prints file:line: message; status 1.

# "<unicode/*>" stands for every header of that folder.
function guard_of(header) {
    if (header in guarded)
        return header
    sub(/\/[^\/]*>$/, "/*>", header)
    return header in guarded ? header : ""
}
function refuse(message) {
    printf "%s:%d: %s\n", FILENAME, FNR, message
    bad = 1
}
function check_own(from, header,    part, n) {
    n = split(header, part, "/")
    if (n == 1) {
        sub(/\.h$/, "", part[1])
        if (!(part[1] in known_root))
            return refuse("include it with its folder: " header)
    }
    if (part[1] != from && !((from, part[1]) in allowed))
        refuse(from "/ may not include " part[1] "/")
}
function check_outside(from, header,    guard) {
    guard = guard_of(header)
    if (guard != "" && !((from, guard) in allowed))
        refuse(from "/ may not include " header)
}

FNR == 1 { files++ }
files == 1 {
    sub(/#.*/, "")
    if (!NF)
        next
    folder = $1
    sub(/:$/, "", folder)
    known[folder] = 1
    for (i = 2; i <= NF; i++) {
        allowed[folder, $i] = 1
        if ($i ~ /^</)
            guarded[$i] = 1
    }
    next
}
FNR == 1 {
    split("schema messages assets outlines", roots, " ")
    for (i in roots)
        known_root[roots[i]] = 1
    n_parts = split(FILENAME, path, "/")
    from = path[2]
    is_program = n_parts == 2
    if (!is_program && !(from in known))
        refuse("the folder is not in layers.txt: " from)
}
is_program { next }
/^[ \t]*#[ \t]*include/ {
    if (match($0, /"[^"]+"/))
        check_own(from, substr($0, RSTART + 1, RLENGTH - 2))
    else if (match($0, /<[^>]+>/))
        check_outside(from, substr($0, RSTART, RLENGTH))
}
END { exit bad }

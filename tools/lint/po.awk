# SPDX-License-Identifier: AGPL-3.0-or-later
# awk -f po.awk po/chorus.pot po/<language>.po …: what a translation leaves out, leaves empty or leaves in
# English. (pogen refuses wrong placeholders and forms.)

function complain(what) {
    printf "%s: %s: %s\n", FILENAME, what, id
    found = 1
}

# "…" of a line
function quoted(line) {
    sub(/^[^"]*"/, "", line)
    sub(/"[^"]*$/, "", line)
    return line
}

function finish_file() {
    if (file == "" || is_template)
        return
    for (wanted in ids)
        if (!(wanted in said)) {
            printf "%s: missing: %s\n", file, wanted
            found = 1
        }
}

FNR == 1 {
    finish_file()
    file = FILENAME
    is_template = FILENAME ~ /\.pot$/
    split("", said)
}

/^msgid "/ {
    id = quoted($0)
    if (id != "" && is_template)
        ids[id] = 1
    said[id] = 1
}

/^msgstr(\[[0-9]\])? "/ && !is_template && id != "" {
    text = quoted($0)
    if (text == "")
        complain("empty")
    # one or two words may be the same in both languages
    if (text == id && split(id, words, " ") > 2)
        complain("left in English")
}

END {
    finish_file()
    exit found
}

# SPDX-License-Identifier: AGPL-3.0-or-later
# awk -f direction.awk FILE.css FILE.html …: what would stand on the wrong side on a page that is read from
# right to left. Style sheets say start and end, never left and right; templates have no arrow that points to
# a side, and every drawing says for itself whether it is turned round (the attribute direction).

function refuse(what) {
    printf "%s:%d: direction: %s\n", FILENAME, FNR, what
    bad = 1
}
# The line without comments, also those over several lines.
function without_comments(line,    at) {
    if (in_comment) {
        at = index(line, "*/")
        if (!at)
            return ""
        in_comment = 0
        line = substr(line, at + 2)
    }
    while ((at = index(line, "/*"))) {
        rest = substr(line, at + 2)
        line = substr(line, 1, at - 1)
        if (!index(rest, "*/")) {
            in_comment = 1
            return line
        }
        line = line " " substr(rest, index(rest, "*/") + 2)
    }
    return line
}
# Values of a shorthand: a width of its own for each side is a side by its place.
function sides(value,    words, n) {
    gsub(/\([^()]*\)/, "x", value)
    gsub(/\([^()]*\)/, "x", value)
    gsub(/\/.*/, "", value)
    n = split(value, words, " ")
    return n == 4 && words[2] != words[4]
}
function judge(declaration,    at, name, value) {
    at = index(declaration, ":")
    if (!at)
        return
    name = substr(declaration, 1, at - 1)
    value = substr(declaration, at + 1)
    gsub(/[ \t]/, "", name)
    gsub(/^[ \t]+|[ \t]+$/, "", value)
    sub(/ *!important$/, "", value)
    if (name ~ /(^|-)(left|right)(-|$)/)
        refuse("start or end, not " name)
    else if (name ~ /^(text-align|text-align-last|float|clear|caption-side|justify-content|justify-items|justify-self)$/ \
            && value ~ /^(left|right)$/)
        refuse("start or end, not " name ": " value)
    else if (name ~ /^(margin|padding|inset|border-width|border-color|border-style|scroll-margin|scroll-padding)$/ && sides(value))
        refuse(name "-inline says which side: " value)
    else if (name == "border-radius" && sides(value))
        refuse("border-start-start-radius and so on, not " name ": " value)
    else if (name ~ /^(background|background-position|transform-origin|object-position|offset-position|perspective-origin)$/ \
            && value ~ /(^|[ (])(left|right)([ ),]|$)/)
        refuse("this side stays when the page turns: " name ": " value)
    else if (value ~ /to (left|right)/ || value ~ /translate(X|3d)?\(/)
        refuse("this way stays when the page turns: " name ": " value)
}

FNR == 1 { in_comment = 0 }
FILENAME ~ /\.css$/ {
    line = without_comments($0)
    if (line ~ /content:[^;]*(←|→|⇐|⇒|⟵|⟶|▶|◀|►|◄|▸|◂|‹|›|➔|➜)/)
        refuse("an arrow that points to a side")
    n = split(line, parts, /[{};]/)
    for (i = 1; i <= n; i++)
        judge(parts[i])
}
FILENAME ~ /\.html$/ {
    if ($0 ~ /←|→|⇐|⇒|⟵|⟶|▶|◀|►|◄|▸|◂|‹|›|➔|➜|&[lr]arr;|&[lr]Arr;|&[lr]saquo;/)
        refuse("an arrow that points to a side")
    if ($0 ~ / align="(left|right)"/)
        refuse("start or end, not align")
    if ($0 ~ /<svg/ && $0 !~ /<svg[^>]* direction="/)
        refuse("a drawing says its direction: <svg direction=\"ltr\"> when it is not turned round")
}
END { exit bad }

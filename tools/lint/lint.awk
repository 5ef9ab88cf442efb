# SPDX-License-Identifier: AGPL-3.0-or-later
# awk -f lint.awk tools/lint/exceptions.txt FILE …: the house's rules that no compiler knows.
# Prints file:line: rule: message; status 1. Rules are named in STYLE.md; what is excused stands
# in exceptions.txt as "rule path  # reason".

function refuse(rule, message) {
    if ((rule, FILENAME) in excused) {
        used[rule, FILENAME] = 1
        return
    }
    printf "%s:%d: %s: %s\n", FILENAME, FNR, rule, message
    bad = 1
}
# The line without comments: what is code (strings left empty) and what stands in strings.
function divide(line,    i, n, c, pair) {
    code = text = ""
    n = length(line)
    for (i = 1; i <= n; i++) {
        c = substr(line, i, 1)
        pair = substr(line, i, 2)
        if (in_comment) {
            if (pair == "*/") {
                in_comment = 0
                i++
            }
        } else if (quote != "") {
            if (c == "\\") {
                text = text pair
                i++
            } else if (c == quote) {
                quote = ""
                code = code c
            } else {
                text = text c
            }
        } else if (pair == "/*") {
            in_comment = 1
            i++
        } else if (pair == "//") {
            break
        } else {
            if (c == "\"" || c == "'")
                quote = c
            code = code c
        }
    }
    quote = ""
}
function has_call(names) {
    return code ~ ("(^|[^A-Za-z0-9_.>])(" names ")[ \t]*\\(")
}
function columns(line) {
    gsub(/[\200-\277]/, "", line)
    return length(line)
}
function end_file() {
    if (file == "")
        return
    if (last > (file ~ /\.h$/ ? 150 : 600)) {
        if (!(("length", file) in excused)) {
            printf "%s:%d: length: at most 600 lines, 150 in a header\n", file, last
            bad = 1
        }
    }
    if (file ~ /\.h$/ && !once) {
        printf "%s:1: once: a header needs #pragma once\n", file
        bad = 1
    }
}

BEGIN {
    banned = "strcpy|strcat|sprintf|vsprintf|strtok|strtok_r|sscanf|fscanf|scanf|strtol|strtoul|" \
        "strtoll|strtoull|strtod|atoi|atol|atoll|atof|gets|localtime|gmtime|asctime|ctime|rand|" \
        "srand|random|system|popen|alloca|setjmp|longjmp|sigsetjmp|siglongjmp|tmpnam|mktemp"
    memory = "malloc|calloc|realloc|reallocarray|free|strdup|strndup|asprintf|vasprintf"
    sql = "(^|[^A-Za-z])(SELECT [a-z*]|INSERT INTO|DELETE FROM|CREATE (TABLE|INDEX)|ORDER BY|" \
        "UPDATE [a-z_]+ SET|PRAGMA |WHERE [a-z])"
    tags = "</?(a|p|b|i|br|hr|div|span|h[1-6]|ul|ol|li|dl|dt|dd|html|head|body|title|meta|link|" \
        "script|style|img|form|input|button|label|select|option|textarea|table|tr|td|th|svg|path|" \
        "rect|section|article|header|footer|nav|main|em|strong|blockquote|code|pre|time|iframe)" \
        "([ />\\\\]|$)"
}
FNR == 1 {
    files++
    end_file()
    file = files == 1 ? "" : FILENAME
    in_comment = once = 0
    in_src = FILENAME ~ /^src\//
    makes_html = FILENAME ~ /^src\/(web\/html|domain\/text[a-z_]*)\.[ch]$/
    may_allocate = !in_src || FILENAME ~ /^src\/(base|db|http|os)\//
}
files == 1 {
    if ($0 ~ /^#/ || !NF)
        next
    if ($0 !~ /[^ ]+ +[^ ]+ +# *[^ ]/) {
        printf "%s:%d: exceptions: write: rule path  # reason\n", FILENAME, FNR
        bad = 1
    }
    excused[$1, $2] = 1
    next
}
{
    last = FNR
    divide($0)
}
FNR == 1 && !/^\/\* SPDX-License-Identifier: AGPL-3.0-or-later \*\/$/ {
    refuse("licence", "the first line is the SPDX line")
}
/^#pragma once$/ { once = 1 }
columns($0) > 100 { refuse("columns", "at most 100 columns") }
/[ \t]$/ { refuse("space", "white space at the end of the line") }
/(^|[^A-Za-z])(TODO|FIXME|XXX)([^A-Za-z]|$)/ && text !~ /XXX/ { refuse("todo", "finish it, or say it in an issue") }
has_call(banned) { refuse("banned", "a banned function: " $0) }
!may_allocate && has_call(memory) { refuse("memory", "memory comes from an arena here: " $0) }
code ~ /(^|[^A-Za-z0-9_])typedef[ \t]+(struct|union|enum)[ \t]+[a-z_]*[ \t]*\{/ {
    refuse("typedef", "structs and enums keep their tag")
}
in_src && FILENAME !~ /^src\/db\// && text ~ sql { refuse("sql", "queries live in sql/query/: " $0) }
in_src && !makes_html && text ~ tags { refuse("html", "HTML lives in templates/: " $0) }
in_src && !makes_html && $0 !~ /\{STR\(""\)\}/ && code ~ /(\(struct html\)|struct html [a-z_]+ =) *\{/ {
    refuse("html-type", "only web/html.c and domain/text.c make a struct html")
}
END {
    end_file()
    exit bad
}

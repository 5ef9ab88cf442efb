/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finding a few values in an answer (scan.h). */
#include "day/scan.h"

/* The value of a header line when it has this name (lower case), or the absent str. */
static struct str value_of(struct str line, struct str name)
{
    bool is_it =
        line.n > name.n && line.p[name.n] == ':' && str_eq_nocase(str_sub(line, 0, name.n), name);
    return is_it ? str_trim(str_sub(line, name.n + 1, line.n)) : (struct str){0};
}

/* Most headers are passed by their first letter. */
static void read_line(struct str line, struct scan_head *out)
{
    char first = line.n > 0 ? (char)(line.p[0] | 0x20) : '\0';
    if (first == 'r' && value_of(line, STR("retry-after")).n > 0)
        out->has_retry = true;
    if (first != 'c')
        return;
    struct str length = value_of(line, STR("content-length"));
    int64_t bytes;
    if (length.p != NULL && str_i64(length, &bytes) && bytes >= 0)
        out->body_bytes = bytes;
    if (str_eq_nocase(value_of(line, STR("connection")), STR("close")))
        out->is_last = true;
}

bool scan_head(struct str bytes, struct scan_head *out)
{
    enum { STATUS_AT = 9, STATUS_CHARS = 3 };
    struct str rest = bytes, line = str_cut(&rest, '\n');
    int64_t status = 0;
    *out = (struct scan_head){.body_bytes = -1};
    if (str_i64(str_sub(line, STATUS_AT, STATUS_CHARS), &status))
        out->status = (int)status;
    while (rest.p != NULL) {
        line = str_cut(&rest, '\n');
        if (rest.p != NULL && (line.n == 0 || line.p[0] == '\r')) {
            out->head_bytes = bytes.n - rest.n;
            bool has_body = out->status != 204 && out->status != 304;
            if (out->body_bytes < 0 && !has_body)
                out->body_bytes = 0;
            return true;
        }
        read_line(line, out);
    }
    return false;
}

struct str scan_text(struct str body, struct str name)
{
    size_t at = str_search(body, name);
    if (at == body.n)
        return (struct str){0};
    struct str rest = str_sub(body, at + name.n, body.n);
    size_t end = str_find(rest, '"');
    return end == rest.n ? (struct str){0} : str_sub(rest, 0, end);
}

int64_t scan_id(struct str body, struct str name)
{
    int64_t id = 0;
    return str_i64(scan_text(body, name), &id) ? id : 0;
}

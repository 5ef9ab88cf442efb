/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finding a few values in an answer (scan.h). */
#include "day/scan.h"

/* The value of a header line, or the absent str. */
static struct str header(struct str head, struct str name)
{
    while (head.p != NULL && head.n > 0) {
        struct str line = str_cut(&head, '\n');
        if (line.n > name.n && str_eq_nocase(str_sub(line, 0, name.n), name))
            return str_trim(str_sub(line, name.n, line.n));
    }
    return (struct str){0};
}

/* The usual case at once, without looking at every line. */
static struct str length_of(struct str head)
{
    static const struct str name = STR_INIT("\r\nContent-Length: ");
    size_t at = str_search(head, name);
    if (at == head.n)
        return header(head, STR("content-length:"));
    struct str rest = str_sub(head, at + name.n, head.n);
    return str_sub(rest, 0, str_find(rest, '\r'));
}

bool scan_head(struct str bytes, struct scan_head *out)
{
    enum { STATUS_AT = 9, STATUS_CHARS = 3 };
    static const struct str end = STR_INIT("\r\n\r\n");
    size_t at = str_search(bytes, end);
    if (at == bytes.n || at < STATUS_AT + STATUS_CHARS)
        return false;
    struct str head = str_sub(bytes, 0, at + 2);
    *out = (struct scan_head){.head_bytes = at + end.n, .body_bytes = -1};
    int64_t status = 0;
    if (str_i64(str_sub(head, STATUS_AT, STATUS_CHARS), &status))
        out->status = (int)status;
    struct str length = length_of(head);
    bool has_length = str_i64(length, &out->body_bytes) && out->body_bytes >= 0;
    bool has_body = out->status != 204 && out->status != 304;
    if (!has_length && !has_body)
        out->body_bytes = 0;
    out->is_last = str_search(head, STR("onnection: close")) < head.n;
    return true;
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

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading answers of HTTP/1.1 as far as a rehearsal needs: status, length, and single values of the
 * JSON found by their name. No parsing of the whole: the values looked for stand before any words
 * of people, at the beginning of the answer. */
#pragma once

#include "base/str.h"

struct scan_head {
    int status;
    size_t head_bytes;  /* with the empty line */
    int64_t body_bytes; /* -1: chunked, ends with an empty chunk */
    bool is_last;       /* the connection ends with it */
    bool has_retry;     /* it says when to come back (Retry-After) */
};

/* False when the head is not complete yet (or is none: a head has at most 8 KiB). */
NODISCARD bool scan_head(struct str bytes, struct scan_head *out);
/* The text of the first member whose quoted name with colon and quote ("\"id\":\"") is `name`;
 * absent when there is none or it does not end within the bytes. Escapes are left as they are. */
struct str scan_text(struct str body, struct str name);
/* The same as a number; 0 when it is none. */
int64_t scan_id(struct str body, struct str name);

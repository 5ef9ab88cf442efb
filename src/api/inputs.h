/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rows of input tables, and the cursor that every list takes.
 *
 * S is the handler's struct (without "struct"), m its member. A list's limit is clamped, never
 * refused, as in Mastodon. */
#pragma once

#include "domain/timeline.h"
#include "http/request.h"

#define IN(S, title, kind, m, ...)                                                                 \
    {                                                                                              \
        .name = (title), .type = INPUT_##kind, .at = offsetof(struct S, m), .given_at = SIZE_MAX,  \
        __VA_ARGS__                                                                                \
    }
#define IN_TEXT(S, title, m, most) IN(S, title, TEXT, m, .high = (most))
#define IN_LINE(S, title, m, most) IN(S, title, LINE, m, .high = (most))
#define IN_BOOL(S, title, m)       IN(S, title, BOOL, m, .initial = 0)
#define IN_ID(S, title, m)         IN(S, title, ID, m, .initial = 0)
#define IN_NUMBER(S, title, m, least, most, none)                                                  \
    IN(S, title, NUMBER, m, .low = (least), .high = (most), .initial = (none))
#define IN_TEXTS(S, title, m, chars, most) IN(S, title, TEXTS, m, .high = (chars), .count = (most))
#define IN_IDS(S, title, m, most)          IN(S, title, IDS, m, .count = (most))
/* The same with a bool beside it that says whether it was there. */
#define IN_GIVEN(S, title, kind, m, given, ...)                                                    \
    {                                                                                              \
        .name = (title), .type = INPUT_##kind, .at = offsetof(struct S, m),                        \
        .given_at = offsetof(struct S, given), __VA_ARGS__                                         \
    }
#define IN_TABLE(S, rows)                                                                          \
    {                                                                                              \
        (rows), sizeof(rows) / sizeof((rows)[0]), sizeof(struct S)                                 \
    }

enum { PAGING_LIMIT = 20 }; /* when none is asked for */

struct paging {
    int64_t max_id, since_id, min_id, limit;
};
#define IN_PAGING(S, m)                                                                            \
    IN_NUMBER(S, "max_id", m.max_id, 0, INT64_MAX, 0),                                             \
        IN_NUMBER(S, "since_id", m.since_id, 0, INT64_MAX, 0),                                     \
        IN_NUMBER(S, "min_id", m.min_id, 0, INT64_MAX, 0),                                         \
        IN_NUMBER(S, "limit", m.limit, 0, INT64_MAX, PAGING_LIMIT)

/* id[]: several things at once. */
enum { IDS_MAX = 100 };
struct ids_in {
    struct input_list ids; /* int64_t */
};

struct cursor paging_cursor(const struct paging *paging);

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Fuzz: a form read through a table with every type of input. Whatever comes: no crash, and what
 * is read keeps its declaration. */
#include "http/conn.h"
#include "http/params.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct in {
    struct str text;
    struct str line;
    int64_t number;
    int64_t id;
    bool yes;
    struct input_list texts;
    struct input_list ids;
};

static const struct input rows[] = {
    {.name = "t",
     .type = INPUT_TEXT,
     .at = offsetof(struct in, text),
     .given_at = SIZE_MAX,
     .high = 5},
    {.name = "l",
     .type = INPUT_LINE,
     .at = offsetof(struct in, line),
     .given_at = SIZE_MAX,
     .high = 9},
    {.name = "n",
     .type = INPUT_NUMBER,
     .at = offsetof(struct in, number),
     .given_at = SIZE_MAX,
     .low = -3,
     .high = 50,
     .initial = 20},
    {.name = "i", .type = INPUT_ID, .at = offsetof(struct in, id), .given_at = SIZE_MAX},
    {.name = "y", .type = INPUT_BOOL, .at = offsetof(struct in, yes), .given_at = SIZE_MAX},
    {.name = "ts[]",
     .type = INPUT_TEXTS,
     .at = offsetof(struct in, texts),
     .given_at = SIZE_MAX,
     .high = 4,
     .count = 3},
    {.name = "is",
     .type = INPUT_IDS,
     .at = offsetof(struct in, ids),
     .given_at = SIZE_MAX,
     .count = 3},
};
static const struct input_table table = {rows, sizeof rows / sizeof rows[0], sizeof(struct in)};

static void check(const struct in *in)
{
    BUG_IF(str_chars(in->text) > 5 || str_chars(in->line) > 9);
    BUG_IF(str_find(in->line, '\n') < in->line.n || str_find(in->line, '\r') < in->line.n);
    BUG_IF(str_find(in->text, '\r') < in->text.n);
    BUG_IF(in->number < -3 || in->number > 50 || in->id < 0);
    BUG_IF(in->texts.n > 3 || in->ids.n > 3);
    const int64_t *ids = in->ids.items;
    for (size_t i = 0; i < in->ids.n; i++)
        BUG_IF(ids[i] <= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct conn conn;
    if (conn.arena.base == NULL && arena_init(&conn.arena, 8 << 20) != OK)
        return 0;
    arena_reset(&conn.arena);
    struct params params = params_init(&conn.arena);
    if (params_urlencoded(&params, (struct str){(const char *)data, n}) != OK)
        return 0;
    conn.req = (struct req){
        .arena = &conn.arena, .conn = &conn, .params = params.rows, .n_params = params.n};
    struct in in;
    if (req_read(&conn.req, &table, &in) == OK)
        check(&in);
    else
        BUG_IF(conn.req.refused_input.n == 0);
    return 0;
}

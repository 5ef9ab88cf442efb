/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Fuzz: queries, forms and JSON into named values. The first byte chooses. Whatever comes: no
 * crash, and every name and value is UTF-8 without NUL and within the limits. */
#include <json-c/json.h>

#include "http/params.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(const struct param *rows, size_t n)
{
    BUG_IF(n > PARAMS_MAX);
    for (size_t i = 0; i < n; i++) {
        BUG_IF(rows[i].name.n > PARAMS_NAME_MAX);
        BUG_IF(!str_is_utf8(rows[i].name));
        BUG_IF(!str_is_utf8(rows[i].value));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct arena arena;
    static struct json_tokener *tokener;
    if (arena.base == NULL) {
        tokener = params_tokener();
        if (arena_init(&arena, 8 << 20) != OK || tokener == NULL)
            return 0;
    }
    arena_reset(&arena);
    struct params params = params_init(&arena);
    struct str text = {(const char *)data, n};
    bool is_json = n > 0 && data[0] % 2 == 0;
    text = str_sub(text, 1, n);
    enum err err = is_json ? params_json(&params, tokener, text) : params_urlencoded(&params, text);
    BUG_IF(err != OK && err != ERR_BAD_INPUT && err != ERR_BAD_REQUEST && err != ERR_TOO_LARGE);
    check(params.rows, params.n);
    return 0;
}

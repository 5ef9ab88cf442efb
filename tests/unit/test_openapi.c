/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The OpenAPI description: made from the tables, so it names every route. */
#include "api/api.h"
#include "site.h"

static void every_route_is_described(void **state)
{
    struct site *s = *state;
    assert_int_equal(site_get(s, NULL, "/api/chorus/v1/openapi.json"), 200);
    assert_json(s, "openapi", "3.1.0");
    for (size_t i = 0; i < api_routes.n; i++) {
        /* ":id" is "{id}" there */
        struct buf path = buf_init(300);
        struct str rest = str_of(api_routes.rows[i].path + 1);
        while (rest.p != NULL) {
            struct str part = str_cut(&rest, '/');
            bool is_value = str_starts(part, STR(":"));
            buf_printf(&path, is_value ? "/{%.*s}" : "/%.*s",
                       STRF(str_sub(part, is_value, part.n)));
        }
        const char *quoted = site_path(s, "\"%.*s\":", STRF(buf_str(&path)));
        if (!site_says(s, quoted))
            print_error("not described: %s\n", quoted);
        assert_true(site_says(s, quoted));
        buf_free(&path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(every_route_is_described),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

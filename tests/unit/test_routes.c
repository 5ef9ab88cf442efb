/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The tables of routes: what changes something costs, asks and is never kept. */
#include <string.h>

#include "api/api.h"
#include "scratch.h"
#include "web/web.h"

/* Taking something back and going away: never a matter of how much was sent. */
static bool is_always_open(const char *path)
{
    static const char *const open[] = {"/voice/:id/withdraw", "/logout", "/me/logout-everywhere",
                                       "/me/delete"};
    for (size_t i = 0; i < COUNT(open); i++) {
        if (strcmp(path, open[i]) == 0)
            return true;
    }
    return false;
}

static void each_row_is_whole(const struct http_routes *routes)
{
    for (size_t i = 0; i < routes->n; i++) {
        const struct http_route *row = &routes->rows[i];
        assert_non_null(row->handler);
        assert_true(row->path[0] == '/');
        for (size_t k = 0; k < i; k++)
            assert_false(routes->rows[k].method == row->method &&
                         strcmp(routes->rows[k].path, row->path) == 0);
        if (row->method != HTTP_GET) {
            assert_int_equal(row->cost == COST_FREE, is_always_open(row->path));
            assert_false(row->is_cacheable);
        }
        if (row->login == LOGIN_PERSON || row->login == LOGIN_TOKEN)
            assert_false(row->is_cacheable);
    }
}

static void pages_and_endpoints(void **state)
{
    (void)state;
    each_row_is_whole(&web_routes);
    each_row_is_whole(&api_routes);
    for (size_t i = 0; i < web_routes.n; i++)
        assert_true(web_routes.rows[i].face != FACE_API);
    for (size_t i = 0; i < api_routes.n; i++)
        assert_int_equal(api_routes.rows[i].face, FACE_API);
}

/* Without a scope a token could do more than its owner agreed to. */
static void endpoints_of_people_name_a_scope(void **state)
{
    (void)state;
    for (size_t i = 0; i < api_routes.n; i++)
        if (api_routes.rows[i].login == LOGIN_PERSON)
            assert_true(api_routes.rows[i].scope != 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_and_endpoints),
        cmocka_unit_test(endpoints_of_people_name_a_scope),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

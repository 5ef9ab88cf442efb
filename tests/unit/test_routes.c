/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The tables of routes: what changes something costs, asks and is never kept. */
#include <string.h>

#include "api/api.h"
#include "scratch.h"
#include "web/web.h"

/* Taking something back and going away: never a matter of how much was sent. */
static bool is_always_open(const struct http_route *row)
{
    static const struct {
        enum http_method method;
        const char *path;
    } open[] = {
        {HTTP_POST, "/voice/:id/withdraw"},
        {HTTP_POST, "/logout"},
        {HTTP_POST, "/me/logout-everywhere"},
        {HTTP_POST, "/me/delete"},
        {HTTP_DELETE, "/api/v1/statuses/:id"},
        {HTTP_DELETE, "/api/v1/scheduled_statuses/:id"},
        {HTTP_DELETE, "/api/v1/pleroma/statuses/:id/reactions/:emoji"},
        {HTTP_POST, "/api/v1/statuses/:id/unfavourite"},
        {HTTP_POST, "/api/v1/statuses/:id/unreblog"},
    };
    for (size_t i = 0; i < COUNT(open); i++)
        if (row->method == open[i].method && strcmp(row->path, open[i].path) == 0)
            return true;
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
            assert_int_equal(row->cost == COST_FREE, is_always_open(row));
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

/* "comment" is her words in a report, and a number where she approves comments. */
static void forms_say_where_words_stand(void **state)
{
    (void)state;
    static const struct {
        const char *path, *field;
    } forms[] = {
        {"/w", "text"},
        {"/voice/:id/comment", "text"},
        {"/voice/:id/edit", "text"},
        {"/voice/:id/report", "comment"},
        {"/me/profile", "note"},
        {"/m", "note"},
        {"/m/p/:id", "note"},
    };
    for (size_t i = 0; i < web_routes.n; i++) {
        const struct http_route *row = &web_routes.rows[i];
        const char *field = NULL;
        for (size_t k = 0; k < COUNT(forms) && row->method == HTTP_POST; k++)
            if (strcmp(row->path, forms[k].path) == 0)
                field = forms[k].field;
        assert_true(str_eq(web_words_field(row), str_of(field)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_and_endpoints),
        cmocka_unit_test(endpoints_of_people_name_a_scope),
        cmocka_unit_test(forms_say_where_words_stand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Paths to routes: literals before values, encodings, methods, faces of errors. */
#include "http/router.h"

#include "scratch.h"

#define ROUTE(m, p, name)                                                                          \
    {                                                                                              \
        .method = (m), .path = (p), .handler_name = (name)                                         \
    }

static const struct http_route api[] = {
    ROUTE(HTTP_GET, "/api/v1/statuses/:id", "show"),
    ROUTE(HTTP_DELETE, "/api/v1/statuses/:id", "delete"),
    ROUTE(HTTP_POST, "/api/v1/statuses", "create"),
    ROUTE(HTTP_GET, "/api/v1/statuses/:id/context", "context"),
    ROUTE(HTTP_GET, "/api/v1/accounts/:id", "account"),
    ROUTE(HTTP_GET, "/api/v1/accounts/verify_credentials", "verify"),
    ROUTE(HTTP_PATCH, "/api/v1/accounts/update_credentials", "update"),
    ROUTE(HTTP_GET, "/api/v1/accounts/:id/statuses", "account statuses"),
    ROUTE(HTTP_GET, "/api/v1/timelines/tag/:hashtag", "tag"),
    ROUTE(HTTP_GET, "/x/:a/:b/:c/:d", "four"),
};
static const struct http_route pages[] = {
    ROUTE(HTTP_GET, "/", "front"),
    ROUTE(HTTP_GET, "/@:name", "person"),
    ROUTE(HTTP_GET, "/:campaign", "campaign"),
    ROUTE(HTTP_GET, "/@:name/:id", "voice"),
};
static const struct http_routes tables[] = {{api, COUNT(api)}, {pages, COUNT(pages)}};

static struct router *router;
static struct arena arena;
static struct router_match match;

static int open_router(void **state)
{
    (void)state;
    if (arena_init(&arena, 1 << 20) != OK)
        return -1;
    return router_new(&router, tables, COUNT(tables)) == OK ? 0 : -1;
}

static int close_router(void **state)
{
    (void)state;
    router_free(router);
    arena_done(&arena);
    return 0;
}

static enum err find(enum http_method method, const char *path)
{
    return router_find(router, &arena, method, str_of(path), &match);
}

static void leads_to(enum http_method method, const char *path, const char *name)
{
    assert_int_equal(find(method, path), OK);
    assert_string_equal(match.route->handler_name, name);
}

static void literal_paths(void **state)
{
    (void)state;
    leads_to(HTTP_GET, "/", "front");
    leads_to(HTTP_POST, "/api/v1/statuses", "create");
    leads_to(HTTP_POST, "/api/v1/statuses/", "create");
    assert_int_equal(find(HTTP_POST, "/api/v1/statuses//"), ERR_NOT_FOUND);
    assert_int_equal(find(HTTP_GET, "/api/v1"), ERR_NOT_FOUND);
    assert_int_equal(find(HTTP_GET, "/api/v1/unknown/thing"), ERR_NOT_FOUND);
}

static void values(void **state)
{
    (void)state;
    leads_to(HTTP_GET, "/api/v1/statuses/123", "show");
    assert_str(match.values[0], "123");
    leads_to(HTTP_DELETE, "/api/v1/statuses/123/", "delete");
    leads_to(HTTP_GET, "/api/v1/statuses/123/context", "context");
    leads_to(HTTP_GET, "/x/1/2/3/4", "four");
    assert_str(match.values[0], "1");
    assert_str(match.values[3], "4");
    assert_int_equal(find(HTTP_GET, "/api/v1/statuses//context"), ERR_NOT_FOUND);
}

static void literals_win_over_values(void **state)
{
    (void)state;
    leads_to(HTTP_GET, "/api/v1/accounts/verify_credentials", "verify");
    leads_to(HTTP_GET, "/api/v1/accounts/verify_credential", "account");
    leads_to(HTTP_GET, "/api/v1/accounts/verify_credentials/statuses", "account statuses");
    /* The literal takes no GET, the value does. */
    leads_to(HTTP_GET, "/api/v1/accounts/update_credentials", "account");
    leads_to(HTTP_PATCH, "/api/v1/accounts/update_credentials", "update");
}

static void values_behind_a_prefix(void **state)
{
    (void)state;
    leads_to(HTTP_GET, "/@anna", "person");
    assert_str(match.values[0], "anna");
    leads_to(HTTP_GET, "/@anna/12", "voice");
    assert_str(match.values[1], "12");
    leads_to(HTTP_GET, "/metoo", "campaign");
    leads_to(HTTP_GET, "/@", "campaign"); /* nothing behind the prefix */
}

static void encodings(void **state)
{
    (void)state;
    leads_to(HTTP_GET, "/api/v1/timelines/tag/%D8%A3%D9%86%D8%A7", "tag");
    assert_str(match.values[0], "\xD8\xA3\xD9\x86\xD8\xA7");
    leads_to(HTTP_GET, "/api/v1/timelines/tag/a%2Fb", "tag");
    assert_str(match.values[0], "a/b");
    leads_to(HTTP_GET, "/api/v1/timelines/tag/a+b", "tag");
    assert_str(match.values[0], "a+b");
    leads_to(HTTP_GET, "/api/%761/timelines/tag/x", "tag");
    static const char *const bad[] = {"/api/v1/timelines/tag/%FF",
                                      "/api/v1/timelines/tag/%00",
                                      "/api/v1/timelines/tag/%4",
                                      "/api/v1/timelines/tag/%",
                                      "/api/v1/timelines/tag/%zz",
                                      "/api/v1/timelines/tag/\xFF",
                                      "/api/v1/timelines/tag/%ED%A0%80",
                                      "no slash",
                                      ""};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(find(HTTP_GET, bad[i]), ERR_BAD_REQUEST);
}

static void methods(void **state)
{
    (void)state;
    assert_int_equal(find(HTTP_PUT, "/api/v1/statuses/1"), ERR_METHOD);
    assert_int_equal(match.allowed, 1U << HTTP_GET | 1U << HTTP_DELETE);
    assert_null(match.route);
    assert_int_equal(find(HTTP_GET, "/api/v1/statuses"), ERR_METHOD);
    assert_int_equal(match.allowed, 1U << HTTP_POST);
}

static void very_long_paths(void **state)
{
    (void)state;
    static char path[4001];
    for (size_t i = 0; i < 4000; i++)
        path[i] = i % 2 == 0 ? '/' : 'a';
    assert_int_equal(find(HTTP_GET, path), ERR_NOT_FOUND);
}

static void faces_of_errors(void **state)
{
    (void)state;
    assert_int_equal(router_face_of(STR("/api/v1/nothing")), FACE_API);
    assert_int_equal(router_face_of(STR("/oauth/token")), FACE_API);
    assert_int_equal(router_face_of(STR("/.well-known/webfinger")), FACE_API);
    assert_int_equal(router_face_of(STR("/nodeinfo/2.0")), FACE_API);
    assert_int_equal(router_face_of(STR("/oauth/authorize")), FACE_PAGE);
    assert_int_equal(router_face_of(STR("/metoo")), FACE_PAGE);
}

static void build_twice(void)
{
    static const struct http_routes twice[] = {{api, COUNT(api)}, {api, 1}};
    struct router *other;
    if (router_new(&other, twice, COUNT(twice)) == OK)
        router_free(other);
}

static void a_route_given_twice_is_a_bug(void **state)
{
    (void)state;
    assert_true(scratch_stops(build_twice));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literal_paths),
        cmocka_unit_test(values),
        cmocka_unit_test(literals_win_over_values),
        cmocka_unit_test(values_behind_a_prefix),
        cmocka_unit_test(encodings),
        cmocka_unit_test(methods),
        cmocka_unit_test(very_long_paths),
        cmocka_unit_test(faces_of_errors),
        cmocka_unit_test(a_route_given_twice_is_a_bug),
    };
    return cmocka_run_group_tests(tests, open_router, close_router);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A real server on a free port, spoken to in raw bytes. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scratch.h"
#include "stage.h"
#include "wire.h"

#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"
#define JSON "Content-Type: application/json\r\n"

static void one_connection_serves_many(void **state)
{
    struct wire wire;
    wire_open(&wire, stage_port(state));
    for (int i = 0; i < 5; i++) {
        wire_get(&wire, "/api/hello", "");
        assert_int_equal(wire.status, 200);
        assert_str(wire.body, "hello");
    }
    wire_post(&wire, "/api/params", FORM, "a=1&b=x+y");
    assert_str(wire.body, "a=1\nb=x y\n");
    wire_get(&wire, "/api/hello", "");
    assert_str(wire.body, "hello");
    wire_close(&wire);
}

static void pipelined_requests_are_answered_in_order(void **state)
{
    struct wire wire;
    wire_open(&wire, stage_port(state));
    wire_send(&wire,
              STR("GET /api/tags/one HTTP/1.1\r\nHost: h\r\n\r\n"
                  "POST /api/wait HTTP/1.1\r\nHost: h\r\nContent-Length: 8\r\n" FORM "\r\ntext=two"
                  "GET /api/tags/three HTTP/1.1\r\nHost: h\r\n\r\n"));
    assert_true(wire_read(&wire));
    assert_str(wire.body, "one");
    assert_true(wire_read(&wire));
    assert_str(wire.body, "two");
    assert_true(wire_read(&wire));
    assert_str(wire.body, "three");
    wire_close(&wire);
}

static void a_body_over_the_limit_is_refused(void **state)
{
    struct wire wire;
    char *body = malloc(100001);
    assert_non_null(body);
    memset(body, 'a', 100000);
    body[100000] = '\0';
    wire_open(&wire, stage_port(state));
    wire_post(&wire, "/api/params", FORM, body);
    assert_int_equal(wire.status, 413);
    wire_get(&wire, "/api/hello", "");
    assert_int_equal(wire.status, 200);
    wire_close(&wire);
    free(body);
}

static void a_hopeless_body_is_not_read(void **state)
{
    struct wire wire;
    wire_open(&wire, stage_port(state));
    wire_send(&wire, STR("POST /api/params HTTP/1.1\r\nHost: h\r\n" FORM
                         "Content-Length: 99999999999\r\n\r\n"));
    assert_true(wire_read(&wire));
    assert_int_equal(wire.status, 413);
    assert_true(wire_is_over(&wire));
    wire_close(&wire);
}

static void two_lengths_are_refused(void **state)
{
    struct wire wire;
    wire_open(&wire, stage_port(state));
    wire_send(&wire, STR("POST /api/params HTTP/1.1\r\nHost: h\r\n" FORM
                         "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"
                         "0\r\n\r\n"));
    assert_true(!wire_read(&wire) || wire.status == 400);
    wire_close(&wire);
}

/* What a proxy may read as another request, or as two. */
static void requests_that_can_be_read_in_two_ways_are_refused(void **state)
{
    static const char *const heads[] = {
        "Host: h\r\nContent-Length: 3\r\nContent-Length: 4",
        "Host: h\r\nContent-Length: 3\r\nContent-Length: 3",
        "Host: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Host: h\r\nContent-Length : 3",
        "Host: h\r\nX: a\r\n Content-Length: 3",
        "Host: h\r\nX: a\rContent-Length: 3",
        "Host: h\r\nHost: i",
    };
    for (size_t i = 0; i < COUNT(heads); i++) {
        struct wire wire;
        char text[512];
        int n =
            snprintf(text, sizeof text,
                     "POST /api/params HTTP/1.1\r\n%s\r\n" FORM "\r\na=1\r\n0\r\n\r\n", heads[i]);
        wire_open(&wire, stage_port(state));
        wire_send(&wire, (struct str){text, (size_t)n});
        assert_true(!wire_read(&wire) || wire.status == 400);
        wire_close(&wire);
    }
}

static void chunked_bodies_are_read(void **state)
{
    struct wire wire;
    wire_open(&wire, stage_port(state));
    wire_send(&wire, STR("POST /api/params HTTP/1.1\r\nHost: h\r\n" FORM
                         "Transfer-Encoding: chunked\r\n\r\n"
                         "3\r\na=1\r\n4\r\n&b=2\r\n0\r\n\r\n"));
    assert_true(wire_read(&wire));
    assert_str(wire.body, "a=1\nb=2\n");
    wire_close(&wire);
}

static void bodies_of_every_kind(void **state)
{
    struct wire wire;
    wire_open(&wire, stage_port(state));
    wire_post(&wire, "/api/params?q=0", JSON, "{\"poll\":{\"options\":[\"a\",\"b\"]},\"n\":null}");
    assert_str(wire.body, "q=0\npoll[options][]=a\npoll[options][]=b\n");
    wire_post(&wire, "/api/params", "Content-Type: multipart/form-data; boundary=XX\r\n",
              "--XX\r\nContent-Disposition: form-data; name=\"a[]\"\r\n\r\none\r\ntwo\r\n"
              "--XX\r\nContent-Disposition: form-data; name=\"a[]\"\r\n\r\n\r\n"
              "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.png\"\r\n\r\n"
              "bytes\r\n"
              "--XX\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n\r\n\r\n"
              "--XX--\r\n");
    assert_str(wire.body, "a[]=one\r\ntwo\na[]=\nf= (file)\n");
    wire_send(&wire, STR("DELETE /api/params HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n" FORM
                         "\r\na=b"));
    assert_true(wire_read(&wire));
    assert_str(wire.body, "a=b\n");
    wire_close(&wire);
}

static void bodies_that_are_refused(void **state)
{
    static const struct {
        const char *headers;
        const char *body;
        int status;
    } cases[] = {
        {JSON, "{\"a\":", 400},
        {JSON, "[1]", 400},
        {JSON, "{\"a\":1} x", 400},
        {JSON, "{\"a\":\"\\u0000\"}", 422},
        {FORM, "a=%FF", 422},
        {FORM, "a=%00", 422},
        {FORM, "a=%4", 422},
        {"Content-Type: text/plain\r\n", "a", 415},
        {"", "a", 415},
        {"Content-Type: multipart/form-data\r\n", "a", 400},
        {"Content-Type: multipart/form-data; boundary=XX\r\n", "--XX\r\nnothing", 400},
    };
    struct wire wire;
    wire_open(&wire, stage_port(state));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        wire_post(&wire, "/api/params", cases[i].headers, cases[i].body);
        assert_int_equal(wire.status, cases[i].status);
    }
    wire_post(&wire, "/api/params", "Content-Type: text/plain\r\n", "");
    assert_int_equal(wire.status, 200);
    wire_close(&wire);
}

static void errors_have_the_form_of_their_face(void **state)
{
    struct wire wire;
    wire_open(&wire, stage_port(state));
    wire_get(&wire, "/api/nothing", "");
    assert_int_equal(wire.status, 404);
    assert_str(wire.body, "{\"error\":\"Record not found\"}");
    assert_str(wire_header(&wire, "Access-Control-Allow-Origin"), "*");
    wire_get(&wire, "/nothing", "");
    assert_int_equal(wire.status, 404);
    assert_str(wire.body, "page: Record not found");
    assert_true(str_starts(wire_header(&wire, "Content-Type"), STR("text/html")));
    wire_get(&wire, "/api/gone", "");
    assert_int_equal(wire.status, 410);
    wire_get(&wire, "/api/forgetful", "");
    assert_int_equal(wire.status, 500);
    assert_null(wire_header(&wire, "X-Begun").p);
    wire_get(&wire, "/api/wait", "");
    assert_int_equal(wire.status, 405);
    assert_str(wire_header(&wire, "Allow"), "OPTIONS, POST");
    wire_post(&wire, "/api/number", JSON, "{\"n\":10}");
    assert_int_equal(wire.status, 422);
    assert_str(wire.body,
               "{\"error\":\"This number is out of range.\",\"details\":{\"n\":[{\"error\":"
               "\"ERR_INVALID\",\"description\":\"This number is out of range.\"}]}}");
    wire_post(&wire, "/api/number", JSON, "{}");
    assert_true(str_search(wire.body, STR("ERR_BLANK")) < wire.body.n);
    wire_get(&wire, "/api/tags/%FF", "");
    assert_int_equal(wire.status, 400);
    wire_close(&wire);
}

static void head_and_options(void **state)
{
    struct wire wire;
    wire_open(&wire, stage_port(state));
    wire_send(&wire, STR("HEAD /api/hello HTTP/1.1\r\nHost: h\r\n\r\n"));
    assert_true(wire_read_head(&wire));
    assert_int_equal(wire.status, 200);
    assert_str(wire_header(&wire, "Content-Length"), "5");
    wire_send(&wire, STR("OPTIONS /api/params HTTP/1.1\r\nHost: h\r\nOrigin: https://app.example"
                         "\r\nAccess-Control-Request-Method: POST\r\n\r\n"));
    assert_true(wire_read(&wire));
    assert_int_equal(wire.status, 204);
    assert_str(wire_header(&wire, "Access-Control-Allow-Headers"),
               "Authorization, Content-Type, Idempotency-Key");
    assert_str(wire_header(&wire, "Access-Control-Max-Age"), "86400");
    wire_send(&wire, STR("OPTIONS /form HTTP/1.1\r\nHost: h\r\n\r\n"));
    assert_true(wire_read(&wire));
    assert_int_equal(wire.status, 204);
    assert_str(wire_header(&wire, "Allow"), "OPTIONS, HEAD, GET, POST");
    assert_null(wire_header(&wire, "Access-Control-Allow-Origin").p);
    wire_send(&wire, STR("TRACE /form HTTP/1.1\r\nHost: h\r\n\r\n"));
    assert_true(wire_read(&wire));
    assert_int_equal(wire.status, 405);
    wire_close(&wire);
}

static void who_may(void **state)
{
    struct wire wire;
    wire_open(&wire, stage_port(state));
    wire_get(&wire, "/api/me", "");
    assert_int_equal(wire.status, 401);
    assert_str(wire_header(&wire, "WWW-Authenticate"), "Bearer");
    wire_get(&wire, "/api/me", "Authorization: Bearer wrong\r\n");
    assert_int_equal(wire.status, 401);
    wire_get(&wire, "/api/me", "Authorization: Bearer app\r\n");
    assert_int_equal(wire.status, 422);
    wire_get(&wire, "/api/me", "Authorization: Bearer narrow\r\n");
    assert_int_equal(wire.status, 403);
    wire_get(&wire, "/api/me", "Cookie: __Host-s=p7\r\n"); /* the API sees no cookies */
    assert_int_equal(wire.status, 401);
    wire_get(&wire, "/api/me", "Authorization: Bearer p7\r\n");
    assert_int_equal(wire.status, 200);
    assert_str(wire_header(&wire, "Cache-Control"), "private, no-store");
    assert_str(wire_header(&wire, "X-RateLimit-Limit"), "1000");
    wire_get(&wire, "/mine", "Authorization: Bearer p7\r\n"); /* a page sees no tokens */
    assert_int_equal(wire.status, 303);
    assert_str(wire_header(&wire, "Location"), "/login");
    wire_get(&wire, "/mine", "Cookie: __Host-s=ended\r\n");
    assert_int_equal(wire.status, 303);
    wire_get(&wire, "/mine", "Cookie: __Host-s=p7\r\n");
    assert_int_equal(wire.status, 200);
    assert_str(wire_header(&wire, "Cache-Control"), "no-store");
    wire_close(&wire);
}

static void a_prefix_leads_to_the_same_page(void **state)
{
    struct wire wire;
    wire_open(&wire, stage_port(state));
    wire_get(&wire, "/n/kept", "");
    assert_int_equal(wire.status, 200);
    wire_get(&wire, "/n", "");
    assert_int_equal(wire.status, 200);
    wire_get(&wire, "/nk/mine?a=b", "");
    assert_int_equal(wire.status, 303);
    wire_get(&wire, "/n/mine", "Cookie: __Host-s=p7\r\n");
    assert_int_equal(wire.status, 200);
    /* the API has none, nor is a part of a segment one */
    static const char *const nothing[] = {"/n/api/hello", "/nkept", "/k/kept", "/n/n/kept"};
    for (size_t i = 0; i < COUNT(nothing); i++) {
        wire_get(&wire, nothing[i], "");
        assert_int_equal(wire.status, 404);
        assert_true(str_starts(wire.body, STR("page: ")));
    }
    wire_close(&wire);
}

static void acts_have_a_price(void **state)
{
    struct wire wire;
    wire_open(&wire, stage_port(state));
    for (int i = 0; i < 3; i++) {
        wire_post(&wire, "/api/act", "Authorization: Bearer p7\r\n", "");
        assert_int_equal(wire.status, 200);
    }
    assert_str(wire_header(&wire, "X-RateLimit-Remaining"), "0");
    wire_post(&wire, "/api/act", "Authorization: Bearer p7\r\n", "");
    assert_int_equal(wire.status, 429);
    int64_t wait_s = 0;
    assert_true(str_i64(wire_header(&wire, "Retry-After"), &wait_s));
    assert_in_range(wait_s, 1, 300);
    struct str reset = wire_header(&wire, "X-RateLimit-Reset");
    assert_true(str_ends(reset, STR("Z")));
    wire_get(&wire, "/api/me", "Authorization: Bearer p7\r\n"); /* reading has its own */
    assert_int_equal(wire.status, 200);
    wire_close(&wire);
}

static void forms_prove_where_they_come_from(void **state)
{
    struct wire wire;
    char good[256];
    wire_open(&wire, stage_port(state));
    wire_get(&wire, "/form", "");
    (void)snprintf(good, sizeof good, "form_token=%.*s", STRF(wire.body));
    static const struct {
        const char *headers;
        int status;
    } cases[] = {
        {FORM, 200},
        {FORM "Origin: null\r\n", 200},
        {FORM "Origin: https://chorus.test\r\n", 200},
        {FORM "Origin: https://evil.test\r\n", 403},
        {FORM "Sec-Fetch-Site: same-origin\r\nOrigin: null\r\n", 200},
        {FORM "Sec-Fetch-Site: none\r\n", 200},
        {FORM "Sec-Fetch-Site: cross-site\r\nOrigin: https://chorus.test\r\n", 403},
        {FORM "Sec-Fetch-Site: same-site\r\n", 403},
        {FORM "Cookie: __Host-s=p7\r\n", 403}, /* a visitor's token is not the session's */
        {FORM "Cookie: __Host-s=ended\r\n", 200},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        wire_post(&wire, "/form", cases[i].headers, good);
        assert_int_equal(wire.status, cases[i].status);
    }
    wire_post(&wire, "/form", FORM, "form_token=1.00");
    assert_int_equal(wire.status, 403);
    wire_post(&wire, "/form", FORM, "a=b");
    assert_int_equal(wire.status, 403);
    wire_get(&wire, "/form", "Cookie: __Host-s=p7\r\n");
    (void)snprintf(good, sizeof good, "form_token=%.*s", STRF(wire.body));
    wire_post(&wire, "/form", FORM "Cookie: __Host-s=p7\r\n", good);
    assert_int_equal(wire.status, 200);
    wire_post(&wire, "/form", FORM, good);
    assert_int_equal(wire.status, 403);
    wire_close(&wire);
}

/* --- waiting --------------------------------------------------------------------------- */

enum { CLIENTS = 200, ROUNDS = 25 };

static void waiting_requests_never_stall(void **state)
{
    uint16_t port = stage_port(state);
    static struct wire wires[CLIENTS];
    for (int i = 0; i < CLIENTS; i++)
        wire_open(&wires[i], port);
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < CLIENTS; i++) {
            char text[256];
            int n = snprintf(text, sizeof text,
                             "POST /api/wait?text=%d.%d HTTP/1.1\r\nHost: h\r\n"
                             "Content-Length: 0\r\n\r\n",
                             round, i);
            wire_send(&wires[i], (struct str){text, (size_t)n});
        }
        for (int i = 0; i < CLIENTS; i++) {
            char text[32];
            (void)snprintf(text, sizeof text, "%d.%d", round, i);
            assert_true(wire_read(&wires[i]));
            assert_int_equal(wires[i].status, 200);
            assert_true(str_eq(wires[i].body, str_of(text)));
        }
    }
    for (int i = 0; i < CLIENTS; i++)
        wire_close(&wires[i]);
}

static void clients_may_leave_while_waiting(void **state)
{
    struct stage *stage = *state;
    struct wire wire;
    int64_t before = atomic_load(&stage->resumed);
    for (int i = 0; i < 100; i++) {
        wire_open(&wire, stage_port(state));
        wire_send(&wire, STR("POST /api/wait?text=x HTTP/1.1\r\nHost: h\r\n"
                             "Content-Length: 0\r\n\r\n"));
        if (i % 2 == 0) {
            /* Half of them are surely waiting when they leave: the server has answered another. */
            struct wire other;
            wire_open(&other, stage_port(state));
            wire_get(&other, "/api/hello", "");
            wire_close(&other);
        }
        wire_close(&wire);
    }
    wire_open(&wire, stage_port(state));
    wire_post(&wire, "/api/wait?text=still+here", "", "");
    assert_str(wire.body, "still here");
    wire_close(&wire);
    assert_true(atomic_load(&stage->resumed) > before);
}

static void *stop_server(void *server)
{
    http_stop(server);
    return NULL;
}

static void stopping_answers_what_was_accepted(void **state)
{
    struct http_server *server = stage_start(*state, NULL);
    enum { MANY = 50 };
    static struct wire wires[MANY];
    for (int i = 0; i < MANY; i++) {
        wire_open(&wires[i], http_port(server));
        wire_get(&wires[i], "/api/hello", "");
        wire_send(&wires[i], STR("POST /api/wait?text=last HTTP/1.1\r\nHost: h\r\n"
                                 "Content-Length: 0\r\n\r\n"));
    }
    /* One more answer from each worker or so: what was sent before has been read. */
    for (int i = 0; i < 8; i++) {
        struct wire wire;
        wire_open(&wire, http_port(server));
        wire_post(&wire, "/api/wait?text=y", "", "");
        wire_close(&wire);
    }
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, stop_server, server), 0);
    for (int i = 0; i < MANY; i++) {
        assert_true(wire_read(&wires[i]));
        assert_str(wires[i].body, "last");
        assert_true(wire_is_over(&wires[i]));
        wire_close(&wires[i]);
    }
    pthread_join(thread, NULL);
}

static void fixed_port(struct http_options *options)
{
    options->workers = 1;
}

static void a_taken_port_is_an_error(void **state)
{
    struct stage *stage = *state;
    struct http_server *server = NULL;
    struct http_options options = {.host = STR("127.0.0.1"),
                                   .port = stage_port(state),
                                   .workers = 1,
                                   .connections_max = 10,
                                   .body_max = 1000};
    assert_int_equal(http_start(&server, &stage->app, &options), ERR_SYSTEM);
    assert_null(server);
    options.port = 0;
    options.host = STR("no address");
    assert_int_equal(http_start(&server, &stage->app, &options), ERR_SYSTEM);
    server = stage_start(stage, fixed_port);
    http_stop(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_connection_serves_many),
        cmocka_unit_test(pipelined_requests_are_answered_in_order),
        cmocka_unit_test(a_body_over_the_limit_is_refused),
        cmocka_unit_test(a_hopeless_body_is_not_read),
        cmocka_unit_test(two_lengths_are_refused),
        cmocka_unit_test(requests_that_can_be_read_in_two_ways_are_refused),
        cmocka_unit_test(chunked_bodies_are_read),
        cmocka_unit_test(bodies_of_every_kind),
        cmocka_unit_test(bodies_that_are_refused),
        cmocka_unit_test(errors_have_the_form_of_their_face),
        cmocka_unit_test(head_and_options),
        cmocka_unit_test(who_may),
        cmocka_unit_test(a_prefix_leads_to_the_same_page),
        cmocka_unit_test(acts_have_a_price),
        cmocka_unit_test(forms_prove_where_they_come_from),
        cmocka_unit_test(waiting_requests_never_stall),
        cmocka_unit_test(clients_may_leave_while_waiting),
        cmocka_unit_test(stopping_answers_what_was_accepted),
        cmocka_unit_test(a_taken_port_is_an_error),
    };
    return cmocka_run_group_tests(tests, stage_open, stage_close);
}

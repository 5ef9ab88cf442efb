/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One request on its way: what is read of it, what of it is left for the next. */
#include "http/conn.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "scratch.h"
#include "stage.h"
#include "wire.h"

#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"

enum { BODY_MAX = 64 * 1024 }; /* of the stage */

/* --- the body --- */

/* "a=" and letters: n bytes in all. */
static char *body_of(size_t n)
{
    char *body = malloc(n + 1);
    assert_non_null(body);
    memset(body, 'x', n);
    memcpy(body, "a=", 2);
    body[n] = '\0';
    return body;
}

static void a_body_may_be_as_long_as_the_limit(void **state)
{
    struct wire wire;
    char *most = body_of(BODY_MAX), *more = body_of(BODY_MAX + 1);
    wire_open(&wire, stage_port(state));
    wire_post(&wire, "/api/params", FORM, most);
    assert_int_equal(wire.status, 200);
    assert_int_equal(wire.body.n, BODY_MAX + 1); /* and the end of the line */
    wire_post(&wire, "/api/params", FORM, more);
    assert_int_equal(wire.status, 413);
    wire_get(&wire, "/api/hello", ""); /* the connection lives on */
    assert_int_equal(wire.status, 200);
    wire_close(&wire);
    free(most);
    free(more);
}

/* A length that was not told is counted as it comes. */
static void a_body_in_pieces_has_the_same_limit(void **state)
{
    enum { PIECE = 16 * 1024 };
    struct wire wire;
    char *piece = body_of(PIECE);
    wire_open(&wire, stage_port(state));
    for (int n = 4; n <= 5; n++) {
        wire_send(&wire, STR("POST /api/params HTTP/1.1\r\nHost: h\r\n" FORM
                             "Transfer-Encoding: chunked\r\n\r\n"));
        for (int i = 0; i < n; i++) {
            wire_send(&wire, STR("4000\r\n"));
            wire_send(&wire, (struct str){piece, PIECE});
            wire_send(&wire, STR("\r\n"));
        }
        wire_send(&wire, STR("0\r\n\r\n"));
        assert_true(wire_read(&wire));
        assert_int_equal(wire.status, n == 4 ? 200 : 413);
    }
    wire_close(&wire);
    free(piece);
}

static void who_asks_first_is_told_before_sending(void **state)
{
    struct wire wire;
    wire_open(&wire, stage_port(state));
    wire_send(&wire, STR("POST /api/params HTTP/1.1\r\nHost: h\r\n" FORM
                         "Content-Length: 65537\r\nExpect: 100-continue\r\n\r\n"));
    assert_true(wire_read(&wire)); /* nothing was sent */
    assert_int_equal(wire.status, 413);
    wire_close(&wire);
}

static void lengths_that_are_none_are_refused(void **state)
{
    static const char *const lengths[] = {"-1", "+1", "1a", "0x1", "99999999999999999999"};
    for (size_t i = 0; i < COUNT(lengths); i++) {
        struct wire wire;
        char text[256];
        int n =
            snprintf(text, sizeof text,
                     "POST /api/params HTTP/1.1\r\nHost: h\r\n" FORM "Content-Length: %s\r\n\r\na",
                     lengths[i]);
        wire_open(&wire, stage_port(state));
        wire_send(&wire, (struct str){text, (size_t)n});
        assert_true(!wire_read(&wire) || (wire.status >= 400 && wire.status < 500));
        wire_close(&wire);
    }
}

/* --- from one request to the next --- */

static void nothing_is_left_for_the_next_request(void **state)
{
    struct wire wire;
    char *body = body_of(BODY_MAX);
    wire_open(&wire, stage_port(state));
    for (int i = 0; i < 20; i++) {
        wire_post(&wire, "/api/params?q=1", FORM "Authorization: Bearer p7\r\n", body);
        assert_int_equal(wire.status, 200);
        wire_post(&wire, "/api/params", "", "");
        assert_str(wire.body, "");
        wire_get(&wire, "/api/me", "");
        assert_int_equal(wire.status, 401);
        wire_get(&wire, "/api/gone", "");
        wire_get(&wire, "/api/hello", "");
        assert_int_equal(wire.status, 200);
        assert_null(wire_header(&wire, "WWW-Authenticate").p);
    }
    wire_close(&wire);
    free(body);
}

/* --- the first line and the header --- */

static void the_query_begins_at_the_first_mark(void **state)
{
    struct wire wire;
    wire_open(&wire, stage_port(state));
    wire_get(&wire, "/api/params?a=1?b=2&c=%3F", "");
    assert_str(wire.body, "a=1?b=2\nc=?\n");
    wire_get(&wire, "/api/params?", "");
    assert_str(wire.body, "");
    wire_get(&wire, "/api/params", "");
    assert_str(wire.body, "");
    wire_close(&wire);
}

static void names_of_headers_are_of_any_case_and_methods_are_not(void **state)
{
    static const char *const methods[] = {"get", "Post", "BREW", "CONNECT"};
    struct wire wire;
    wire_open(&wire, stage_port(state));
    wire_get(&wire, "/api/me", "AUTHORIZATION: Bearer p7\r\n");
    assert_int_equal(wire.status, 200);
    wire_get(&wire, "/api/me", "authorization: Bearer p7\r\n");
    assert_int_equal(wire.status, 200);
    wire_close(&wire);
    for (size_t i = 0; i < COUNT(methods); i++) {
        char text[128];
        int n =
            snprintf(text, sizeof text, "%s /api/hello HTTP/1.1\r\nHost: h\r\n\r\n", methods[i]);
        wire_open(&wire, stage_port(state));
        wire_send(&wire, (struct str){text, (size_t)n});
        assert_true(wire_read(&wire));
        assert_int_equal(wire.status, 405);
        wire_close(&wire);
    }
}

/* --- who is there --- */

static void credentials_are_those_that_the_face_looks_at(void **state)
{
    (void)state;
    struct conn conn = {.face = FACE_PAGE};
    assert_false(conn_has_credentials(&conn));
    conn.in.cookie = STR("");
    assert_true(conn_has_credentials(&conn)); /* whether it holds or not */
    conn.face = FACE_API;
    assert_false(conn_has_credentials(&conn)); /* it sees no cookies */
    conn.in.authorization = STR("nonsense");
    assert_true(conn_has_credentials(&conn));
    conn.face = FACE_PAGE;
    conn.in.cookie = (struct str){0};
    assert_true(conn_has_credentials(&conn));
}

static void two_arrivals(struct http_options *options)
{
    options->limit[COST_ARRIVAL] = 2;
    options->limit_bearer = 1;
}

/* From another address of this machine. */
static void wire_open_from(struct wire *wire, uint16_t port, const char *address)
{
    struct timeval patience = {.tv_sec = 10};
    struct sockaddr_in from = {.sin_family = AF_INET};
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    assert_int_equal(inet_pton(AF_INET, address, &from.sin_addr), 1);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    *wire = (struct wire){.bytes = malloc(WIRE_MAX)};
    assert_non_null(wire->bytes);
    wire->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(wire->fd >= 0);
    assert_int_equal(setsockopt(wire->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), 0);
    assert_int_equal(bind(wire->fd, (const struct sockaddr *)&from, sizeof from), 0);
    assert_int_equal(connect(wire->fd, (const struct sockaddr *)&to, sizeof to), 0);
}

static int arrive_from(struct http_server *server, const char *address, const char *headers)
{
    struct wire wire;
    wire_open_from(&wire, http_port(server), address);
    wire_post(&wire, "/api/arrive", headers, "");
    int status = wire.status;
    wire_close(&wire);
    return status;
}

/* The address of the connection, whatever a header says, whichever port it came from. */
static void arrivals_are_counted_by_address(void **state)
{
    struct http_server *server = stage_start(*state, two_arrivals);
    assert_int_equal(arrive_from(server, "127.0.0.1", ""), 200);
    assert_int_equal(arrive_from(server, "127.0.0.1", ""), 200);
    assert_int_equal(arrive_from(server, "127.0.0.1", ""), 429);
    assert_int_equal(arrive_from(server, "127.0.0.1", "X-Forwarded-For: 192.0.2.1\r\n"), 429);
    assert_int_equal(arrive_from(server, "127.0.0.2", ""), 200);
    assert_int_equal(arrive_from(server, "127.0.0.2", "X-Forwarded-For: 127.0.0.1\r\n"), 200);
    assert_int_equal(arrive_from(server, "127.0.0.2", ""), 429);
    http_stop(server);
}

/* People behind one address do not hinder each other's apps. */
static void arrivals_with_a_token_are_counted_by_it(void **state)
{
    struct http_server *server = stage_start(*state, two_arrivals);
    assert_int_equal(arrive_from(server, "127.0.0.1", ""), 200);
    assert_int_equal(arrive_from(server, "127.0.0.1", ""), 200);
    assert_int_equal(arrive_from(server, "127.0.0.1", ""), 429);
    assert_int_equal(arrive_from(server, "127.0.0.1", "Authorization: Bearer app\r\n"), 200);
    assert_int_equal(arrive_from(server, "127.0.0.1", "Authorization: Bearer app\r\n"), 429);
    assert_int_equal(arrive_from(server, "127.0.0.3", "Authorization: Bearer app\r\n"), 429);
    assert_int_equal(arrive_from(server, "127.0.0.1", "Authorization: Bearer app2\r\n"), 200);
    assert_int_equal(arrive_from(server, "127.0.0.1", "Authorization: Bearer wrong\r\n"), 401);
    http_stop(server);
}

/* Eight times as much from all addresses that begin alike. */
static void a_neighbourhood_has_a_limit_as_well(void **state)
{
    struct http_server *server = stage_start(*state, two_arrivals);
    char address[32];
    for (int i = 1; i <= 16; i++) {
        (void)snprintf(address, sizeof address, "127.0.5.%d", i);
        assert_int_equal(arrive_from(server, address, ""), 200);
    }
    assert_int_equal(arrive_from(server, "127.0.5.17", ""), 429);
    assert_int_equal(arrive_from(server, "127.0.6.1", ""), 200);
    http_stop(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_may_be_as_long_as_the_limit),
        cmocka_unit_test(a_body_in_pieces_has_the_same_limit),
        cmocka_unit_test(who_asks_first_is_told_before_sending),
        cmocka_unit_test(lengths_that_are_none_are_refused),
        cmocka_unit_test(nothing_is_left_for_the_next_request),
        cmocka_unit_test(the_query_begins_at_the_first_mark),
        cmocka_unit_test(names_of_headers_are_of_any_case_and_methods_are_not),
        cmocka_unit_test(credentials_are_those_that_the_face_looks_at),
        cmocka_unit_test(arrivals_are_counted_by_address),
        cmocka_unit_test(arrivals_with_a_token_are_counted_by_it),
        cmocka_unit_test(a_neighbourhood_has_a_limit_as_well),
    };
    return cmocka_run_group_tests(tests, stage_open, stage_close);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* WebSocket (RFC 6455) on a real server, frame by frame. */
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "http/stream.h"
#include "http/websocket.h"
#include "scratch.h"
#include "stage.h"
#include "wire.h"

enum { TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10, FIN = 0x80, MASKED = 0x80 };

#define ASK                                                                                        \
    "GET /api/socket HTTP/1.1\r\nHost: chorus.test\r\nUpgrade: websocket\r\n"                      \
    "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"

static void open_socket(struct wire *wire, uint16_t port)
{
    wire_open(wire, port);
    wire_send(wire, STR(ASK "Sec-WebSocket-Version: 13\r\n\r\n"));
    assert_true(wire_read_head(wire));
    assert_int_equal(wire->status, 101);
}

/* A masked frame, as clients must send it; at most 65535 bytes. */
static void send_frame(struct wire *wire, unsigned first, struct str data)
{
    static const unsigned char mask[4] = {0x37, 0xfa, 0x21, 0x3d};
    static char frame[70000];
    size_t n = 0;
    frame[n++] = (char)first;
    if (data.n < 126) {
        frame[n++] = (char)(MASKED | data.n);
    } else {
        frame[n++] = (char)(MASKED | 126);
        frame[n++] = (char)(data.n >> 8);
        frame[n++] = (char)(data.n & 0xFF);
    }
    memcpy(frame + n, mask, 4);
    n += 4;
    for (size_t i = 0; i < data.n; i++)
        frame[n++] = (char)((unsigned char)data.p[i] ^ mask[i % 4]);
    wire_send(wire, (struct str){frame, n});
}

/* Expects one short unmasked frame. */
static void expect_frame(struct wire *wire, unsigned opcode, struct str data)
{
    char frame[200];
    frame[0] = (char)(FIN | opcode);
    frame[1] = (char)data.n;
    memcpy(frame + 2, data.p, data.n);
    frame[data.n + 2] = '\0';
    assert_true(wire_read_until(wire, frame));
    assert_int_equal(wire->used, data.n + 2); /* nothing came before it */
}

static void the_handshake(void **state)
{
    struct wire wire;
    open_socket(&wire, stage_port(state));
    assert_str(wire_header(&wire, "Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    assert_str(wire_header(&wire, "Upgrade"), "websocket");
    assert_str(wire_header(&wire, "Sec-WebSocket-Protocol"), "chat");
    wire_close(&wire);
}

static void what_is_no_handshake(void **state)
{
    static const char *const requests[] = {
        "GET /api/socket HTTP/1.1\r\nHost: chorus.test\r\n\r\n",
        ASK "Sec-WebSocket-Version: 8\r\n\r\n",
        "GET /api/socket HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n",
        "GET /api/socket HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n\r\n",
    };
    for (size_t i = 0; i < COUNT(requests); i++) {
        struct wire wire;
        wire_open(&wire, stage_port(state));
        wire_send(&wire, str_of(requests[i]));
        assert_true(wire_read(&wire));
        assert_int_equal(wire.status, 400);
        wire_close(&wire);
    }
}

static void messages_both_ways(void **state)
{
    struct wire wire;
    open_socket(&wire, stage_port(state));
    send_frame(&wire, FIN | TEXT, STR("me too"));
    expect_frame(&wire, TEXT, STR("me too"));
    send_frame(&wire, TEXT, STR("in two "));
    send_frame(&wire, FIN, STR("parts"));
    expect_frame(&wire, TEXT, STR("in two parts"));
    send_frame(&wire, FIN | PING, STR("there?"));
    expect_frame(&wire, PONG, STR("there?"));
    send_frame(&wire, FIN | BINARY, STR("ignored"));
    stage_publish(*state, "news");
    expect_frame(&wire, TEXT, STR("news"));
    wire_close(&wire);
}

static void closing_by_the_client(void **state)
{
    struct wire wire;
    open_socket(&wire, stage_port(state));
    send_frame(&wire, FIN | CLOSE, STR("\x03\xe8"));
    expect_frame(&wire, CLOSE, STR("\x03\xe8"));
    assert_true(wire_is_over(&wire));
    wire_close(&wire);
}

static void closing_by_the_server(void **state)
{
    struct wire wire;
    open_socket(&wire, stage_port(state));
    send_frame(&wire, FIN | TEXT, STR("bye"));
    expect_frame(&wire, CLOSE, STR("\x03\xe8"));
    send_frame(&wire, FIN | CLOSE, STR("\x03\xe8"));
    assert_true(wire_is_over(&wire));
    wire_close(&wire);
}

static void what_breaks_the_protocol_ends_it(void **state)
{
    static const struct {
        unsigned first;
        struct str data;
        const char *code;
    } cases[] = {
        {FIN | TEXT, STR_INIT("\xFF\xFE"), "\x03\xef"}, /* no UTF-8: 1007 */
        {FIN | TEXT | 0x40, STR_INIT("x"), "\x03\xea"}, /* a reserved bit: 1002 */
        {FIN | 3, STR_INIT("x"), "\x03\xea"},           /* a reserved opcode */
        {FIN, STR_INIT("goes on from nothing"), "\x03\xea"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wire wire;
        open_socket(&wire, stage_port(state));
        send_frame(&wire, cases[i].first, cases[i].data);
        expect_frame(&wire, CLOSE, str_of(cases[i].code));
        shutdown(wire.fd, SHUT_WR);
        assert_true(wire_is_over(&wire));
        wire_close(&wire);
    }
}

static void a_message_has_a_limit(void **state)
{
    static char large[65000];
    struct wire wire;
    memset(large, 'y', sizeof large);
    open_socket(&wire, stage_port(state));
    send_frame(&wire, TEXT, (struct str){large, sizeof large});
    send_frame(&wire, FIN, (struct str){large, sizeof large});
    expect_frame(&wire, CLOSE, STR("\x03\xf1")); /* 1009 */
    wire_close(&wire);
}

/* More than is read in one turn, and all of it is read. */
static void much_is_read_in_turns(void **state)
{
    char nothing[125] = {0};
    struct wire wire;
    open_socket(&wire, stage_port(state));
    for (int i = 0; i < 3 * WEBSOCKET_TURN_MAX / 125; i++)
        send_frame(&wire, FIN | BINARY, (struct str){nothing, sizeof nothing});
    send_frame(&wire, FIN | PING, STR("still there?"));
    expect_frame(&wire, PONG, STR("still there?"));
    wire_close(&wire);
}

static void a_flood_of_messages_ends_it(void **state)
{
    struct wire wire;
    open_socket(&wire, stage_port(state));
    for (int i = 0; i <= WEBSOCKET_MESSAGES_MAX; i++)
        send_frame(&wire, FIN | PONG, STR(""));
    expect_frame(&wire, CLOSE, STR("\x03\xf0")); /* 1008 */
    shutdown(wire.fd, SHUT_WR);
    assert_true(wire_is_over(&wire));
    wire_close(&wire);
}

static void an_unmasked_frame_ends_it(void **state)
{
    struct wire wire;
    open_socket(&wire, stage_port(state));
    wire_send(&wire, STR("\x81\x02hi"));
    assert_true(wire_read_until(&wire, "\x03\xea"));
    wire_close(&wire);
}

static void stopping_says_goodbye(void **state)
{
    struct http_server *server = stage_start(*state, NULL);
    struct wire wire;
    open_socket(&wire, http_port(server));
    send_frame(&wire, FIN | CLOSE, STR("\x03\xe8"));
    expect_frame(&wire, CLOSE, STR("\x03\xe8"));
    struct wire other;
    open_socket(&other, http_port(server));
    shutdown(other.fd, SHUT_WR);
    http_stop(server);
    assert_true(wire_is_over(&wire));
    wire_close(&wire);
    wire_close(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_handshake),
        cmocka_unit_test(what_is_no_handshake),
        cmocka_unit_test(messages_both_ways),
        cmocka_unit_test(closing_by_the_client),
        cmocka_unit_test(closing_by_the_server),
        cmocka_unit_test(what_breaks_the_protocol_ends_it),
        cmocka_unit_test(a_message_has_a_limit),
        cmocka_unit_test(much_is_read_in_turns),
        cmocka_unit_test(a_flood_of_messages_ends_it),
        cmocka_unit_test(an_unmasked_frame_ends_it),
        cmocka_unit_test(stopping_says_goodbye),
    };
    return cmocka_run_group_tests(tests, stage_open, stage_close);
}

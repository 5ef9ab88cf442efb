/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Server-sent events on a real server: what arrives, who leaves, who falls behind, the end. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "http/stream.h"
#include "scratch.h"
#include "stage.h"
#include "wire.h"

static void open_events(struct wire *wire, uint16_t port)
{
    wire_open(wire, port);
    wire_send(wire, STR("GET /api/events HTTP/1.1\r\nHost: chorus.test\r\n\r\n"));
    assert_true(wire_read_head(wire));
    assert_int_equal(wire->status, 200);
    assert_true(wire_read_until(wire, ":thump\n"));
}

/* Waits for what another thread does; fails after ten seconds. */
static void wait_for_count(int64_t wanted)
{
    for (int i = 0; i < 10000 && stream_count() != wanted; i++)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    assert_int_equal(stream_count(), wanted);
}

static void events_reach_every_stream(void **state)
{
    struct wire wires[20];
    for (size_t i = 0; i < COUNT(wires); i++)
        open_events(&wires[i], stage_port(state));
    assert_int_equal(stream_count(), COUNT(wires));
    struct str type = wire_header(&wires[0], "Content-Type");
    assert_true(str_starts(type, STR("text/event-stream")));
    assert_str(wire_header(&wires[0], "Cache-Control"), "no-store");
    assert_str(wire_header(&wires[0], "X-Accel-Buffering"), "no");
    assert_str(wire_header(&wires[0], "Access-Control-Allow-Origin"), "*");
    stage_publish(*state, "one");
    stage_publish(*state, "two\nlines");
    for (size_t i = 0; i < COUNT(wires); i++) {
        assert_true(wire_read_until(&wires[i], "event: update\ndata: one\n\n"));
        assert_true(wire_read_until(&wires[i], "event: update\ndata: two\ndata: lines\n\n"));
        wire_close(&wires[i]);
    }
    wait_for_count(0);
}

static void other_requests_go_on(void **state)
{
    struct wire stream;
    struct wire other;
    open_events(&stream, stage_port(state));
    wire_open(&other, stage_port(state));
    wire_post(&other, "/api/wait?text=through", "", "");
    assert_str(other.body, "through");
    wire_send(&stream, STR("what a reader says is ignored\r\n\r\n"));
    stage_publish(*state, "still here");
    assert_true(wire_read_until(&stream, "data: still here\n\n"));
    wire_close(&other);
    wire_close(&stream);
    wait_for_count(0);
}

static void head_opens_no_stream(void **state)
{
    struct wire wire;
    wire_open(&wire, stage_port(state));
    wire_send(&wire, STR("HEAD /api/events HTTP/1.1\r\nHost: chorus.test\r\n\r\n"));
    assert_true(wire_read_head(&wire));
    assert_int_equal(wire.status, 200);
    assert_int_equal(stream_count(), 0);
    wire_close(&wire);
}

static void who_falls_behind_is_closed(void **state)
{
    static char large[64 * 1024];
    struct wire wire;
    memset(large, 'x', sizeof large - 1);
    wire_open(&wire, stage_port(state));
    int small = 4096;
    assert_int_equal(setsockopt(wire.fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small), 0);
    wire_send(&wire, STR("GET /api/events HTTP/1.1\r\nHost: chorus.test\r\n\r\n"));
    assert_true(wire_read_head(&wire));
    /* What the kernel holds for a reader is bounded: some megabytes are enough. */
    for (int i = 0; i < 400 && stream_count() > 0; i++) {
        stage_publish(*state, large);
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    wait_for_count(0);
    wire_close(&wire);
}

static void few_streams(struct http_options *options)
{
    options->connections_max = 3;
    options->workers = 1;
}

static void there_is_a_limit(void **state)
{
    struct http_server *server = stage_start(*state, few_streams);
    struct wire wires[3];
    struct wire wire;
    for (size_t i = 0; i < COUNT(wires); i++)
        open_events(&wires[i], http_port(server));
    wire_open(&wire, http_port(server));
    wire_get(&wire, "/api/events", "");
    assert_int_equal(wire.status, 503);
    assert_non_null(wire_header(&wire, "Retry-After").p);
    wire_close(&wire);
    for (size_t i = 0; i < COUNT(wires); i++)
        wire_close(&wires[i]);
    wait_for_count(0);
    http_stop(server);
}

static void stopping_ends_streams(void **state)
{
    struct http_server *server = stage_start(*state, NULL);
    struct wire wires[5];
    for (size_t i = 0; i < COUNT(wires); i++)
        open_events(&wires[i], http_port(server));
    http_stop(server);
    for (size_t i = 0; i < COUNT(wires); i++) {
        assert_true(wire_is_over(&wires[i]));
        wire_close(&wires[i]);
    }
    assert_int_equal(stream_count(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_reach_every_stream), cmocka_unit_test(other_requests_go_on),
        cmocka_unit_test(head_opens_no_stream),      cmocka_unit_test(who_falls_behind_is_closed),
        cmocka_unit_test(there_is_a_limit),          cmocka_unit_test(stopping_ends_streams),
    };
    return cmocka_run_group_tests(tests, stage_open, stage_close);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Listening addresses: both forms, what is none, a port that is taken. */
#include "command/listen.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "scratch.h"

static struct arena arena;

static int make_arena(void **state)
{
    (void)state;
    return arena_init(&arena, (size_t)1 << 20) == OK ? 0 : -1;
}

static int end_arena(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static void both_forms(void **state)
{
    (void)state;
    struct listen_address address;
    assert_int_equal(listen_parse(&arena, STR("127.0.0.1:8080"), &address), OK);
    assert_str(address.host, "127.0.0.1");
    assert_int_equal(address.port, 8080);
    assert_str(listen_text(&arena, &address), "127.0.0.1:8080");
    assert_int_equal(listen_parse(&arena, STR("[::1]:0"), &address), OK);
    assert_str(address.host, "::1");
    assert_int_equal(address.port, 0);
    assert_str(listen_text(&arena, &address), "[::1]:0");
}

static void what_is_none(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",      "127.0.0.1", "127.0.0.1:",  ":80",    "127.0.0.1:65536", "127.0.0.1:-1",
        "[::1]", "[::1]80",   "[::1:80",     "::1:80", "localhost:80",    "127.0.0.1:80x",
        "[]:80", "127.1:80",  "[1.2.3.4]:80"};
    struct listen_address address = {.port = 7};
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_int_equal(listen_parse(&arena, str_of(wrong[i]), &address), ERR_BAD_INPUT);
    assert_int_equal(address.port, 7);
}

static void a_taken_port(void **state)
{
    (void)state;
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof place;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (const struct sockaddr *)&place, size), 0);
    assert_int_equal(listen(fd, 1), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&place, &size), 0);

    struct listen_address address = {.host = STR("127.0.0.1"), .port = ntohs(place.sin_port)};
    assert_int_equal(listen_probe(&address), ERR_CONFLICT);
    close(fd);
    assert_int_equal(listen_probe(&address), OK);
    address.port = 0;
    assert_int_equal(listen_probe(&address), OK);
    assert_int_not_equal(address.port, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_forms),
        cmocka_unit_test(what_is_none),
        cmocka_unit_test(a_taken_port),
    };
    return cmocka_run_group_tests_name("listen", tests, make_arena, end_arena);
}

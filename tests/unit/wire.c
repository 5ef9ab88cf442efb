/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The client behind wire.h. */
#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "scratch.h"

void wire_open(struct wire *wire, uint16_t port)
{
    *wire = (struct wire){.bytes = malloc(WIRE_MAX)};
    assert_non_null(wire->bytes);
    wire->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(wire->fd >= 0);
    struct timeval patience = {.tv_sec = 10};
    int on = 1;
    assert_int_equal(setsockopt(wire->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), 0);
    assert_int_equal(setsockopt(wire->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), 0);
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(port)};
    in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(wire->fd, (const struct sockaddr *)&in, sizeof in), 0);
}

void wire_close(struct wire *wire)
{
    close(wire->fd);
    free(wire->bytes);
    *wire = (struct wire){.fd = -1};
}

void wire_send(struct wire *wire, struct str bytes)
{
    while (bytes.n > 0) {
        ssize_t n = send(wire->fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (n <= 0)
            return; /* the peer has closed: reading will tell */
        bytes = str_sub(bytes, (size_t)n, bytes.n);
    }
}

static void forget_used(struct wire *wire)
{
    memmove(wire->bytes, wire->bytes + wire->used, wire->n - wire->used);
    wire->n -= wire->used;
    wire->used = 0;
}

static bool read_more(struct wire *wire)
{
    assert_true(wire->n < WIRE_MAX);
    errno = 0;
    ssize_t n = recv(wire->fd, wire->bytes + wire->n, WIRE_MAX - wire->n, 0);
    if (n <= 0)
        return false;
    wire->n += (size_t)n;
    return true;
}

static struct str bytes_of(const struct wire *wire)
{
    return (struct str){wire->bytes, wire->n};
}

bool wire_read_head(struct wire *wire)
{
    forget_used(wire);
    size_t end;
    while ((end = str_search(bytes_of(wire), STR("\r\n\r\n"))) == wire->n) {
        if (!read_more(wire))
            return false;
    }
    wire->head = str_sub(bytes_of(wire), 0, end + 2);
    wire->body = STR("");
    wire->used = end + 4;
    int64_t status = 0;
    assert_true(str_i64(str_sub(wire->head, 9, 3), &status));
    wire->status = (int)status;
    return true;
}

bool wire_read(struct wire *wire)
{
    if (!wire_read_head(wire))
        return false;
    int64_t length = 0;
    struct str text = wire_header(wire, "Content-Length");
    if (text.p != NULL && wire->status != 304)
        assert_true(str_i64(text, &length));
    size_t whole = wire->used + (size_t)length;
    while (wire->n < whole) {
        if (!read_more(wire))
            return false;
    }
    wire->body = str_sub(bytes_of(wire), wire->used, (size_t)length);
    wire->used = whole;
    return true;
}

bool wire_read_until(struct wire *wire, const char *text)
{
    forget_used(wire);
    struct str wanted = str_of(text);
    size_t at;
    while ((at = str_search(bytes_of(wire), wanted)) == wire->n) {
        if (!read_more(wire))
            return false;
    }
    wire->used = at + wanted.n;
    return true;
}

bool wire_is_over(struct wire *wire)
{
    forget_used(wire);
    return wire->n == 0 && !read_more(wire) && errno != EAGAIN;
}

void wire_get(struct wire *wire, const char *target, const char *more_headers)
{
    char text[8192];
    int n = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: chorus.test\r\n%s\r\n", target,
                     more_headers);
    wire_send(wire, (struct str){text, (size_t)n});
    assert_true(wire_read(wire));
}

void wire_post(struct wire *wire, const char *target, const char *more_headers, const char *body)
{
    static char text[256 * 1024];
    int n = snprintf(text, sizeof text,
                     "POST %s HTTP/1.1\r\nHost: chorus.test\r\nContent-Length: %zu\r\n%s\r\n%s",
                     target, strlen(body), more_headers, body);
    wire_send(wire, (struct str){text, (size_t)n});
    assert_true(wire_read(wire));
}

struct str wire_header(const struct wire *wire, const char *name)
{
    struct str rest = wire->head;
    while (rest.p != NULL) {
        struct str line = str_cut(&rest, '\n');
        struct str given = str_cut(&line, ':');
        if (line.p != NULL && str_eq_nocase(given, str_of(name)))
            return str_trim(line);
    }
    return (struct str){0};
}

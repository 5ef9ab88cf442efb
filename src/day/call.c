/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One request, one answer, one connection (call.h). */
#include "day/call.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "day/scan.h"

enum { ANSWER_SECONDS = 30 };

int call_connect(const struct choices *choices, int seconds)
{
    int fd = socket(choices->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int one = 1;
    if (fd < 0)
        return -1;
    struct timeval patience = {.tv_sec = seconds};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    const struct sockaddr_storage *address = &choices->address;
    if (connect(fd, (const struct sockaddr *)(const void *)address, choices->address_bytes) == 0)
        return fd;
    int why = errno;
    close(fd);
    errno = why;
    return -1;
}

static bool send_all(int fd, struct str s)
{
    while (s.n > 0) {
        ssize_t n = send(fd, s.p, s.n, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        s = str_sub(s, (size_t)n, s.n);
    }
    return true;
}

/* The whole answer; the connection is closed by the server after it. */
static void receive(int fd, struct buf *out)
{
    enum { STEP = 65536 };
    while (buf_reserve(out, STEP)) {
        ssize_t n = recv(fd, out->p + out->n, STEP, 0);
        if (n <= 0)
            return;
        out->n += (size_t)n;
    }
}

static void put_request(struct buf *out, const struct choices *choices, const struct call *call)
{
    buf_printf(out, "%s %.*s HTTP/1.1\r\nHost: %.*s\r\nConnection: close\r\n", call->method,
               STRF(call->path), STRF(choices->host));
    if (call->token.p != NULL)
        buf_printf(out, "Authorization: Bearer %.*s\r\n", STRF(call->token));
    if (call->body.p != NULL)
        buf_printf(out, "Content-Type: application/json\r\nContent-Length: %zu\r\n", call->body.n);
    buf_put(out, STR("\r\n"));
    buf_put(out, call->body);
}

int call_send(const struct choices *choices, const struct call *call, struct buf *body)
{
    buf_clear(body);
    int fd = call_connect(choices, ANSWER_SECONDS);
    if (fd < 0)
        return 0;
    put_request(body, choices, call);
    bool is_sent = buf_ok(body) && send_all(fd, buf_str(body));
    buf_clear(body);
    if (is_sent)
        receive(fd, body);
    close(fd);
    struct scan_head head;
    if (!scan_head(buf_str(body), &head))
        return 0;
    size_t left = body->n - head.head_bytes;
    if (head.body_bytes >= 0 && (size_t)head.body_bytes != left)
        return 0;
    memmove(body->p, body->p + head.head_bytes, left);
    body->n = left;
    return head.status;
}

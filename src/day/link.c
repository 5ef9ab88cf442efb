/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sending and receiving (link.h). */
#include "day/link.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "day/call.h"
#include "day/scan.h"

enum err link_room_open(struct link_room *room, struct arena *arena, int connections)
{
    *room = (struct link_room){.epoll = epoll_create1(EPOLL_CLOEXEC)};
    room->buffer = arena_array(arena, char, LINK_CARRY + LINK_BUFFER);
    room->carry = arena_take(arena, (size_t)connections, LINK_CARRY, 1);
    return room->epoll < 0 ? ERR_SYSTEM : OK;
}

bool link_open(struct link *link, struct link_room *room, const struct choices *choices,
               uint32_t index)
{
    enum { CONNECT_SECONDS = 2 };
    link->fd = call_connect(choices, CONNECT_SECONDS);
    if (link->fd < 0)
        return false;
    fcntl(link->fd, F_SETFL, O_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP | EPOLLET, .data.u32 = index};
    if (epoll_ctl(room->epoll, EPOLL_CTL_ADD, link->fd, &event) != 0) {
        close(link->fd);
        return false;
    }
    link->state = LINK_IDLE;
    return true;
}

void link_close(struct link *link)
{
    if (link->state != LINK_DOWN)
        close(link->fd);
    link->state = LINK_DOWN;
}

bool link_send(struct link *link, struct link_room *room, struct str request)
{
    enum { PATIENCE_MS = 10000 };
    link->carried = 0;
    link->is_taken = false;
    while (request.n > 0) {
        ssize_t n = send(link->fd, request.p, request.n, MSG_NOSIGNAL);
        if (n > 0) {
            room->sent += n;
            request = str_sub(request, (size_t)n, request.n);
            continue;
        }
        struct pollfd wait = {.fd = link->fd, .events = POLLOUT};
        if (errno != EAGAIN || poll(&wait, 1, PATIENCE_MS) <= 0)
            return false;
    }
    return true;
}

/* --- receiving --- */

static const struct str last_chunk = STR_INIT("0\r\n\r\n");

/* Throws away; true at the end of the answer. */
static bool skip(struct link *link, struct str bytes)
{
    if (link->left >= 0) {
        link->left -= (int64_t)bytes.n;
        return link->left <= 0;
    }
    size_t n = bytes.n < sizeof link->tail ? bytes.n : sizeof link->tail;
    memmove(link->tail, link->tail + n, sizeof link->tail - n);
    memcpy(link->tail + sizeof link->tail - n, bytes.p + bytes.n - n, n);
    return memcmp(link->tail, last_chunk.p, sizeof link->tail) == 0;
}

static enum link_event carry(struct link *link, char *kept, struct str bytes)
{
    if (bytes.n > LINK_CARRY)
        return LINK_BROKE;
    memcpy(kept, bytes.p, bytes.n);
    link->carried = (uint16_t)bytes.n;
    return LINK_WAITS;
}

static void read_values(struct link *link, const struct scan_head *head, struct str body)
{
    link->status = head->status;
    link->is_last = head->is_last;
    link->has_retry = head->has_retry;
    link->id = link->parent = 0;
    if (link->job.kind == JOB_READ || link->is_sign_up)
        return;
    link->id = scan_id(body, STR("\"id\":\""));
    if (link->job.kind == JOB_COMMENT)
        link->parent = scan_id(body, STR("\"in_reply_to_id\":\""));
}

/* The beginning of an answer, with what was carried of it. */
static enum link_event take(struct link *link, struct link_room *room, char *kept, size_t n)
{
    char *at = room->buffer + LINK_CARRY - link->carried;
    memcpy(at, kept, link->carried);
    struct str bytes = {at, link->carried + n};
    struct scan_head head;
    if (!scan_head(bytes, &head))
        return carry(link, kept, bytes);
    struct str body = str_sub(bytes, head.head_bytes, bytes.n);
    bool is_whole =
        head.body_bytes >= 0 ? (int64_t)body.n >= head.body_bytes : str_ends(body, last_chunk);
    if (!is_whole && bytes.n <= LINK_CARRY)
        return carry(link, kept, bytes);
    read_values(link, &head, body);
    link->is_taken = true;
    link->left = head.body_bytes < 0 ? -1 : head.body_bytes - (int64_t)body.n;
    if (!is_whole) {
        skip(link, head.body_bytes < 0 ? body : STR(""));
        body = STR("");
    }
    room->answer.body = body;
    return is_whole ? LINK_ANSWERED : LINK_WAITS;
}

enum link_event link_receive(struct link *link, struct link_room *room, uint32_t index)
{
    char *kept = room->carry + (size_t)index * LINK_CARRY;
    enum link_event event = LINK_WAITS;
    ssize_t n = LINK_BUFFER;
    while (event == LINK_WAITS && n == LINK_BUFFER) {
        n = recv(link->fd, room->buffer + LINK_CARRY, LINK_BUFFER, 0);
        if (n < 0 && errno == EAGAIN)
            return LINK_WAITS;
        if (n <= 0 || link->state != LINK_ASKED)
            return LINK_BROKE;
        room->received += n;
        room->answer.body = STR("");
        if (!link->is_taken)
            event = take(link, room, kept, (size_t)n);
        else if (skip(link, (struct str){room->buffer + LINK_CARRY, (size_t)n}))
            event = LINK_ANSWERED;
    }
    room->answer.status = link->status;
    room->answer.id = link->id;
    room->answer.parent = link->parent;
    room->answer.has_retry = link->has_retry;
    return event;
}

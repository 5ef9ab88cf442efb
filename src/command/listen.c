/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading, trying and writing a listening address. The server itself listens (http/). */
#include "command/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"

union place {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static bool to_place(const struct listen_address *address, const char *host, union place *out,
                     socklen_t *size)
{
    memset(out, 0, sizeof *out);
    if (address->is_ipv6) {
        out->v6.sin6_family = AF_INET6;
        out->v6.sin6_port = htons(address->port);
        *size = sizeof out->v6;
        return inet_pton(AF_INET6, host, &out->v6.sin6_addr) == 1;
    }
    out->v4.sin_family = AF_INET;
    out->v4.sin_port = htons(address->port);
    *size = sizeof out->v4;
    return inet_pton(AF_INET, host, &out->v4.sin_addr) == 1;
}

enum err listen_parse(struct arena *arena, struct str text, struct listen_address *out)
{
    struct listen_address address = {.is_ipv6 = str_starts(text, STR("["))};
    union place place;
    socklen_t size;
    uint64_t port;
    struct str rest = address.is_ipv6 ? str_sub(text, 1, text.n) : text;
    address.host = str_cut(&rest, address.is_ipv6 ? ']' : ':');
    if (!rest.p || (address.is_ipv6 && !str_starts(rest, STR(":"))))
        return ERR_BAD_INPUT;
    if (address.is_ipv6)
        rest = str_sub(rest, 1, rest.n);
    if (!str_u64(rest, &port) || port > UINT16_MAX)
        return ERR_BAD_INPUT;
    address.port = (uint16_t)port;
    address.host = arena_str(arena, address.host);
    if (!to_place(&address, address.host.p, &place, &size))
        return ERR_BAD_INPUT;
    *out = address;
    return OK;
}

static enum err probe(int fd, struct listen_address *address)
{
    union place place;
    socklen_t size;
    int yes = 1;
    if (!to_place(address, address->host.p, &place, &size))
        return ERR_BAD_INPUT;
    /* a port that an earlier server left a moment ago is free */
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0)
        return ERR_SYSTEM;
    if (bind(fd, &place.any, size) != 0)
        return errno == EADDRINUSE ? ERR_CONFLICT : ERR_SYSTEM;
    if (getsockname(fd, &place.any, &size) != 0)
        return ERR_SYSTEM;
    address->port = ntohs(address->is_ipv6 ? place.v6.sin6_port : place.v4.sin_port);
    return OK;
}

enum err listen_probe(struct listen_address *address)
{
    int family = address->is_ipv6 ? AF_INET6 : AF_INET;
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        log_error("serve", "no socket: %s", strerrordesc_np(errno));
        return ERR_SYSTEM;
    }
    enum err err = probe(fd, address);
    if (err == ERR_SYSTEM)
        log_error("serve", "cannot listen: %s", strerrordesc_np(errno));
    close(fd);
    return err;
}

struct str listen_text(struct arena *arena, const struct listen_address *address)
{
    if (address->is_ipv6)
        return arena_printf(arena, "[%.*s]:%u", STRF(address->host), (unsigned)address->port);
    return arena_printf(arena, "%.*s:%u", STRF(address->host), (unsigned)address->port);
}

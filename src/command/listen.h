/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The listening address as it is given and shown: "127.0.0.1:8080", "[::1]:8080". */
#pragma once

#include "base/arena.h"

struct listen_address {
    struct str host; /* without brackets */
    uint16_t port;   /* 0: any free one */
    bool is_ipv6;
};

/* ERR_BAD_INPUT when it is neither form, or the host is no address (names are not looked up). */
NODISCARD enum err listen_parse(struct arena *arena, struct str text, struct listen_address *out);

/* Makes sure that nobody listens there yet, and turns port 0 into a free port. The server's own
 * listeners share their port between workers, so the system would also let a second server join.
 * ERR_CONFLICT when it is taken, ERR_SYSTEM (logged) when it cannot be had. */
NODISCARD enum err listen_probe(struct listen_address *address);

/* "127.0.0.1:8080" or "[::1]:8080". */
struct str listen_text(struct arena *arena, const struct listen_address *address);

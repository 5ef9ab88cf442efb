/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Single calls to the server, one after another, before and after the day: each waits for its
 * answer on a connection of its own. The day itself is loop.c's. */
#pragma once

#include "base/buf.h"
#include "day/choices.h"

struct call {
    const char *method;
    struct str path;
    struct str token; /* absent: none is sent */
    struct str body;  /* JSON; absent: none */
};

/* The status, with the body in *body (emptied before); 0 when there was no answer. */
int call_send(const struct choices *choices, const struct call *call, struct buf *body);

/* A connected TCP socket without delay to the server, or -1 (errno says why); waits at most
 * `seconds` for the connection, and for each sending and receiving. */
int call_connect(const struct choices *choices, int seconds);

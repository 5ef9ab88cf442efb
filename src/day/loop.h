/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The day itself: one thread, one epoll, every connection with at most one request on it. */
#pragma once

#include "day/ask.h"
#include "day/expect.h"
#include "day/gauge.h"
#include "day/link.h"
#include "day/plan.h"

struct loop {
    const struct choices *choices;
    struct plan *plan;
    struct crowd *crowd;
    struct expect *expect;
    struct gauge *gauge;
    const struct ask *ask;

    struct link_room room;
    struct link *links;
    char *request;  /* ASK_BYTES */
    uint32_t *idle; /* a stack of indices */
    uint32_t n_idle, n_busy, n_paused, n_down;
    int64_t wall_ns;    /* what turns monotonic time into time since 1970 */
    int64_t due_ns;     /* of the plan's next act */
    int64_t heard_ns;   /* the last answer */
    int64_t retried_ns; /* the last time it was tried to connect */
    uint64_t n_reads;
    double reads_owed;
    bool is_planned; /* nothing more comes from the plan */
    bool is_lost;    /* the server is gone */
};

/* Opens the connections. False (with a line on standard error) when not all can be had. */
NODISCARD bool loop_open(struct loop *loop, struct arena *arena);
/* Until everything was answered, the doomed voices are withdrawn, or the server is gone. */
void loop_run(struct loop *loop);
void loop_close(struct loop *loop);
/* Nanoseconds of the monotonic clock. */
int64_t loop_now_ns(void);

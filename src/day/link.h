/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One connection, kept open, with at most one request on it. One send and one recv a request:
 * what is received goes into a buffer that all connections share; only an answer that comes in
 * pieces is kept aside. Events are edge-triggered. */
#pragma once

#include "base/arena.h"
#include "day/choices.h"
#include "day/job.h"

enum link_state {
    LINK_DOWN,   /* not connected */
    LINK_IDLE,   /* connected, nothing asked */
    LINK_ASKED,  /* waits for an answer */
    LINK_PAUSED, /* holds a job for later */
};
enum link_event { LINK_WAITS, LINK_ANSWERED, LINK_BROKE };

/* The answer, valid after LINK_ANSWERED until the next link_receive. */
struct link_answer {
    int status;
    int64_t id, parent; /* "id", "in_reply_to_id"; 0: not there, or not asked for */
    bool has_retry;     /* Retry-After */
    struct str body;    /* empty when it is longer than LINK_CARRY */
};

struct link {
    int fd;
    uint8_t state;
    bool has_job;
    bool is_sign_up; /* what was asked is the sign-up before the job */
    bool is_taken;   /* the answer's values were read, the rest is thrown away */
    bool is_last;    /* the server ends the connection after this answer */
    bool has_retry;
    uint16_t carried;
    char tail[5];     /* the last bytes of a chunked answer */
    int64_t left;     /* bytes to throw away; -1: until an empty chunk */
    int64_t since_ns; /* where its latency begins */
    int64_t until_ns; /* paused */
    int status;
    int64_t id, parent;
    struct job job;
};

enum { LINK_CARRY = 4096, LINK_BUFFER = 256 * 1024 };
/* What all connections share. */
struct link_room {
    int epoll;
    char *buffer; /* LINK_CARRY + LINK_BUFFER bytes */
    char *carry;  /* LINK_CARRY bytes for each connection, touched only when needed */
    int64_t sent, received;
    struct link_answer answer;
};

NODISCARD enum err link_room_open(struct link_room *room, struct arena *arena, int connections);

/* Connects; false when it cannot be. `index`: what epoll tells of it. */
NODISCARD bool link_open(struct link *link, struct link_room *room, const struct choices *choices,
                         uint32_t index);
void link_close(struct link *link);
/* False when the connection is broken. */
NODISCARD bool link_send(struct link *link, struct link_room *room, struct str request);
/* After an event. `index` as in link_open. */
enum link_event link_receive(struct link *link, struct link_room *room, uint32_t index);

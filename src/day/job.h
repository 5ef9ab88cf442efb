/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One thing to do: what a connection has in hand until it was answered. Everything that is sent is
 * made of it, so it can be sent again word for word. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum job_kind {
    JOB_SIGN_UP,
    JOB_VOICE,
    JOB_COMMENT,
    JOB_REACTION,
    JOB_WITHDRAW,
    JOB_READ,
    JOB_KINDS,
};

enum job_reaction { JOB_ME_TOO, JOB_BELIEVE, JOB_WITH_YOU, JOB_THANK_YOU, JOB_REACTIONS };
enum job_page { JOB_PAGE_CAMPAIGN, JOB_PAGE_TIMELINE, JOB_PAGE_FIGURES, JOB_PAGE_VOICE, JOB_PAGES };

struct job {
    uint64_t n;       /* its number in the plan */
    int64_t target;   /* id of what is answered or withdrawn; 0: none */
    int64_t due_ns;   /* when it should have begun (monotonic) */
    int64_t begun_ms; /* when it was first sent (since 1970) */
    uint32_t person;
    uint32_t voice;                             /* its own number, or that of the thread */
    uint16_t speech, country;                   /* of the person: indices of speech.h */
    uint16_t tag;                               /* number of the hashtag it is counted under */
    uint16_t counted_language, counted_country; /* numbers in the family's lists */
    uint8_t kind;                               /* enum job_kind; never JOB_SIGN_UP */
    uint8_t detail;                             /* enum job_reaction or job_page */
    uint8_t tries;                              /* how often it was sent already */
    bool is_new;                                /* the person signs up first */
    bool says_language, says_country;
    bool is_doomed; /* will be withdrawn, or falls with what it answers: counts for nothing */
};

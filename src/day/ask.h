/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The requests of the day, written as any Mastodon app sends them, into one buffer. */
#pragma once

#include "day/choices.h"
#include "day/crowd.h"
#include "day/family.h"
#include "day/job.h"
#include "day/words.h"

struct ask {
    const struct choices *choices;
    const struct family *family;
    const struct crowd *crowd;
    const struct words *words;
    uint64_t seed;
    struct str run;              /* a few letters and digits: names and keys of this rehearsal */
    struct str app_token;        /* of the app, for sign-ups */
    struct str fixed;            /* the rest of the first line and the host, of every request */
    struct str pages[JOB_PAGES]; /* what is read; the voice's address lacks its id */
};

/* Fills `fixed` and `pages` by the rest. */
void ask_init(struct ask *ask, struct arena *arena);

/* Room for the longest request. */
enum { ASK_BYTES = 256 * 1024 };
/* The whole request for the job (or, when `is_sign_up`, for her sign-up before it) within
 * out[ASK_BYTES]. */
struct str ask_write(const struct ask *ask, const struct job *job, bool is_sign_up, char *out);

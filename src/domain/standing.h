/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whether a post stands: is shown, and counts. It does when there is no reason against it; each
 * reason comes and goes by itself, and figures and lists follow.
 *
 * What answers a post that is away is not shown meanwhile but stands: it is what others did. Only
 * when a voice is withdrawn do its answers fall. The writer's functions are declared in batch.h. */
#pragma once

#include "base/str.h"

/* Reasons why a post does not stand: added up in its row. */
enum post_away {
    AWAY_FALLEN = 1,     /* the voice it answered was withdrawn; for good */
    AWAY_PAUSED = 2,     /* by its author */
    AWAY_EXPIRED = 4,    /* the day came on which it was to go */
    AWAY_HELD = 8,       /* waits for a moderator; why is in the table of holds */
    AWAY_HIDDEN = 16,    /* by a moderator */
    AWAY_SUSPENDED = 32, /* its account is suspended */
    AWAY_ASKED = 64,     /* waits for the author of the voice it answers */
    AWAY_WAITING = 128,  /* for the moment at which it is to be published */
    AWAY_NEW = 256,      /* was never published: gets its number when it is */
    AWAY_REFUSED = 512,  /* by the author of the voice it answers */
    AWAY_BLOCKED = 1024, /* its account is, by that author; only moderators are told */
};

/* Who may answer a voice. Closing hides the comments that are there. */
enum answers_policy {
    ANSWERS_EVERYBODY,
    ANSWERS_PARTNERS,  /* and moderators */
    ANSWERS_APPROVED,  /* comments wait for the author */
    ANSWERS_REACTIONS, /* no comments */
    ANSWERS_NOBODY,
    ANSWERS_MASK = 7,
    ANSWERS_SHIELDED = 8 /* more: moderators read comments before the author does */
};

/* Why a moderator is asked (holds.def). */
enum hold_reason {
#define HOLD(name, number, text, is_mendable) HOLD_##name = (number),
#include "domain/holds.def"
#undef HOLD
    HOLD_REASONS_MAX = 63
};
/* A set of reasons has the bit HOLD_BIT(reason) for each. */
#define HOLD_BIT(reason) (UINT64_C(1) << (reason))
/* Those that are found in words: which of them hold a post is its campaigns' to say. */
#define HOLD_FINDINGS (HOLD_BIT(HOLD_BURST + 1) - HOLD_BIT(HOLD_LINK))

/* "everybody", "partners", "approved", "reactions", "nobody"; moderators reading first is apart. */
const char *answers_name(int answers);
/* The policy with this name; ANSWERS_MASK for none. */
int answers_of(struct str name);
/* "link", "burst", …; NULL for a number that is none. */
const char *hold_name(int64_t reason);
/* Whether the author can do something about it by changing her words. */
bool hold_is_mendable(int64_t reason);

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What saying something carries, and what its author changes about it later: the acts POST, EDIT,
 * AUDIENCE, ANSWERS and MOMENT (act.h). */
#pragma once

#include "base/id.h"
#include "base/str.h"
#include "domain/language.h"

struct near_print;

enum post_flags {
    POST_BARE = 1,
    POST_SENSITIVE = 2,
    POST_UNLISTED = 4,
    POST_ANONYMOUS = 8,
    POST_DAY = 16,   /* its number and time tell the day of its publication and no more */
    POST_NAMED = 32, /* anonymous, but shown with a name of its own */
};

struct act_tag {
    struct str key;
    struct str name;
};

/* What the author agrees to for one audience, in one wording (consent.h). */
struct act_consent {
    int64_t audience;      /* enum audience */
    struct person_id whom; /* the partner's account; none for other audiences */
    int64_t wording;       /* the version of the text she read */
};

/* ACT_POST and ACT_EDIT (with `target`). In an edit, an absent language, country or warning leaves
 * that as it is; page, parent, anonymity, name and listing stay whatever is given. */
struct act_post {
    struct post_id target; /* the post to edit */
    struct str text;       /* not empty */
    struct str language;
    struct str country;
    struct str warning;
    struct post_id parent;
    struct campaign_id page; /* written on the page of this campaign */
    bool is_sensitive, is_unlisted, is_anonymous, is_day_only;
    struct client_id client;
    uint64_t holds; /* why moderators are asked first (HOLD_BITs of standing.h); 0: they are not */
    /* POST only, and for voices: */
    int audiences;                      /* enum audience_set; 0: FOR_PUBLIC */
    int answers;                        /* enum answers_policy */
    struct str name;                    /* shown with an anonymous voice; empty: none */
    int64_t publish_at_ms, expires_ms;  /* 0: at once, never */
    const struct act_consent *consents; /* as they are to be noted */
    size_t n_consents;
    /* filled by act_prepare: */
    bool is_bare;
    struct act_tag *tags;
    size_t n_tags;
    struct str *mentions;
    size_t n_mentions;
    uint64_t findings;              /* what its words give reason for: HOLD_BITs */
    const struct near_print *print; /* for near.h; NULL: too short to be judged */
};

/* POST: what the writer found for what it has written. */
struct act_made {
    struct post_id root;             /* the voice at the head of the thread; none for a voice */
    struct person_id parent_account; /* the account shown for what it answers */
    int audiences;                   /* enum audience_set: with the voice's */
    int answers;                     /* enum answers_policy of the voice */
    char language[LANGUAGE_MAX_CHARS + 1]; /* said by her, or by her hashtag or settings */
};

/* What the author of a voice changes: AUDIENCE, ANSWERS, MOMENT. */
struct act_terms {
    struct post_id post;
    /* AUDIENCE: all that she agrees to from now on. */
    const struct act_consent *consents;
    size_t n_consents;
    bool may_widen; /* she was asked again, and told what cannot be recalled */
    int answers;    /* ANSWERS: enum answers_policy */
    /* MOMENT: when it is published, as long as it was not; when it goes. 0: at once, never. */
    bool has_publish, has_expiry;
    int64_t publish_at_ms, expires_ms;
};

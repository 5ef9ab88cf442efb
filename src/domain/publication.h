/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A post as it is published: its places in lists, what it counts, who is told. Whatever brings a
 * post in or takes it away goes through here, so that each way in has its way out.
 *
 * For domain/'s own use, on the writer's thread. */
#pragma once

#include "domain/batch.h"

struct publication {
    struct post_id id, parent, root;  /* parent, root: none for a voice */
    struct person_id author, account; /* account: the one that is shown */
    struct person_id parent_author;   /* of what it answers; none when that is gone */
    bool parent_is_veiled;            /* she said that anonymously */
    int flags;                        /* enum post_flags */
    int audiences;                    /* enum audience_set */
    const struct cell *cell;
    const struct act_tag *tags; /* in its words */
    size_t n_tags;
    struct tag_id page_tag;     /* the hashtag that the page added, or none */
    struct str page_key;        /* its key */
    const struct str *mentions; /* user names */
    size_t n_mentions;
};

/* The number of a post that is published now. With POST_DAY it is one of any moment of today that
 * has passed, so that it tells the day and no more. */
NODISCARD enum err publication_number(struct batch *batch, int flags, struct post_id *id);
/* That of a stored post, from its words. */
NODISCARD enum err publication_of(struct batch *batch, struct post_id id,
                                  const struct post_head_out *head, struct publication *out);

/* Into and out of the lists of campaigns (also by language) and hashtags, and the figures. */
NODISCARD enum err publication_enter(struct batch *batch, const struct publication *post);
NODISCARD enum err publication_leave(struct batch *batch, const struct publication *post);
/* One comment more (1) or less (-1) among the answers of what it answers. */
NODISCARD enum err publication_answer(struct batch *batch, const struct publication *post,
                                      int sign);
/* Tells those whom it answers or mentions, once each. */
NODISCARD enum err publication_notify(struct batch *batch, const struct publication *post);
/* Tells the streams. */
void publication_tell(struct batch *batch, const struct publication *post, enum event_kind kind);

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the workers know without asking the database: tokens, people and posts that one of them
 * asked for or made lately.
 *
 * Only copies, each with the revisions (domain/revision.h) that tell when it is out of date; a
 * copy that is not there, or does not fit, is read. One for all workers, under a lock that is held
 * for as long as it takes to copy a row. What comes out lives in the arena that is given. */
#pragma once

#include <pthread.h>

#include "base/memo.h"
#include "domain/post.h"
#include "domain/revision.h"
#include "domain/token.h"

struct desk;

struct known {
    pthread_mutex_t lock; /* over all that follows */
    struct memo tokens;   /* by the keyed hash of their texts */
    struct memo people;   /* by person */
    struct memo posts;    /* by post */
    struct memo apps;     /* by client */
};

NODISCARD enum err known_open(struct known *known);
void known_close(struct known *known);

/* token_check (token.h), from memory when the text was checked before. Its scopes come with
 * everything that they include (scopes_expand). */
NODISCARD enum err known_token(struct desk *desk, struct arena *arena, struct str text,
                               struct token *out);

/* person_brief (person.h). */
NODISCARD enum err known_person(struct desk *desk, struct arena *arena, struct person_id id,
                                struct person *out);

/* A person who has just arrived with this token: both are known at once. `commit` is her act's. */
void known_arrived(struct desk *desk, uint64_t commit, struct str token_text,
                   const struct token *token, const struct person *person);

/* Name and website of an app; empty for none. */
NODISCARD enum err known_app(struct desk *desk, struct arena *arena, struct client_id id,
                             struct str *name, struct str *website);

/* A post as everybody sees it with an app (post_get for no person), but for its counts, which may
 * be old. */
NODISCARD enum err known_post(struct desk *desk, struct arena *arena, struct post_id id,
                              struct post *out);
/* The post that an act with this `commit` has just made, as everybody sees it. */
void known_made(struct desk *desk, uint64_t commit, const struct post *post);

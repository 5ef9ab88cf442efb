/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a worker knows without asking: tokens, people and posts it asked for lately.
 *
 * Only copies, each with the revisions (domain/revision.h) that tell when it is out of date; a
 * copy that is not there, or does not fit, is read. One per worker, on its thread. */
#pragma once

#include "base/memo.h"
#include "domain/post.h"
#include "domain/revision.h"
#include "domain/token.h"

struct desk;

struct known {
    struct memo tokens; /* by the keyed hash of their texts */
    struct memo people; /* by person */
    struct memo posts;  /* by post */
    struct memo apps;   /* by client */
};

NODISCARD enum err known_open(struct known *known);
void known_close(struct known *known);

/* token_check (token.h), from memory when the text was checked before. Its scopes come with
 * everything that they include (scopes_expand). */
NODISCARD enum err known_token(struct desk *desk, struct arena *arena, struct str text,
                               struct token *out);

/* person_brief and person_is_plain (person.h). Strings are valid until the next call with another
 * person. */
NODISCARD enum err known_person(struct desk *desk, struct arena *arena, struct person_id id,
                                struct person *out, bool *is_plain);

/* A person who has just arrived with this token: both are known at once. `commit` is her act's. */
void known_arrived(struct desk *desk, uint64_t commit, struct str token_text,
                   const struct token *token, const struct person *person);

/* Name and website of an app; empty for none. Strings are valid until the next call. */
NODISCARD enum err known_app(struct desk *desk, struct arena *arena, struct client_id id,
                             struct str *name, struct str *website);

/* A post as everybody sees it (post_get without a viewer), but for its counts, which may be old.
 * Strings are valid until the next call with another post. */
NODISCARD enum err known_post(struct desk *desk, struct arena *arena, struct post_id id,
                              struct post *out);

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The words of a filter, as apps send them: keywords_attributes[], a list of objects.
 *
 * JSON arrives as keywords_attributes[0][keyword], forms as keywords_attributes[][keyword]
 * repeated (a field that comes again begins the next word). */
#pragma once

#include "domain/act.h"
#include "domain/tie.h"
#include "http/request.h"

enum { KEYWORDS_MAX = 100, KEYWORD_MAX_CHARS = 200 };

struct keywords {
    struct act_keyword *items; /* room for KEYWORDS_MAX, in the arena */
    size_t n;
};

/* The words of `old` changed as the request says: those with an id are replaced or taken away
 * (_destroy), those without are added. ERR_BAD_INPUT for too many or too long words, ERR_NOT_FOUND
 * for an id that is not the filter's. */
NODISCARD enum err keywords_read(struct req *req, const struct filter *old, struct keywords *out);
/* The words of `old` but the one at `leave_out`. */
struct keywords keywords_of(struct arena *arena, const struct filter *old, size_t leave_out);
NODISCARD enum err keywords_add(struct req *req, struct keywords *keywords,
                                struct act_keyword keyword);

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* For whom a voice is: the audiences that its author agreed to, and a reader as one of them. What a
 * person agreed to and when is consent.h's. */
#pragma once

#include "base/id.h"
#include "base/str.h"

enum audience {
#define AUDIENCE(name, number, text, is_asked) AUDIENCE_##name = (number),
#include "domain/audiences.def"
#undef AUDIENCE
};

/* A set of audiences, as it is stored with a post. */
enum audience_set {
#define AUDIENCE(name, number, text, is_asked) FOR_##name = 1 << (number),
#include "domain/audiences.def"
#undef AUDIENCE
    /* Saying something publicly with an app is agreeing to these two. */
    FOR_PUBLIC = FOR_PAGES | FOR_APPS,
};

struct secret;

/* Who reads, and as which audience: the pages here, or apps (which feeds and embeds are too). A
 * post whose author did not agree to that audience is not there for the reader, unless it is her
 * own. */
struct reader {
    struct person_id person; /* none: anybody */
    enum audience audience;  /* AUDIENCE_PAGES or AUDIENCE_APPS; AUDIENCE_MODERATORS sees all, and
                                is moderation.c's alone, which knows who moderates */
    const struct secret
        *key; /* the server's, by which a person's anonymous posts are hers; or NULL */
};

/* "pages", "apps", …; NULL for a number that is none. */
const char *audience_name(int64_t audience);
/* Whether a page asks for it. */
bool audience_is_asked(int64_t audience);

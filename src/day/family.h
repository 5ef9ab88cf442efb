/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What must be known of the campaign before its day: its hashtag family, with what each member says
 * of language and country, and the lists by which cells are numbered. */
#pragma once

#include "base/arena.h"
#include "day/call.h"
#include "day/names.h"
#include "day/speech.h"

enum { FAMILY_MAX = 64 };

struct family_tag {
    struct str name;       /* without '#' */
    int language, country; /* numbers in the lists; 0: it says nothing */
};

struct family {
    struct names languages, countries, hashtags;
    struct family_tag tags[FAMILY_MAX]; /* by their number in `hashtags` less 1 */
    int n_tags;
    int speech_language[SPEECHES]; /* numbers in `languages` */
    int speech_country[SPEECH_COUNTRIES];
    int speech_tag[SPEECHES]; /* the tag of that language, or the first */
};

/* Asks the server for the family; false (with a line on standard error) when it has none. */
NODISCARD bool family_ask(struct family *family, const struct choices *choices,
                          struct arena *arena);
/* A family of one hashtag, for --mastodon. */
void family_one(struct family *family, struct str hashtag);

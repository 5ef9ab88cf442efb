/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What people of the rehearsal speak and where they are: languages in several scripts with made-up
 * sentences, countries. Nothing here was said by anybody. */
#pragma once

#include "base/str.h"
#include "day/chance.h"

struct speech {
    const char *language;
    int thousandth; /* of all people */
    const char *bare;
    const char *call;          /* the text that is copied, about 150 characters */
    const char *words;         /* separated by spaces; sentences are made of them */
    const char *between, *end; /* of words; of a sentence */
};

enum { SPEECHES = 16, SPEECH_COUNTRIES = 190 };
extern const struct speech speeches[SPEECHES];

/* The language of a person: an index of speeches. */
int speech_of(struct chance *chance);
/* Two letters (ISO 3166-1), static; `i` below SPEECH_COUNTRIES. */
struct str speech_country(int i);
/* The index of a country, the larger ones more often. */
int speech_country_of(struct chance *chance);

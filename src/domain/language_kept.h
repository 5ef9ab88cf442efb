/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Numbers, names and times that were written lately, kept beside the formatters of a thread.
 *
 * A page of figures says a hundred names and times and as many numbers, the same ones until the
 * next release; ICU takes microseconds for each. Two rows hold what falls on the same place, the
 * older gives way: the table never grows. Only what languages, figures and clocks say is kept,
 * nothing of a person. */
#pragma once

#include "domain/language.h"

/* The key of a short tag ("DE", "zh-Hans"), never 0; 0 for what is too long to be kept. */
int64_t kept_tag(struct str tag);

/* The text kept for kind, key and language, copied to the arena; false when there is none.
 * `formats` may be NULL. */
NODISCARD bool kept_find(const struct formats *formats, struct arena *arena, enum kept_kind kind,
                         int64_t key, struct str language, struct str *out);

/* Keeps it, unless `formats` is NULL or the language or the text is too long. */
void kept_put(struct formats *formats, enum kept_kind kind, int64_t key, struct str language,
              struct str text);

/* Part of formats_close: the kept lists. */
void language_lists_close(struct formats *formats);

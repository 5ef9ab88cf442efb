/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Figures at a moment, as a word that stands in an address: the numbers themselves, the time and
 * the campaign, with a keyed hash over them.
 *
 * So that a figure can be quoted and looked up for ever, and the server need not keep what it
 * published: it only says whether these numbers came from it. Whoever loses the server's key file
 * loses that. Only what was released is written; nothing about a person is in it. */
#pragma once

#include "crypto/secret.h"
#include "domain/board.h"

struct cited {
    int64_t as_of_ms;
    struct figure_counts windows[WINDOWS];
};

/* In the arena; of letters, digits, '-' and '_'. The same figures give the same word. */
struct str cite_write(struct arena *arena, const struct secret *key, const struct figures *figures);
/* ERR_NOT_FOUND for anything that was not written with this key for this campaign. */
NODISCARD enum err cite_read(struct arena *arena, const struct secret *key,
                             struct campaign_id campaign, struct str word, struct cited *out);

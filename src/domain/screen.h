/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What in a text may harm somebody when it is published: where one lives, by what one is reached,
 * who one is; and links.
 *
 * Looks at spelling alone, in one pass and linear time, and would rather miss than stop an honest
 * story: years, counts, sums, dates and short (help) numbers are no findings, and neither is
 * what stands in the campaign's call. What is known of words lies in tables that can be extended:
 * screen_cues.def, screen_streets.def, screen_hosts.def. It decides nothing, changes no text, knows
 * no accounts and no pages: a finding is where it stands and its kind; what follows is the caller's
 * (screening.h). Near-duplicates are near.h's. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum screen_kind {
    SCREEN_LINK,
    SCREEN_EMAIL,
    SCREEN_PHONE,
    SCREEN_ADDRESS,
    SCREEN_IBAN,
    SCREEN_COORDINATES,
    SCREEN_HANDLE,
    SCREEN_MENTION,
    SCREEN_NAME,
    SCREEN_KINDS
};

enum { SCREEN_MAX = 32 }; /* findings in one text; what stands behind them is not looked at */

struct finding {
    enum screen_kind kind;
    uint32_t at, length; /* bytes of the text, at ends of code points */
};

/* What may be said all the same. */
struct screen_free {
    const struct str *texts; /* calls, help texts: a finding that stands in one of them is none */
    size_t n;
    struct str host; /* of this server: links to it are none, "@name@host" is a mention */
};

/* The findings of a valid UTF-8 text (clean: see text_clean) in their order, none inside another;
 * *out is in the arena. `free` may be NULL. A mention is "@name" alone (a person of this server, or
 * nobody) or with `free`'s host; "@name@elsewhere" is a handle. A link to a map is coordinates.
 * ERR_TOO_LARGE when the arena is full (it needs 16 bytes for each byte of text, given back). */
NODISCARD enum err screen_text(struct arena *arena, struct str text, const struct screen_free *free,
                               struct finding **out, size_t *n);

/* Whether anybody is named, where naming is what is asked for: a full name, an initial and a name,
 * or a mention is enough, whatever stands before it. In scripts without capitals screen_text finds
 * what can be found. The arena's memory is given back. ERR_TOO_LARGE as above. */
NODISCARD enum err screen_names_somebody(struct arena *arena, struct str text, bool *is_named);

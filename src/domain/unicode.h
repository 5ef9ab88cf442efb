/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The few things that domain/ asks of Unicode: code points out of UTF-8, and normal forms.
 *
 * A thin layer over ICU. It keeps no ICU object and no state; ICU's normalisers are shared and
 * immutable. */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* The code point at byte *at (< s.n), and *at behind it. -1 for a broken byte, one byte further. */
int32_t unicode_next(struct str s, size_t *at);

/* Writes c, a code point, as UTF-8 to p (room for 4 bytes); gives the number of bytes. */
size_t unicode_put(char *p, int32_t c);

/* The code point that ends at byte `at`; -1 at the beginning. */
int32_t unicode_before(struct str s, size_t at);

/* The byte offset behind the first `chars` code points, at most s.n. */
size_t unicode_offset(struct str s, size_t chars);

/* Unicode's White_Space. */
bool unicode_is_space(int32_t c);

enum unicode_form {
    UNICODE_NFC,          /* for what is kept and shown */
    UNICODE_NFKC_CASEFOLD /* for what is compared */
};

/* Valid UTF-8 in that form. Gives s itself back when it is in that form already, else a copy in
 * the arena. ERR_TOO_LARGE when the arena is full. */
NODISCARD enum err unicode_normal(struct arena *arena, struct str s, enum unicode_form form,
                                  struct str *out);

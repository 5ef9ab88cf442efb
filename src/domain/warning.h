/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Warnings that a reader does not want to see the posts of.
 *
 * A warning is what its author wrote, in her language: it is looked through for the reader's words,
 * as whole words where the script parts words, without case. It is not translated, and what stands
 * behind the warning is not looked at. */
#pragma once

#include "domain/post.h"

struct unwanted {
    bool is_all;             /* every post with a warning, or marked as sensitive */
    const struct str *words; /* folded: warning_fold */
    size_t n_words;
};

/* A word as it is compared. ERR_TOO_LARGE when the arena is full. */
NODISCARD enum err warning_fold(struct arena *arena, struct str word, struct str *out);
bool warning_is_unwanted(struct arena *arena, const struct unwanted *unwanted,
                         const struct post *post);

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whether a word that a person does not want to see stands in a text.
 *
 * Both are folded first (NFKC, without case), so that "Café" is found in "CAFÉ". What becomes of
 * a text in which it stands is the apps' work. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* The form to compare. ERR_TOO_LARGE when the arena is full. */
NODISCARD enum err filter_fold(struct arena *arena, struct str s, struct str *out);
/* Both folded. `is_whole_word`: no letter or digit stands right before or behind it, where it
 * begins or ends with one itself. Nothing is found by an empty word. */
bool filter_finds(struct str text, struct str word, bool is_whole_word);

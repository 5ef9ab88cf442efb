/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a hashtag looks like: UTS #39 skeletons, so that "#МеТоо" in Cyrillic letters and "#MeT00"
 * are found beside "#MeToo". Two that look the same need not be the same: what follows is an
 * organiser's to decide (lookalike.h). */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* The look of a hashtag (hashtag_display's form): equal for those that look the same in capitals,
 * so that i, I, l and 1 are one. Never empty, never to be shown. It depends on ICU's tables; a tag
 * of which they know nothing looks like its own small letters. ERR_TOO_LARGE when the arena is
 * full. */
NODISCARD enum err hashtag_look(struct arena *arena, struct str name, struct str *look);

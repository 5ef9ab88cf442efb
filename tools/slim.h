/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Style sheets and scripts without what only their writers read: comments, indents, line ends.
 * Their meaning stays; names and numbers are left as they are. */
#pragma once

#include "gen.h"

/* Comments are dropped, white space as far as it separates nothing, the last ";" of a block. */
struct text slim_css(const struct text *css);
/* Indents, empty lines and lines that are a comment are dropped. Stops at a template literal over
 * several lines: it would change. */
struct text slim_js(const char *path, const struct text *js);

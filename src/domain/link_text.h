/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where an http(s) URL or a mention stands in a text.
 *
 * Recognises only what is safe and useful to link: a scheme written out, a host with a dot, no user
 * or password in it. The words before and after, brackets around it and punctuation at the end are
 * not part of it. Each call costs no more than a constant times what it skips or a host's length.
 * It fetches nothing and does not ask whether the host exists. */
#pragma once

#include "base/str.h"

/* Where the URL that begins at byte `at` of a valid UTF-8 text ends; `at` when none begins there.
 */
size_t link_end(struct str text, size_t at);

/* Whether "@name" or "@name@host" begins at byte `at`; then `name` is it without the first '@' and
 * points into the text. Names are ASCII letters, digits, '_', and inside '.' and '-', at most
 * MENTION_NAME_MAX bytes. */
bool mention_at(struct str text, size_t at, struct str *name);

enum { MENTION_NAME_MAX = 64 };

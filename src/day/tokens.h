/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A file of access tokens, one a line, for servers on which nobody signs up. */
#pragma once

#include "base/buf.h"

struct tokens {
    struct buf text;
    struct str rest;
    uint32_t n;
    size_t longest;
};

/* False with a line on standard error when it cannot be read or has none. */
NODISCARD bool tokens_read(struct tokens *tokens, struct str path);
/* The next one; absent after the last. */
struct str tokens_next(struct tokens *tokens);
void tokens_drop(struct tokens *tokens);

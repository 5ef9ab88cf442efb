/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Looking for a person's filtered words. */
#include "domain/filter.h"

#include <unicode/uchar.h>

#include "domain/unicode.h"

enum err filter_fold(struct arena *arena, struct str s, struct str *out)
{
    return unicode_normal(arena, s, UNICODE_NFKC_CASEFOLD, out);
}

static bool is_part_of_word(int32_t c)
{
    return c == '_' || (c >= 0 && u_isalnum(c));
}

/* Between the code points before and at `at` a word ends or begins. */
static bool is_edge(struct str text, size_t at)
{
    if (at == 0 || at == text.n)
        return true;
    size_t next = at;
    return !is_part_of_word(unicode_before(text, at)) ||
           !is_part_of_word(unicode_next(text, &next));
}

bool filter_finds(struct str text, struct str word, bool is_whole_word)
{
    if (word.n == 0)
        return false;
    for (size_t at = 0; at + word.n <= text.n; at++) {
        at += str_search(str_sub(text, at, text.n), word);
        if (at + word.n > text.n)
            return false;
        if (!is_whole_word || (is_edge(text, at) && is_edge(text, at + word.n)))
            return true;
    }
    return false;
}

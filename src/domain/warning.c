/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words within warnings (warning.h). A warning has at most POST_WARNING_MAX characters, so each
 * word is simply tried at every place. */
#include "domain/warning.h"

#include <unicode/uchar.h>

#include "domain/act.h"
#include "domain/unicode.h"

/* Scripts from here on (CJK and their neighbours) do not part words by spaces. */
enum { FIRST_WITHOUT_SPACES = 0x2E80 };

enum err warning_fold(struct arena *arena, struct str word, struct str *out)
{
    return unicode_normal(arena, word, UNICODE_NFKC_CASEFOLD, out);
}

/* Whether a word goes on from one of these into the other. */
static bool is_joined(int32_t a, int32_t b)
{
    return a >= 0 && b >= 0 && a < FIRST_WITHOUT_SPACES && b < FIRST_WITHOUT_SPACES &&
           u_hasBinaryProperty(a, UCHAR_ALPHABETIC) && u_hasBinaryProperty(b, UCHAR_ALPHABETIC);
}

static int32_t at(struct str s, size_t from)
{
    return from < s.n ? unicode_next(s, &from) : -1;
}

static bool has_word(struct str text, struct str word)
{
    size_t from = 0;
    while (word.n > 0 && from < text.n) {
        size_t found = from + str_search(str_sub(text, from, text.n), word);
        size_t end = found + word.n;
        if (found < text.n && !is_joined(unicode_before(text, found), at(text, found)) &&
            !is_joined(unicode_before(text, end), at(text, end)))
            return true;
        from = found + 1;
    }
    return false;
}

bool warning_is_unwanted(struct arena *arena, const struct unwanted *unwanted,
                         const struct post *post)
{
    struct str warning;
    bool is_warned = post->warning.n > 0 || (post->flags & POST_SENSITIVE) != 0;
    if (!is_warned || unwanted->is_all)
        return is_warned;
    if (warning_fold(arena, post->warning, &warning) != OK)
        return true;
    for (size_t i = 0; i < unwanted->n_words; i++)
        if (has_word(warning, unwanted->words[i]))
            return true;
    return false;
}

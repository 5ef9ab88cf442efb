/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Looking through a text: the order of the finders, and what is free (screen.h). */
#include "domain/screen.h"

#include <unicode/uchar.h>

#include "domain/screen_parts.h"
#include "domain/unicode.h"

/* --- what the finders share --- */

size_t screen_span(const struct screened *s, enum screen_kind kind, size_t first, size_t last,
                   struct finding *found)
{
    uint32_t at = s->tokens.p[first].at;
    uint32_t end = (uint32_t)token_end(&s->tokens, last);
    *found = (struct finding){.kind = kind, .at = at, .length = end - at};
    return last + 1;
}

size_t screen_bytes(const struct screened *s, enum screen_kind kind, struct str bytes, size_t i,
                    struct finding *found)
{
    uint32_t at = (uint32_t)(bytes.p - s->tokens.text.p);
    *found = (struct finding){.kind = kind, .at = at, .length = (uint32_t)bytes.n};
    while (s->tokens.p[i].kind != TOKEN_END && s->tokens.p[i].at < at + bytes.n)
        i++;
    return i;
}

bool screen_same(struct str s, struct str word)
{
    size_t i = 0;
    size_t k = 0;
    while (i < s.n && k < word.n) {
        int32_t a = unicode_next(s, &i);
        int32_t b = unicode_next(word, &k);
        if (a != b && u_tolower(a) != b)
            return false;
    }
    return i == s.n && k == word.n;
}

bool screen_ends(struct str s, struct str word)
{
    if (s.n <= word.n)
        return false;
    /* Only where a code point begins; a letter and its capital have the same length here. */
    size_t from = s.n - word.n;
    return ((unsigned char)s.p[from] & 0xC0) != 0x80 && screen_same(str_sub(s, from, word.n), word);
}

/* --- the pass --- */

typedef size_t finder(const struct screened *s, size_t i, struct finding *found);

/* The first finder that finds something decides, so the surer ones stand first. */
static finder *const at_joined_words[] = {screen_link, screen_handle, screen_iban, screen_name,
                                          NULL};
static finder *const at_names[] = {screen_name, NULL};
static finder *const at_numbers[] = {screen_link, screen_coordinates, screen_phone, screen_address,
                                     NULL};
static finder *const at_signs[] = {screen_email, screen_mention, NULL};
static finder *const at_plus[] = {screen_plus_code, screen_phone, NULL};
static finder *const at_brackets[] = {screen_email, screen_phone, NULL};
static finder *const at_colons[] = {screen_handle, NULL};
static finder *const nowhere[] = {NULL};

static finder *const *finders_at(const struct token *token)
{
    enum { FULLWIDTH_PLUS = 0xFF0B, FULLWIDTH_COLON = 0xFF1A };
    if (token->kind == TOKEN_WORD && token[1].gap == GAP_NONE)
        return at_joined_words;
    if (token->kind == TOKEN_WORD) /* most words */
        return token->look & (LOOK_CAPITAL | LOOK_NO_CASE) ? at_names : nowhere;
    if (token->kind == TOKEN_NUMBER)
        return at_numbers;
    switch (token->value) {
    case '@':
        return at_signs;
    case '+':
    case FULLWIDTH_PLUS:
        return at_plus;
    case '(':
    case '[':
        return at_brackets;
    case ':':
    case FULLWIDTH_COLON:
        return at_colons;
    default:
        return nowhere;
    }
}

static bool is_alnum_byte(struct str s, size_t at)
{
    if (at >= s.n)
        return false;
    char c = s.p[at];
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* `what` stands in s, and not as a piece of something longer. */
static bool stands_in(struct str s, struct str what)
{
    for (size_t at = 0; at + what.n <= s.n; at++) {
        at += str_search(str_sub(s, at, s.n), what);
        if (at + what.n > s.n)
            return false;
        bool cut = (at > 0 && is_alnum_byte(s, at - 1) && is_alnum_byte(s, at)) ||
                   (is_alnum_byte(s, at + what.n - 1) && is_alnum_byte(s, at + what.n));
        if (!cut)
            return true;
    }
    return false;
}

static bool is_free(const struct screen_free *free, struct str what)
{
    for (size_t i = 0; free && i < free->n; i++)
        if (stands_in(free->texts[i], what))
            return true;
    return false;
}

static size_t look(const struct screened *s, size_t i, struct finding *found)
{
    for (finder *const *next = finders_at(&s->tokens.p[i]); *next; next++) {
        size_t behind = (*next)(s, i, found);
        if (behind != i)
            return behind;
    }
    found->length = 0;
    return i + 1;
}

enum err screen_text(struct arena *arena, struct str text, const struct screen_free *free,
                     struct finding **out, size_t *n)
{
    struct finding *findings = arena_try_array(arena, struct finding, SCREEN_MAX);
    size_t used = arena->used;
    struct screened s = {.host = free ? free->host : (struct str){0}};
    if (!findings)
        return ERR_TOO_LARGE;
    TRY(tokens_of(arena, text, &s.tokens));
    size_t count = 0;
    uint32_t done = 0;
    for (size_t i = 1; i <= s.tokens.n && count < SCREEN_MAX;) {
        struct finding found = {0};
        i = look(&s, i, &found);
        /* What looks back (an e-mail's name, a street) never reaches into what was found. */
        if (found.length > 0 && found.at < done) {
            found.length = found.at + found.length > done ? found.at + found.length - done : 0;
            found.at = done;
        }
        if (found.length == 0 || is_free(free, str_sub(text, found.at, found.length)))
            continue;
        findings[count++] = found;
        done = found.at + found.length;
    }
    arena_back(arena, used);
    *out = findings;
    *n = count;
    return OK;
}

static bool is_mention(const struct tokens *tokens, size_t i)
{
    return token_is_mark(tokens, i, '@') && tokens->p[i + 1].kind == TOKEN_WORD &&
           tokens->p[i + 1].gap == GAP_NONE;
}

enum err screen_names_somebody(struct arena *arena, struct str text, bool *is_named)
{
    struct screened s = {0};
    size_t used = arena->used;
    bool is_found = false;
    TRY(tokens_of(arena, text, &s.tokens));
    for (size_t i = 1; i <= s.tokens.n && !is_found; i++)
        is_found = screen_is_full_name(&s, i) || is_mention(&s.tokens, i);
    arena_back(arena, used);
    *is_named = is_found;
    return OK;
}

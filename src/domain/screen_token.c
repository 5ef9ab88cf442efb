/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Cutting a text into tokens: see screen_token.h.
 *
 * Runs over every post: ASCII is decided by a table, ICU is asked about other code points once
 * each. */
#include "domain/screen_token.h"

#include <unicode/uchar.h>

#include "domain/unicode.h"

enum sort {
    SORT_MARK,
    SORT_LOWER,
    SORT_UPPER,
    SORT_NO_CASE,
    SORT_WIDE,
    SORT_COMBINING,
    SORT_DIGIT,
    SORT_SPACE,
    SORT_LINE,
    SORT_UNSEEN,
};

static enum sort ascii_sort(unsigned char c)
{
    if (c >= 'a' && c <= 'z')
        return SORT_LOWER;
    if (c >= 'A' && c <= 'Z')
        return SORT_UPPER;
    if (c >= '0' && c <= '9')
        return SORT_DIGIT;
    return c == '\n' ? SORT_LINE : c == ' ' || c == '\t' ? SORT_SPACE : SORT_MARK;
}

/* Han, kana, Thai, Lao, Khmer, Burmese: words without spaces between them. */
static bool is_wide(int32_t c)
{
    return (c >= 0x2E80 && c < 0xA000) || (c >= 0xF900 && c < 0xFB00) || c >= 0x20000 ||
           (c >= 0x0E00 && c < 0x0F00) || (c >= 0x1000 && c < 0x10A0) ||
           (c >= 0x1780 && c < 0x1800);
}

static bool is_unseen(int32_t c)
{
    enum { KEYCAP = 0x20E3, SOFT_HYPHEN = 0xAD };
    return c == SOFT_HYPHEN || c == 0x061C || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2060 && c <= 0x2069) || (c >= 0xFE00 && c <= 0xFE0F) || c == KEYCAP;
}

/* Most of what is written in scripts without capitals, so that ICU need not be asked. */
static enum sort common_sort(int32_t c)
{
    if (c < 0x620)
        return SORT_MARK;
    if (c <= 0x64A || (c >= 0x904 && c <= 0x939) || (c >= 0xAC00 && c <= 0xD7A3))
        return SORT_NO_CASE;
    if (c >= 0x93A && c <= 0x94F && c != 0x93D)
        return SORT_COMBINING;
    if ((c >= 0x4E00 && c <= 0x9FA5) || (c >= 0x3041 && c <= 0x3096))
        return SORT_WIDE;
    return SORT_MARK;
}

static enum sort sort_of(int32_t c)
{
    enum sort common = common_sort(c);
    if (common != SORT_MARK)
        return common;
    if (is_unseen(c))
        return SORT_UNSEEN;
    int8_t category = u_charType(c);
    switch (category) {
    case U_UPPERCASE_LETTER:
    case U_TITLECASE_LETTER:
        return SORT_UPPER;
    case U_LOWERCASE_LETTER:
        return SORT_LOWER;
    case U_OTHER_LETTER:
    case U_MODIFIER_LETTER:
        return is_wide(c) ? SORT_WIDE : SORT_NO_CASE;
    case U_NON_SPACING_MARK:
    case U_COMBINING_SPACING_MARK:
    case U_ENCLOSING_MARK:
        return SORT_COMBINING;
    case U_DECIMAL_DIGIT_NUMBER:
        return SORT_DIGIT;
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
        return SORT_LINE;
    case U_SPACE_SEPARATOR:
        return SORT_SPACE;
    default:
        return SORT_MARK;
    }
}

struct cutter {
    struct token *p;
    size_t n; /* tokens so far; p[n] is the last */
    uint8_t gap;
    bool is_open; /* the last token may go on */
};

static void add(struct cutter *cut, uint8_t kind, size_t at)
{
    cut->p[++cut->n] = (struct token){.at = (uint32_t)at, .kind = kind, .gap = cut->gap};
    cut->gap = GAP_NONE;
    cut->is_open = true;
}

/* The last token, which is of this kind and goes on, or a new one. */
static struct token *open_token(struct cutter *cut, uint8_t kind, size_t at)
{
    if (!cut->is_open || cut->p[cut->n].kind != kind)
        add(cut, kind, at);
    return &cut->p[cut->n];
}

static const uint8_t looks[] = {
    [SORT_LOWER] = LOOK_LOWER,     [SORT_UPPER] = 0,
    [SORT_NO_CASE] = LOOK_NO_CASE, [SORT_WIDE] = LOOK_WIDE | LOOK_NO_CASE,
    [SORT_COMBINING] = 0,
};

static void take(struct cutter *cut, enum sort sort, int32_t c, size_t at, size_t end)
{
    struct token *token = NULL;
    switch (sort) {
    case SORT_UNSEEN:
        return;
    case SORT_SPACE:
    case SORT_LINE:
        if (cut->gap != GAP_LINE)
            cut->gap = sort == SORT_LINE ? GAP_LINE : GAP_SPACE;
        cut->is_open = false;
        return;
    case SORT_DIGIT:
        token = open_token(cut, TOKEN_NUMBER, at);
        token->value++;
        break;
    case SORT_MARK:
        add(cut, TOKEN_MARK, at);
        cut->is_open = false;
        token = &cut->p[cut->n];
        token->value = c;
        break;
    case SORT_LOWER:
    case SORT_UPPER:
    case SORT_NO_CASE:
    case SORT_WIDE:
    case SORT_COMBINING:
        /* "见https": scripts without spaces write straight up to others */
        if (((cut->p[cut->n].look & LOOK_WIDE) != 0) != (sort == SORT_WIDE) &&
            sort != SORT_COMBINING)
            cut->is_open = false;
        token = open_token(cut, TOKEN_WORD, at);
        if (token->n == 0)
            token->look = LOOK_ASCII | (sort == SORT_UPPER ? LOOK_CAPITAL : 0);
        token->look |= looks[sort];
        if (c >= 0x80)
            token->look &= (uint8_t)~LOOK_ASCII;
        break;
    }
    token->n = (uint32_t)end - token->at;
}

/* unicode_next, with two and three bytes (all but the rarest scripts) decided here. */
static int32_t decode(struct str text, size_t *i)
{
    const unsigned char *p = (const unsigned char *)text.p + *i;
    size_t left = text.n - *i;
    if (left >= 2 && p[0] >= 0xC2 && p[0] < 0xE0 && (p[1] & 0xC0) == 0x80) {
        *i += 2;
        return (p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    }
    bool three =
        left >= 3 && p[0] > 0xE0 && p[0] < 0xED && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80;
    if (!three &&
        !(left >= 3 && p[0] == 0xE0 && p[1] >= 0xA0 && p[1] < 0xC0 && (p[2] & 0xC0) == 0x80))
        return unicode_next(text, i);
    *i += 3;
    return (p[0] & 0x0F) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F);
}

/* Where the run of lower-case ASCII that begins at `at` ends: most of most texts. */
static size_t lower_end(struct str text, size_t at)
{
    while (at < text.n && text.p[at] >= 'a' && text.p[at] <= 'z')
        at++;
    return at;
}

/* The same for letters without case and what is written on them. */
static size_t no_case_end(struct str text, size_t at)
{
    while (at < text.n && (unsigned char)text.p[at] >= 0x80) {
        size_t next = at;
        enum sort sort = common_sort(decode(text, &next));
        if (sort != SORT_NO_CASE && sort != SORT_COMBINING)
            break;
        at = next;
    }
    return at;
}

enum err tokens_of(struct arena *arena, struct str text, struct tokens *out)
{
    if (text.n >= UINT32_MAX)
        return ERR_TOO_LARGE;
    enum { TOKENS_BEHIND = 4 }; /* finders look so far without asking for the end */
    struct cutter cut = {.p = arena_try_array(arena, struct token, text.n + TOKENS_BEHIND),
                         .gap = GAP_LINE};
    if (!cut.p)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < text.n;) {
        size_t at = i;
        unsigned char byte = (unsigned char)text.p[i];
        if (byte == ' ') {
            cut.gap = cut.gap == GAP_LINE ? GAP_LINE : GAP_SPACE;
            cut.is_open = false;
            i++;
            continue;
        }
        int32_t c = byte;
        enum sort sort = SORT_LOWER;
        if (byte >= 'a' && byte <= 'z') {
            i = lower_end(text, i);
        } else if (byte < 0x80) {
            sort = ascii_sort(byte);
            i++;
        } else {
            c = decode(text, &i);
            sort = c < 0 ? SORT_MARK : sort_of(c);
            if (sort == SORT_NO_CASE)
                i = no_case_end(text, i);
        }
        take(&cut, sort, c, at, i);
    }
    cut.gap = GAP_LINE;
    cut.p[cut.n + 1] = (struct token){.at = (uint32_t)text.n, .kind = TOKEN_END, .gap = GAP_LINE};
    *out = (struct tokens){.text = text, .p = cut.p, .n = cut.n};
    return OK;
}

struct str token_str(const struct tokens *tokens, size_t i)
{
    return str_sub(tokens->text, tokens->p[i].at, tokens->p[i].n);
}

bool token_is_mark(const struct tokens *tokens, size_t i, int32_t c)
{
    return tokens->p[i].kind == TOKEN_MARK && tokens->p[i].value == c;
}

bool token_is_joined(const struct tokens *tokens, size_t i)
{
    return tokens->p[i].kind != TOKEN_END && tokens->p[i].gap == GAP_NONE;
}

bool token_is_word(const struct tokens *tokens, size_t i, struct str word)
{
    return tokens->p[i].kind == TOKEN_WORD && tokens->p[i].n == word.n &&
           str_eq_nocase(token_str(tokens, i), word);
}

size_t token_digits(const struct tokens *tokens, size_t i, char *out, size_t max)
{
    struct str s = token_str(tokens, i);
    size_t n = 0;
    for (size_t at = 0; at < s.n && n < max;) {
        int32_t value = u_charDigitValue(unicode_next(s, &at));
        if (value >= 0)
            out[n++] = (char)('0' + value);
    }
    return n;
}

int32_t token_value(const struct tokens *tokens, size_t i)
{
    enum { DIGITS_MAX = 9 };
    char digits[DIGITS_MAX];
    if (tokens->p[i].kind != TOKEN_NUMBER || tokens->p[i].value > DIGITS_MAX)
        return -1;
    size_t n = token_digits(tokens, i, digits, DIGITS_MAX);
    int32_t value = 0;
    for (size_t k = 0; k < n; k++)
        value = value * 10 + (digits[k] - '0');
    return value;
}

size_t token_end(const struct tokens *tokens, size_t i)
{
    return (size_t)tokens->p[i].at + tokens->p[i].n;
}

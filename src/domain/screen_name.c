/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whether a person is named (screen_parts.h; the words are in screen_cues.def).
 *
 * A capital alone means nothing: a title or a cue must stand before it. "Mr. X" is how one avoids a
 * name, and "my name is Ana" is the author's own affair: neither is found. Nothing is known of who
 * is famous. */
#include <string.h>

#include "domain/screen_parts.h"

struct cue {
    struct str words;
    size_t n; /* capitalised words that must follow */
};

static const struct str titles[] = {
#define TITLE(word) STR_INIT(word),
#include "domain/screen_cues.def"
};
static const struct str shorts[] = {
#define SHORT(word) STR_INIT(word),
#include "domain/screen_cues.def"
};
static const struct cue cues[] = {
#define CUE(words, n) {STR_INIT(words), n},
#include "domain/screen_cues.def"
};
static const struct str bares[] = {
#define BARE(words) STR_INIT(words),
#include "domain/screen_cues.def"
};
static const struct str wides[] = {
#define WIDE(characters) STR_INIT(characters),
#include "domain/screen_cues.def"
};
static const struct str ranks[] = {
#define RANK(characters) STR_INIT(characters),
#include "domain/screen_cues.def"
};
static const struct str families[] = {
#define FAMILY(characters) STR_INIT(characters),
#include "domain/screen_cues.def"
};
static const struct str stops[] = {
#define STOP(word) STR_INIT(word),
#include "domain/screen_cues.def"
};

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static bool is_among(struct str word, const struct str *list, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (list[k].n == word.n && screen_same(word, list[k]))
            return true;
    return false;
}

static bool is_stop(const struct tokens *tokens, size_t i)
{
    return is_among(token_str(tokens, i), stops, COUNT_OF(stops));
}

/* --- scripts with capitals --- */

/* A capital, then small letters: not an initial, not SHOUTED. */
static bool is_capitalised(const struct token *token)
{
    enum { BOTH = LOOK_CAPITAL | LOOK_LOWER };
    return token->kind == TOKEN_WORD && (token->look & BOTH) == BOTH;
}

/* What stands between the parts of a name: "de la", "van der", "bin", an initial. */
static bool is_particle(const struct tokens *tokens, size_t i)
{
    static const struct str particles[] = {
        STR_INIT("de"),  STR_INIT("la"),  STR_INIT("del"), STR_INIT("van"), STR_INIT("der"),
        STR_INIT("den"), STR_INIT("von"), STR_INIT("da"),  STR_INIT("dos"), STR_INIT("bin"),
        STR_INIT("al"),  STR_INIT("el"),  STR_INIT("di"),  STR_INIT("y")};
    const struct token *token = &tokens->p[i];
    if (token->kind == TOKEN_MARK)
        return token->gap == GAP_NONE && (token->value == '.' || token->value == '-' ||
                                          token->value == '\'' || token->value == 0x2019);
    if (token->kind != TOKEN_WORD || token->gap == GAP_LINE)
        return false;
    return (token->n == 1 && (token->look & LOOK_CAPITAL)) ||
           is_among(token_str(tokens, i), particles, COUNT_OF(particles));
}

/* The last token of the name that begins with the capitalised word i; how many capitalised words
 * or initials it has in *parts. */
static size_t name_end(const struct tokens *tokens, size_t i, size_t *parts)
{
    enum { TOKENS_MOST = 10 };
    size_t last = i;
    *parts = 1;
    for (size_t k = i + 1; k < i + TOKENS_MOST; k++) {
        const struct token *token = &tokens->p[k];
        bool after_point = token_is_mark(tokens, k - 1, '.');
        if (after_point && tokens->p[k - 2].n > 1)
            break; /* the sentence ended */
        if (is_capitalised(token) && token->gap != GAP_LINE) {
            /* "Jean-Luc", "O'Brien" are one */
            *parts += token->gap != GAP_NONE || tokens->p[k - 2].n == 1;
            last = k;
        } else if (!is_particle(tokens, k)) {
            break;
        }
    }
    return last;
}

/* The first token of the cue whose words stand right before token i, each a space apart
 * ("s'appelle" joined); 0 when they do not. */
static size_t stands_before(const struct tokens *tokens, size_t i, struct str words)
{
    size_t end = words.n;
    for (size_t k = i - 1; k > 0; k--) {
        size_t from = end;
        while (from > 0 && words.p[from - 1] != ' ' && words.p[from - 1] != '\'' &&
               words.p[from] != '\'')
            from--;
        if (from == end)
            from--; /* the apostrophe itself */
        struct str word = str_sub(words, from, end - from);
        bool quote = str_eq(word, STR("'")) && token_is_mark(tokens, k, 0x2019);
        if (!quote && !screen_same(token_str(tokens, k), word))
            return 0;
        if (from == 0)
            return k;
        end = words.p[from - 1] == ' ' ? from - 1 : from;
        if (tokens->p[k].gap == GAP_LINE)
            return 0;
    }
    return 0;
}

static bool is_article(const struct tokens *tokens, size_t i)
{
    static const struct str articles[] = {
        STR_INIT("die"),  STR_INIT("eine"), STR_INIT("der"),   STR_INIT("einer"), STR_INIT("keine"),
        STR_INIT("jede"), STR_INIT("als"),  STR_INIT("seine"), STR_INIT("meine"), STR_INIT("ihre")};
    return is_among(token_str(tokens, i), articles, COUNT_OF(articles));
}

/* "Professor Hill", "Dr. Hill": i is the name. */
static bool has_title(const struct tokens *tokens, size_t i)
{
    bool point = token_is_mark(tokens, i - 1, '.') && tokens->p[i - 1].gap == GAP_NONE;
    size_t k = point ? i - 2 : i - 1;
    if (tokens->p[k].kind != TOKEN_WORD || tokens->p[i].gap == GAP_LINE)
        return false;
    struct str word = token_str(tokens, k);
    if (tokens->p[k - 1].kind == TOKEN_NUMBER)
        return false; /* "12 ms. Then" */
    if (word.n == 1 && !(point && (tokens->p[k].look & LOOK_CAPITAL)))
        return false; /* "M. Dupont", but no "I'm" and no "г" alone */
    bool possessive = tokens->p[k].gap == GAP_NONE && tokens->p[k - 1].kind == TOKEN_MARK &&
                      (tokens->p[k - 1].value == '\'' || tokens->p[k - 1].value == 0x2019);
    if (possessive) /* "I don't", "I'm" */
        return false;
    if (is_among(word, shorts, COUNT_OF(shorts)))
        return point || (tokens->p[k].look & LOOK_CAPITAL);
    return !point && is_among(word, titles, COUNT_OF(titles)) && !is_article(tokens, k - 1);
}

static size_t capital_name(const struct screened *s, size_t i, struct finding *found)
{
    const struct tokens *tokens = &s->tokens;
    const struct token *before = &tokens->p[i - 1];
    size_t parts = 0;
    if (before->kind == TOKEN_END || tokens->p[i].gap != GAP_SPACE)
        return i;
    if (before->kind == TOKEN_MARK && before->value != '.')
        return i;
    bool titled = has_title(tokens, i);
    if (!titled && before->kind != TOKEN_WORD)
        return i;
    size_t needed = 0;
    char last = tokens->text.p[token_end(tokens, i - 1) - 1];
    bool may_be_cue = !titled && !(before->look & LOOK_CAPITAL);
    for (size_t k = 0; may_be_cue && needed == 0 && k < COUNT_OF(cues); k++)
        if (cues[k].words.p[cues[k].words.n - 1] == last && stands_before(tokens, i, cues[k].words))
            needed = cues[k].n;
    if ((!titled && needed == 0) || is_stop(tokens, i))
        return i;
    size_t end = name_end(tokens, i, &parts);
    return titled || parts >= needed ? screen_span(s, SCREEN_NAME, i, end, found) : i;
}

/* --- scripts without capitals --- */

static size_t bare_name(const struct screened *s, size_t i, struct finding *found)
{
    enum { LEAST_BYTES = 4 };
    const struct tokens *tokens = &s->tokens;
    size_t before = i - 1;
    if (token_is_mark(tokens, before, ':') || token_is_mark(tokens, before, '.'))
        before--; /* "اسمه: …" */
    if (tokens->p[before].kind != TOKEN_WORD || tokens->p[i].gap == GAP_LINE)
        return i;
    size_t behind = token_end(tokens, before);
    for (size_t k = 0; behind >= LEAST_BYTES && k < COUNT_OF(bares); k++) {
        /* All cues have four bytes; most words end otherwise. */
        if (memcmp(bares[k].p + bares[k].n - LEAST_BYTES, tokens->text.p + behind - LEAST_BYTES,
                   LEAST_BYTES) != 0)
            continue;
        size_t cue = stands_before(tokens, before + 1, bares[k]);
        if (cue == 0)
            continue;
        /* also before it: "I do not say his name …" */
        if (is_stop(tokens, i) || is_stop(tokens, cue - 1) || tokens->p[i].n < LEAST_BYTES)
            return i;
        size_t end = i;
        const struct token *next = &tokens->p[i + 1];
        if (next->kind == TOKEN_WORD && next->gap == GAP_SPACE && (next->look & LOOK_NO_CASE) &&
            !is_stop(tokens, i + 1))
            end = i + 1;
        return screen_span(s, SCREEN_NAME, i, end, found);
    }
    return i;
}

/* Of a Han character but for the rarest; of two. */
enum { WIDE_BYTES = 3, WIDE_TWO = 6 };

static bool is_family(struct str text, size_t at)
{
    for (size_t k = 0; k < families->n; k += WIDE_BYTES)
        if (memcmp(families->p + k, text.p + at, WIDE_BYTES) == 0)
            return true;
    return false;
}

/* Where a cue begins at `at` of the run: the bytes of the family name behind it, or before a
 * rank. */
static bool wide_name(struct str run, size_t at, struct str *name)
{
    for (size_t k = 0; k < COUNT_OF(wides); k++) {
        size_t end = at + wides[k].n;
        if (run.p[at + 2] == wides[k].p[2] && end + WIDE_TWO <= run.n &&
            memcmp(run.p + at, wides[k].p, wides[k].n) == 0 && is_family(run, end)) {
            *name = str_sub(run, end, WIDE_TWO);
            return true;
        }
    }
    for (size_t k = 0; at >= WIDE_BYTES && k < COUNT_OF(ranks); k++) {
        size_t end = at + ranks[k].n;
        if (run.p[at + 2] == ranks[k].p[2] && end <= run.n &&
            memcmp(run.p + at, ranks[k].p, ranks[k].n) == 0 && is_family(run, at - WIDE_BYTES)) {
            *name = str_sub(run, at - WIDE_BYTES, ranks[k].n + WIDE_BYTES);
            return true;
        }
    }
    return false;
}

/* One of 64 bits for a character of three bytes. */
static uint64_t wide_bit(const char *p)
{
    return UINT64_C(1) << (((unsigned char)p[1] * 7U + (unsigned char)p[2]) % 64);
}

/* The bits of the first characters of all cues: most characters begin none. */
static uint64_t wide_mask(void)
{
    uint64_t mask = 0;
    for (size_t k = 0; k < COUNT_OF(wides); k++)
        mask |= wide_bit(wides[k].p);
    for (size_t k = 0; k < COUNT_OF(ranks); k++)
        mask |= wide_bit(ranks[k].p);
    return mask;
}

static size_t name_in_run(const struct screened *s, size_t i, struct finding *found)
{
    struct str run = token_str(&s->tokens, i);
    struct str name;
    uint64_t mask = wide_mask();
    for (size_t at = 0; at + WIDE_TWO <= run.n; at += WIDE_BYTES) {
        if (((unsigned char)run.p[at] & 0xF0) != 0xE0)
            return i; /* rarer characters: the steps are no longer whole */
        if ((mask & wide_bit(run.p + at)) && wide_name(run, at, &name))
            return screen_bytes(s, SCREEN_NAME, name, i, found);
    }
    return i;
}

size_t screen_name(const struct screened *s, size_t i, struct finding *found)
{
    const struct token *token = &s->tokens.p[i];
    if (is_capitalised(token))
        return capital_name(s, i, found);
    if (token->look & LOOK_WIDE)
        return name_in_run(s, i, found);
    if (token->look & LOOK_NO_CASE)
        return bare_name(s, i, found);
    return i;
}

bool screen_is_full_name(const struct screened *s, size_t i)
{
    const struct tokens *tokens = &s->tokens;
    const struct token *token = &tokens->p[i];
    size_t parts = 0;
    if (token_is_mark(tokens, i - 1, '#') || token->kind != TOKEN_WORD)
        return false;
    bool is_initial = token->n == 1 && (token->look & LOOK_CAPITAL) &&
                      token_is_mark(tokens, i + 1, '.') && tokens->p[i + 1].gap == GAP_NONE;
    if (is_initial)
        return is_capitalised(&tokens->p[i + 2]) && tokens->p[i + 2].gap != GAP_LINE;
    if (!is_capitalised(token) || is_stop(tokens, i))
        return false;
    (void)name_end(tokens, i, &parts);
    return parts > 1;
}

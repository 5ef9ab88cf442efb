/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A person's words made clean, cut short, and recognised as bare: see text.h.
 *
 * Of the bidi controls, isolates do what people need (a name in another script inside a sentence)
 * and cannot leak when closed; embeddings and overrides can make a text read other than it is, so
 * they go. Marks without a scope (LRM, RLM, ALM), ZWNJ and ZWJ belong to spelling and stay. */
#include "domain/text.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include "domain/hashtag_text.h"
#include "domain/link_text.h"
#include "domain/unicode.h"

enum {
    NEXT_LINE = 0x85,
    LINE_SEPARATOR = 0x2028,
    PARAGRAPH_SEPARATOR = 0x2029,
    FIRST_ISOLATE = 0x2066,
    LAST_ISOLATE = 0x2068,
    POP_ISOLATE = 0x2069,
    ISOLATES_MAX = 16, /* open at once; deeper ones are taken away */
    BLANK_LINES_MAX = 2,
    BYTES_PER_CHAR_MAX = 8, /* of raw text; beyond, it is refused unread */
};

static bool is_newline(int32_t c)
{
    return c == '\n' || c == '\r' || c == NEXT_LINE || c == LINE_SEPARATOR ||
           c == PARAGRAPH_SEPARATOR;
}

/* Cannot be seen, and does nothing but deceive or break things further on. */
static bool is_dropped(int32_t c)
{
    if (c < 0x20)
        return c != '\t' && c != '\n' && c != '\r';
    if (c < 0x7F)
        return false;
    return (c <= 0x9F && c != NEXT_LINE) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x206A && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
           U_IS_UNICODE_NONCHAR(c);
}

static bool is_isolate(int32_t c)
{
    return c >= FIRST_ISOLATE && c <= LAST_ISOLATE;
}

static bool is_visible(int32_t c)
{
    enum { BRAILLE_BLANK = 0x2800 };
    if (c < 0x7F)
        return c > ' ';
    return !unicode_is_space(c) && c != BRAILLE_BLANK &&
           !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

static bool has_visible(struct str s)
{
    for (size_t i = 0; i < s.n;)
        if (is_visible(unicode_next(s, &i)))
            return true;
    return false;
}

static size_t trimmed_end(struct str s, size_t from)
{
    size_t end = s.n;
    while (end > from) {
        int32_t c = unicode_before(s, end);
        if (!unicode_is_space(c))
            break;
        end -= (size_t)U8_LENGTH(c);
    }
    return end;
}

/* --- text of several lines --- */

struct cleaner {
    char *p;
    size_t n;
    size_t line;   /* where the present line begins */
    size_t blanks; /* blank lines just written */
    size_t open;   /* isolates open in this line */
    size_t excess; /* openings taken away because too deep */
};

static void put(struct cleaner *clean, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        clean->p[clean->n++] = s.p[i];
}

static void end_line(struct cleaner *clean)
{
    clean->n = trimmed_end((struct str){clean->p, clean->n}, clean->line);
    for (; clean->open > 0; clean->open--)
        put(clean, STR("\u2069"));
    clean->excess = 0;
    clean->blanks = clean->n == clean->line ? clean->blanks + 1 : 0;
}

static void begin_line(struct cleaner *clean)
{
    if (clean->n > 0 && clean->blanks <= BLANK_LINES_MAX)
        put(clean, STR("\n"));
    clean->line = clean->n;
}

/* Whether an isolate or its end may be written. */
static bool may_nest(struct cleaner *clean, int32_t c)
{
    if (is_isolate(c)) {
        bool fits = clean->open < ISOLATES_MAX;
        clean->open += fits;
        clean->excess += !fits;
        return fits;
    }
    if (clean->excess > 0) {
        clean->excess--;
        return false;
    }
    bool opened = clean->open > 0;
    clean->open -= opened;
    return opened;
}

static struct str clean_lines(struct cleaner *clean, struct str raw)
{
    for (size_t i = 0, next = 0; i < raw.n; i = next) {
        int32_t c = unicode_next(raw, &next);
        if (is_newline(c)) {
            if (c == '\r' && next < raw.n && raw.p[next] == '\n')
                next++;
            end_line(clean);
            begin_line(clean);
        } else if (is_isolate(c) || c == POP_ISOLATE) {
            if (may_nest(clean, c))
                put(clean, str_sub(raw, i, next - i));
        } else if (!is_dropped(c)) {
            put(clean, str_sub(raw, i, next - i));
        }
    }
    end_line(clean);
    struct str s = {clean->p, trimmed_end((struct str){clean->p, clean->n}, 0)};
    size_t from = 0;
    for (size_t next = 0; next < s.n && unicode_is_space(unicode_next(s, &next));)
        from = next;
    return str_sub(s, from, s.n - from);
}

/* --- one line --- */

/* At most max_chars code points and one more of raw (valid), on one line, without isolates. */
static struct str flatten(char *p, struct str raw, size_t max_chars)
{
    size_t n = 0;
    size_t chars = 0;
    bool space = false;
    for (size_t i = 0, next = 0; i < raw.n && chars <= max_chars; i = next) {
        int32_t c = unicode_next(raw, &next);
        if (unicode_is_space(c)) {
            space = n > 0;
            continue;
        }
        if (is_dropped(c) || is_isolate(c) || c == POP_ISOLATE)
            continue;
        if (space) {
            p[n++] = ' ';
            chars++;
        }
        space = false;
        for (size_t j = i; j < next; j++)
            p[n++] = raw.p[j];
        chars++;
    }
    return (struct str){p, n};
}

/* --- both --- */

/* Room for the raw text and an end for every isolate in it. */
static enum err room(struct arena *arena, struct str raw, size_t max_chars, char **p)
{
    if (raw.n / BYTES_PER_CHAR_MAX > max_chars)
        return ERR_TOO_LARGE;
    if (!str_is_utf8(raw))
        return ERR_BAD_INPUT;
    *p = arena_try_array(arena, char, raw.n * 2 + 1);
    return *p ? OK : ERR_TOO_LARGE;
}

static enum err finish(struct arena *arena, struct str clean, size_t max_chars, struct str *out)
{
    struct str normal;
    TRY(unicode_normal(arena, clean, UNICODE_NFC, &normal));
    if (!has_visible(normal))
        normal = STR("");
    if (str_chars(normal) > max_chars)
        return ERR_TOO_LARGE;
    *out = normal;
    return OK;
}

enum err text_clean(struct arena *arena, struct str raw, size_t max_chars, struct str *out)
{
    struct cleaner clean = {0};
    if (raw.n == 0) {
        *out = STR("");
        return OK;
    }
    TRY(room(arena, raw, max_chars, &clean.p));
    return finish(arena, clean_lines(&clean, raw), max_chars, out);
}

enum err text_clean_line(struct arena *arena, struct str raw, size_t max_chars, struct str *out)
{
    char *p = NULL;
    if (raw.n == 0) {
        *out = STR("");
        return OK;
    }
    TRY(room(arena, raw, max_chars, &p));
    return finish(arena, flatten(p, raw, raw.n), max_chars, out);
}

/* --- excerpts --- */

/* The last place, at most `limit`, where no grapheme is cut; `limit` if ICU fails. */
static size_t grapheme_before(struct str s, size_t limit)
{
    UErrorCode code = U_ZERO_ERROR;
    UText *text = utext_openUTF8(NULL, s.p, (int64_t)s.n, &code);
    UBreakIterator *breaks = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &code);
    size_t cut = limit;
    if (U_SUCCESS(code)) {
        ubrk_setUText(breaks, text, &code);
        if (U_SUCCESS(code) && !ubrk_isBoundary(breaks, (int32_t)limit)) {
            int32_t before = ubrk_preceding(breaks, (int32_t)limit);
            cut = before > 0 ? (size_t)before : limit;
        }
    }
    if (breaks)
        ubrk_close(breaks);
    utext_close(text);
    return cut;
}

/* Where to cut: at a space in the second half, else between graphemes. */
static size_t cut_before(struct str s, size_t limit)
{
    if (s.p[limit] == ' ')
        return limit;
    for (size_t i = limit; i > limit / 2; i--)
        if (s.p[i - 1] == ' ')
            return i - 1;
    return grapheme_before(s, limit);
}

struct str text_plain_excerpt(struct arena *arena, struct str text, size_t max_chars)
{
    if (max_chars == 0 || !str_is_utf8(text))
        return STR("");
    /* No more is looked at than a long run of invisible characters could waste. */
    struct str head = str_sub(text, 0, unicode_offset(text, max_chars * 4 + 64));
    char *p = arena_try_array(arena, char, head.n + sizeof "…");
    if (!p)
        return STR("");
    struct str flat = flatten(p, head, max_chars);
    if (str_chars(flat) <= max_chars && head.n == text.n)
        return flat;
    size_t limit = unicode_offset(flat, max_chars - 1);
    struct str begin = str_sub(flat, 0, limit < flat.n ? cut_before(flat, limit) : limit);
    for (size_t i = 0; i < sizeof "…" - 1; i++)
        p[begin.n + i] = "…"[i];
    return (struct str){p, begin.n + sizeof "…" - 1};
}

/* --- bare --- */

/* "Me too" as people say it: case folded, without spaces and punctuation, with and without the
 * accents that keyboards make hard. Whoever says more than one of these, or anything else, tells
 * something. */
static const char *const me_too[] = {
    /* English, Spanish */
    "metoo",
    "ialso",
    "yotambién",
    "yotambien",
    "amítambién",
    "amitambien",
    /* French, German, Italian, Portuguese, Catalan */
    "moiaussi",
    "ichauch",
    "mirauch",
    "anchio",
    "eutambém",
    "eutambem",
    "jotambé",
    "jotambe",
    /* Dutch, Swedish, Danish and Norwegian, Finnish */
    "ikook",
    "jagockså",
    "jegogså",
    "minämyös",
    "memyös",
    /* Polish, Czech, Romanian, Hungarian */
    "jateż",
    "jatez",
    "játaké",
    "șieu",
    "énis",
    /* Russian, Ukrainian, Bulgarian, Serbian, Greek */
    "ятоже",
    "ятеж",
    "азсъщо",
    "ија",
    "κιεγώ",
    "καιεγώ",
    /* Turkish, Indonesian, Swahili */
    "bende",
    "sayajuga",
    "akujuga",
    "mimipia",
    /* Arabic, with and without hamza */
    "أناأيضا",
    "أناكمان",
    "وأناأيضا",
    "وأناكمان",
    "اناايضا",
    "اناكمان",
    "أنازادة",
    /* Persian, Urdu, Hebrew, Hindi, Bengali */
    "منهم",
    "میںبھی",
    "גםאני",
    "मैंभी",
    "আমিও",
    /* Chinese, Japanese, Korean, Vietnamese, Thai */
    "我也是",
    "私も",
    "わたしも",
    "나도",
    "tôicũngvậy",
    "ฉันด้วย",
};

enum { BARE_MAX_BYTES = 64 };

/* Case folded letters, digits and their marks into `said`; false when they are too many for any
 * of the words above. */
static bool say(char *said, size_t *n, int32_t c)
{
    uint32_t category = U_GET_GC_MASK(c);
    bool mark = (category & U_GC_M_MASK) != 0;
    if ((category & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) == 0)
        return true;
    /* Variation selectors and the like. */
    if (mark && u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
        return true;
    if (*n + U8_MAX_LENGTH > BARE_MAX_BYTES)
        return false;
    *n += unicode_put(said + *n, u_foldCase(c, U_FOLD_CASE_DEFAULT));
    return true;
}

/* What stands at `at` beside words: a tag or mention is stepped over. */
static size_t entity_end(struct str text, size_t at)
{
    struct hashtag_span span;
    struct str name;
    if (hashtag_at(text, at, &span))
        return span.end;
    if (mention_at(text, at, &name))
        return at + 1 + name.n;
    return at;
}

bool text_is_bare(struct str text)
{
    char said[BARE_MAX_BYTES];
    size_t n = 0;
    for (size_t i = 0; i < text.n;) {
        if (link_end(text, i) > i)
            return false;
        size_t end = entity_end(text, i);
        if (end > i) {
            i = end;
            continue;
        }
        int32_t c = unicode_next(text, &i);
        if (c < 0 || !say(said, &n, c))
            return false;
    }
    if (n == 0)
        return true;
    for (size_t i = 0; i < sizeof me_too / sizeof *me_too; i++)
        if (str_eq((struct str){said, n}, str_of(me_too[i])))
            return true;
    return false;
}

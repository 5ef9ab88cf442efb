/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Hashtags in a text: see hashtag_text.h for the rules.
 *
 * hashtag_next runs over every post, so ASCII is decided by a comparison and ICU is asked only
 * about other scripts. It never looks back further than one code point, and what it skips it reads
 * at most twice: linear for any text. */
#include "domain/hashtag_text.h"

#include <unicode/uchar.h>

#include "domain/link_text.h"
#include "domain/unicode.h"

enum {
    VARIATION_TEXT = 0xFE0E,
    VARIATION_EMOJI = 0xFE0F,
    KEYCAP = 0x20E3,
    ZWNJ = 0x200C,
    ZWJ = 0x200D,
    MIDDLE_DOT = 0x00B7,
    LEFT_TO_RIGHT_MARK = 0x200E,
    RIGHT_TO_LEFT_MARK = 0x200F,
    ARABIC_LETTER_MARK = 0x061C,
};

/* What a code point does in a word. */
enum kind {
    KIND_NONE,   /* ends it */
    KIND_LETTER, /* at least one is needed */
    KIND_DIGIT,  /* digits and '_': anywhere */
    KIND_MARK,   /* combining marks, and punctuation that belongs to words: not first */
    KIND_JOINER, /* only between two others */
};

static enum kind ascii_kind(int32_t c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
        return KIND_LETTER;
    return (c >= '0' && c <= '9') || c == '_' ? KIND_DIGIT : KIND_NONE;
}

/* What UTS #31 leaves to each profile (its tables 3 and 3a), and the dots and dashes that Japanese
 * and Catalan words hold. */
static enum kind special_kind(int32_t c)
{
    switch (c) {
    case MIDDLE_DOT: /* il·lusió */
    case 0x0387:     /* the same, as Greek keyboards have it */
    case ZWNJ:       /* می‌خواهم */
    case ZWJ:        /* ශ්‍රී */
    case 0x301C:     /* wave dash */
    case 0xFF5E:     /* and its fullwidth twin */
    case 0x30A0:     /* katakana double hyphen */
    case 0x30FB:     /* katakana middle dot, and its halfwidth twin */
    case 0xFF65:
        return KIND_JOINER;
    case 0x05BE: /* Hebrew maqaf, geresh, gershayim */
    case 0x05F3:
    case 0x05F4:
    case 0x0F0B: /* Tibetan tsheg, between and behind syllables; the same, not breaking */
    case 0x0F0C:
    case 0x3003: /* ditto mark */
        return KIND_MARK;
    default:
        return KIND_NONE;
    }
}

static enum kind kind_of(int32_t c)
{
    if (c < 0x80)
        return ascii_kind(c);
    enum kind special = special_kind(c);
    if (special != KIND_NONE)
        return special;
    if (!u_hasBinaryProperty(c, UCHAR_XID_CONTINUE) || c == VARIATION_TEXT || c == VARIATION_EMOJI)
        return KIND_NONE;
    uint32_t category = U_GET_GC_MASK(c);
    if (category & U_GC_M_MASK)
        return KIND_MARK;
    /* Letters that cannot be seen, as the Hangul fillers: a tag of them would look empty. */
    if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
        return KIND_NONE;
    return category & (U_GC_ND_MASK | U_GC_PC_MASK) ? KIND_DIGIT : KIND_LETTER;
}

/* Where the word that begins at `at` ends; `at` when there is none or it is too long. */
static size_t word_end(struct str text, size_t at)
{
    size_t end = at;
    size_t chars = 0;
    size_t chars_at_end = 0;
    bool letter = false;
    bool after_word = false;
    for (size_t i = at; i < text.n;) {
        enum kind kind = kind_of(unicode_next(text, &i));
        bool needs_word = kind == KIND_JOINER || (kind == KIND_MARK && end == at);
        if (kind == KIND_NONE || (needs_word && !after_word))
            break;
        chars++;
        after_word = kind != KIND_JOINER;
        if (after_word) {
            end = i;
            chars_at_end = chars;
        }
        letter = letter || kind == KIND_LETTER;
    }
    return letter && chars_at_end <= HASHTAG_MAX_CHARS ? end : at;
}

/* --- emoji --- */

static int32_t peek(struct str text, size_t at)
{
    return at < text.n ? unicode_next(text, &at) : -1;
}

static size_t skip(struct str text, size_t at)
{
    (void)unicode_next(text, &at);
    return at;
}

/* Signs such as trade marks and arrows are pictographs too, but in most texts just signs: below
 * the blocks of pictures they count only when asked for as emoji. */
static bool is_picture(int32_t c, int32_t next)
{
    if (c < 0x80 || u_hasBinaryProperty(c, UCHAR_REGIONAL_INDICATOR))
        return false;
    if (u_hasBinaryProperty(c, UCHAR_EMOJI_PRESENTATION))
        return true;
    if (!u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC))
        return false;
    return next == VARIATION_EMOJI || (c >= 0x2600 && c < 0x3000) || c >= 0x1F000;
}

/* Behind a picture: presentation, skin tone, the letters of a regional flag. */
static size_t modifiers_end(struct str text, size_t at)
{
    while (at < text.n) {
        int32_t c = peek(text, at);
        bool tag_letter = c >= 0xE0020 && c <= 0xE007F;
        if (c != VARIATION_TEXT && c != VARIATION_EMOJI && !tag_letter &&
            !u_hasBinaryProperty(c, UCHAR_EMOJI_MODIFIER))
            break;
        at = skip(text, at);
    }
    return at;
}

/* "1️⃣": a digit, perhaps U+FE0F, U+20E3. `at` when it is none. */
static size_t keycap_end(struct str text, size_t at)
{
    size_t i = at + 1;
    if (peek(text, i) == VARIATION_EMOJI)
        i = skip(text, i);
    return peek(text, i) == KEYCAP ? skip(text, i) : at;
}

/* Where one emoji, with all that is joined to it, ends (UTS #51 ED-16); `at` when none begins. */
static size_t emoji_end(struct str text, size_t at)
{
    int32_t c = peek(text, at);
    if (c >= '0' && c <= '9')
        return keycap_end(text, at);
    size_t i = at < text.n ? skip(text, at) : at;
    int32_t next = peek(text, i);
    if (c >= 0 && u_hasBinaryProperty(c, UCHAR_REGIONAL_INDICATOR)) {
        bool flag = next >= 0 && u_hasBinaryProperty(next, UCHAR_REGIONAL_INDICATOR);
        return flag ? skip(text, i) : at;
    }
    if (!is_picture(c, next))
        return at;
    i = modifiers_end(text, i);
    while (peek(text, i) == ZWJ) {
        size_t joined = skip(text, i);
        int32_t other = peek(text, joined);
        if (other < 0x80 || !u_hasBinaryProperty(other, UCHAR_EXTENDED_PICTOGRAPHIC))
            break;
        i = modifiers_end(text, skip(text, joined));
    }
    return i;
}

static size_t emojis_end(struct str text, size_t at)
{
    size_t end = at;
    for (size_t next = emoji_end(text, at); next > end; next = emoji_end(text, end))
        end = next;
    return str_chars(str_sub(text, at, end - at)) <= HASHTAG_MAX_CHARS ? end : at;
}

/* --- tags --- */

static size_t mark_length(struct str text, size_t at)
{
    static const struct str fullwidth = STR_INIT("＃");
    if (text.p[at] == '#')
        return 1;
    return str_starts(str_sub(text, at, fullwidth.n), fullwidth) ? fullwidth.n : 0;
}

static bool may_begin_after(int32_t c)
{
    if (c < 0)
        return true;
    if (c == '&' || c == '/' || c == ZWNJ || c == ZWJ || c == MIDDLE_DOT)
        return false;
    enum kind kind = kind_of(c);
    return kind == KIND_NONE || kind == KIND_JOINER;
}

static bool is_direction_mark(int32_t c)
{
    return c == LEFT_TO_RIGHT_MARK || c == RIGHT_TO_LEFT_MARK || c == ARABIC_LETTER_MARK;
}

bool hashtag_at(struct str text, size_t at, struct hashtag_span *span)
{
    size_t mark = at < text.n ? mark_length(text, at) : 0;
    if (mark == 0 || !may_begin_after(unicode_before(text, at)))
        return false;
    size_t from = at + mark;
    /* Facebook puts one there. */
    if (is_direction_mark(peek(text, from)))
        from = skip(text, from);
    size_t end = word_end(text, from);
    if (end == from)
        end = emojis_end(text, from);
    if (end == from || str_starts(str_sub(text, end, 3), STR("://")))
        return false;
    *span = (struct hashtag_span){.at = at, .end = end, .name = str_sub(text, from, end - from)};
    return true;
}

bool hashtag_next(struct str text, size_t from, struct hashtag_span *span)
{
    enum { LEAD_OF_FULLWIDTH_MARK = 0xEF };
    for (size_t i = from; i < text.n;) {
        unsigned char c = (unsigned char)text.p[i];
        if ((c == '#' || c == LEAD_OF_FULLWIDTH_MARK) && hashtag_at(text, i, span))
            return true;
        size_t end = c == 'h' || c == 'H' ? link_end(text, i) : i;
        i = end > i ? end : i + 1;
    }
    return false;
}

/* --- names --- */

static bool is_bidi_control(int32_t c)
{
    return is_direction_mark(c) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static bool is_whole_name(struct str name)
{
    return name.n > 0 && (word_end(name, 0) == name.n || emojis_end(name, 0) == name.n);
}

static struct str without_mark(struct str s)
{
    size_t mark = s.n > 0 ? mark_length(s, 0) : 0;
    return str_sub(s, mark, s.n - mark);
}

bool hashtag_is_valid(struct str s)
{
    return str_is_utf8(s) && is_whole_name(without_mark(s));
}

static struct str trimmed(struct str s)
{
    size_t from = 0;
    while (from < s.n && unicode_is_space(peek(s, from)))
        from = skip(s, from);
    size_t end = s.n;
    while (end > from && unicode_is_space(unicode_before(s, end)))
        end -= (size_t)U8_LENGTH(unicode_before(s, end));
    return str_sub(s, from, end - from);
}

static enum err without_bidi(struct arena *arena, struct str s, struct str *out)
{
    char *p = arena_try_array(arena, char, s.n + 1);
    if (!p)
        return ERR_TOO_LARGE;
    size_t n = 0;
    for (size_t i = 0, next = 0; i < s.n; i = next) {
        bool drop = is_bidi_control(unicode_next(s, &next));
        for (size_t j = i; j < next && !drop; j++)
            p[n++] = s.p[j];
    }
    *out = (struct str){p, n};
    return OK;
}

enum err hashtag_display(struct arena *arena, struct str s, struct str *name)
{
    enum { BYTES_MAX = HASHTAG_MAX_CHARS * 16 };
    struct str plain;
    if (s.n == 0 || s.n > BYTES_MAX || !str_is_utf8(s))
        return ERR_BAD_INPUT;
    TRY(without_bidi(arena, s, &plain));
    TRY(unicode_normal(arena, without_mark(trimmed(plain)), UNICODE_NFC, &plain));
    if (!is_whole_name(plain))
        return ERR_BAD_INPUT;
    *name = plain;
    return OK;
}

enum err hashtag_key(struct arena *arena, struct str s, struct str *key)
{
    struct str name;
    struct str folded;
    TRY(hashtag_display(arena, s, &name));
    TRY(unicode_normal(arena, name, UNICODE_NFKC_CASEFOLD, &folded));
    if (folded.n == 0 || folded.n > HASHTAG_KEY_MAX_BYTES)
        return ERR_BAD_INPUT;
    *key = folded;
    return OK;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* URLs and mentions in a text: see link_text.h.
 *
 * Close to what twitter-text and Mastodon do, with these choices of our own: no list of top-level
 * domains (it ages); a host with '@' behind it is no link at all
 * ("https://bank.example@evil.example" deceives); letters of other scripts straight behind a domain
 * in ASCII do not belong to it
 * ("https://example.orgを見て"). */
#include "domain/link_text.h"

#include <unicode/uchar.h>

#include "domain/unicode.h"

enum { HOST_MAX = 253, PORT_DIGITS_MAX = 5, TOP_LEVEL_MIN = 2, IPV4_LABELS = 4 };

static bool is_digit(int32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_ascii_word(int32_t c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Letters, digits and marks of any script. */
static bool is_word(int32_t c)
{
    if (c < 0x80)
        return is_ascii_word(c);
    return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0;
}

static bool is_one_of(int32_t c, struct str set)
{
    return c > 0 && c < 0x80 && str_find(set, (char)c) < set.n;
}

static bool byte_is(struct str text, size_t at, char c)
{
    return at < text.n && text.p[at] == c;
}

/* --- URLs --- */

/* Scripts without spaces write straight up to a URL; only ASCII before it makes it part of
 * something else. */
static bool may_begin_after(int32_t c)
{
    enum { FULLWIDTH_HASH = 0xFF03, FULLWIDTH_AT = 0xFF20 };
    return !is_ascii_word(c) && c != '@' && c != '#' && c != '$' && c != FULLWIDTH_HASH &&
           c != FULLWIDTH_AT;
}

static size_t scheme_end(struct str text, size_t at)
{
    static const struct str schemes[] = {STR_INIT("https://"), STR_INIT("http://")};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (str_eq_nocase(str_sub(text, at, schemes[i].n), schemes[i]))
            return at + schemes[i].n;
    return at;
}

static size_t label_end(struct str text, size_t at, size_t limit)
{
    while (at < limit) {
        size_t next = at;
        int32_t c = unicode_next(text, &next);
        if (c != '-' && !is_word(c))
            break;
        at = next;
    }
    return at;
}

static bool all_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_digit(s.p[i]))
            return false;
    return s.n > 0;
}

/* A domain that begins in ASCII ends where ASCII ends. */
static size_t top_level_end(struct str text, size_t from, size_t end)
{
    if ((unsigned char)text.p[from] >= 0x80)
        return end;
    size_t at = from;
    while (at < end && (unsigned char)text.p[at] < 0x80)
        at++;
    return at;
}

/* Where the host that begins at `at` ends; `at` when it is none. */
static size_t host_end(struct str text, size_t at)
{
    size_t limit = text.n - at > HOST_MAX ? at + HOST_MAX : text.n;
    size_t labels = 0;
    size_t numeric = 0;
    size_t last = at;
    size_t end = at;
    for (size_t from = at, stop; (stop = label_end(text, from, limit)) > from; from = end + 1) {
        labels++;
        numeric += all_digits(str_sub(text, from, stop - from));
        last = from;
        end = stop;
        if (!byte_is(text, stop, '.'))
            break;
    }
    if (labels < 2 || end - at >= HOST_MAX)
        return at;
    if (numeric == labels)
        return labels == IPV4_LABELS ? end : at;
    end = top_level_end(text, last, end);
    return end - last >= TOP_LEVEL_MIN && !is_digit(text.p[last]) ? end : at;
}

static size_t port_end(struct str text, size_t at)
{
    if (!byte_is(text, at, ':'))
        return at;
    size_t end = at + 1;
    while (end < text.n && is_digit(text.p[end]) && end - at <= PORT_DIGITS_MAX)
        end++;
    return end == at + 1 ? at : end;
}

static bool is_url_char(int32_t c)
{
    enum { EN_DASH = 0x2013, ZWNJ = 0x200C, ZWJ = 0x200D };
    if (c > 0 && c < 0x80)
        return is_ascii_word(c) || is_one_of(c, STR("-.~:/?#[]@!$&'()*+,;=%"));
    return is_word(c) || c == EN_DASH || c == ZWNJ || c == ZWJ;
}

/* Takes punctuation off the end that belongs to the sentence, not to the URL; a closing bracket
 * stays when its opening one is inside. */
static size_t without_punctuation(struct str text, size_t from, size_t end)
{
    int64_t round = 0;
    int64_t square = 0;
    for (size_t i = from; i < end; i++) {
        round += (text.p[i] == '(') - (text.p[i] == ')');
        square += (text.p[i] == '[') - (text.p[i] == ']');
    }
    while (end > from) {
        char c = text.p[end - 1];
        bool loose = (c == ')' && round < 0) || (c == ']' && square < 0);
        if (!loose && !is_one_of(c, STR(".,;:!?'*~([")))
            break;
        round += (c == ')') - (c == '(');
        square += (c == ']') - (c == '[');
        end--;
    }
    return end;
}

size_t link_end(struct str text, size_t at)
{
    if (text.p[at] != 'h' && text.p[at] != 'H')
        return at; /* most characters of a text */
    size_t from = scheme_end(text, at);
    if (from == at || !may_begin_after(unicode_before(text, at)))
        return at;
    size_t host = host_end(text, from);
    if (host == from)
        return at;
    size_t authority = port_end(text, host);
    if (byte_is(text, authority, '@'))
        return at;
    if (authority == text.n || !is_one_of(text.p[authority], STR("/?#")))
        return authority;
    size_t end = authority;
    while (end < text.n) {
        size_t next = end;
        if (!is_url_char(unicode_next(text, &next)))
            break;
        end = next;
    }
    return without_punctuation(text, authority, end);
}

/* --- mentions --- */

/* A run of name characters that ends in a letter, digit or '_'. */
static size_t name_end(struct str text, size_t at)
{
    size_t end = at;
    for (size_t i = at; i < text.n; i++) {
        char c = text.p[i];
        if (is_ascii_word(c))
            end = i + 1;
        else if ((c != '.' && c != '-') || i == at)
            break;
    }
    return end;
}

bool mention_at(struct str text, size_t at, struct str *name)
{
    int32_t before = unicode_before(text, at);
    if (!byte_is(text, at, '@') || is_word(before) || before == '/' || before == '=' ||
        before == '@')
        return false;
    size_t end = name_end(text, at + 1);
    if (end == at + 1 || end - at - 1 > MENTION_NAME_MAX)
        return false;
    if (byte_is(text, end, '@')) {
        size_t host = host_end(text, end + 1);
        if (host > end + 1)
            end = host;
    }
    *name = str_sub(text, at + 1, end - at - 1);
    return true;
}

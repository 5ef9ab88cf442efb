/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Unicode over ICU: see unicode.h.
 *
 * ICU normalises UTF-16, so a text goes there and back; pure ASCII, most of what passes here,
 * never does. */
#include "domain/unicode.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

enum { BYTES_MAX = 64 * 1024 * 1024 };

/* The length that a first byte announces; 0 when it is none. */
static size_t length_of(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

int32_t unicode_next(struct str s, size_t *at)
{
    static const int32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *p = (const unsigned char *)s.p + *at;
    size_t n = length_of(p[0]);
    if (n == 1) {
        (*at)++;
        return p[0];
    }
    bool broken = n == 0 || n > s.n - *at;
    int32_t c = broken ? 0 : p[0] & (0x7F >> n);
    for (size_t i = 1; i < n && !broken; i++) {
        broken = (p[i] & 0xC0) != 0x80;
        c = c * 64 + (p[i] & 0x3F);
    }
    broken = broken || c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF);
    *at += broken ? 1 : n;
    return broken ? -1 : c;
}

size_t unicode_put(char *p, int32_t c)
{
    if (c < 0x80) {
        p[0] = (char)c;
        return 1;
    }
    static const int lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n; i-- > 1; c /= 64)
        p[i] = (char)(0x80 + c % 64);
    p[0] = (char)(lead[n] + c);
    return n;
}

int32_t unicode_before(struct str s, size_t at)
{
    if (at == 0)
        return -1;
    size_t from = at < 4 ? 0 : at - 4;
    const uint8_t *p = (const uint8_t *)s.p + from;
    int32_t i = (int32_t)(at - from);
    UChar32 c;
    U8_PREV(p, 0, i, c);
    return c;
}

size_t unicode_offset(struct str s, size_t chars)
{
    size_t at = 0;
    while (at < s.n && chars > 0) {
        (void)unicode_next(s, &at);
        chars--;
    }
    return at;
}

bool unicode_is_space(int32_t c)
{
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r');
    return u_isUWhiteSpace(c);
}

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

static bool is_folded_ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80 || (s.p[i] >= 'A' && s.p[i] <= 'Z'))
            return false;
    return true;
}

static enum err fold_ascii(struct arena *arena, struct str s, struct str *out)
{
    char *p = arena_try_array(arena, char, s.n);
    if (!p)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < s.n; i++)
        p[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32 : s.p[i]);
    *out = (struct str){p, s.n};
    return OK;
}

struct utf16 {
    UChar *p;
    int32_t n;
};

static enum err to_utf16(struct arena *arena, struct str s, struct utf16 *out)
{
    UErrorCode code = U_ZERO_ERROR;
    out->p = arena_try_array(arena, UChar, s.n + 1);
    if (!out->p)
        return ERR_TOO_LARGE;
    u_strFromUTF8(out->p, (int32_t)s.n + 1, &out->n, s.p, (int32_t)s.n, &code);
    return U_FAILURE(code) ? ERR_BAD_INPUT : OK;
}

static enum err to_utf8(struct arena *arena, const struct utf16 *s, struct str *out)
{
    UErrorCode code = U_ZERO_ERROR;
    size_t size = (size_t)s->n * 3 + 1;
    char *p = arena_try_array(arena, char, size);
    if (!p)
        return ERR_TOO_LARGE;
    int32_t n = 0;
    u_strToUTF8(p, (int32_t)size, &n, s->p, s->n, &code);
    if (U_FAILURE(code))
        return ERR_BAD_INPUT;
    *out = (struct str){p, (size_t)n};
    return OK;
}

static enum err normalise(struct arena *arena, const UNormalizer2 *form, const struct utf16 *in,
                          struct utf16 *out)
{
    UErrorCode code = U_ZERO_ERROR;
    out->n = unorm2_normalize(form, in->p, in->n, NULL, 0, &code);
    if (code != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(code))
        return ERR_BAD_INPUT;
    out->p = arena_try_array(arena, UChar, (size_t)out->n + 1);
    if (!out->p)
        return ERR_TOO_LARGE;
    code = U_ZERO_ERROR;
    out->n = unorm2_normalize(form, in->p, in->n, out->p, out->n + 1, &code);
    return U_FAILURE(code) ? ERR_BAD_INPUT : OK;
}

enum err unicode_normal(struct arena *arena, struct str s, enum unicode_form form, struct str *out)
{
    bool ready = form == UNICODE_NFC ? is_ascii(s) : is_folded_ascii(s);
    if (ready) {
        *out = s;
        return OK;
    }
    if (is_ascii(s))
        return fold_ascii(arena, s, out);
    if (s.n > BYTES_MAX)
        return ERR_TOO_LARGE;

    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *normaliser =
        form == UNICODE_NFC ? unorm2_getNFCInstance(&code) : unorm2_getNFKCCasefoldInstance(&code);
    if (U_FAILURE(code))
        return ERR_SYSTEM;
    struct utf16 wide;
    struct utf16 normal;
    TRY(to_utf16(arena, s, &wide));
    if (unorm2_isNormalized(normaliser, wide.p, wide.n, &code) && U_SUCCESS(code)) {
        *out = s;
        return OK;
    }
    TRY(normalise(arena, normaliser, &wide, &normal));
    return to_utf8(arena, &normal, out);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Receipts: made, read as people type them, hashed, wiped.
 *
 * Reading forgives what copying and dictating do to a code: case, spaces, hyphens and the
 * dashes that word processors make of them, O for 0, I and L for 1. It does not guess further. */
#include "crypto/receipt.h"

#include <string.h>

enum { GROUP = 4, BITS = 5, LOW_BITS = 31, NUMBER_CHARS = 13 /* 64 bits in steps of 5 */ };

static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Groups RECEIPT_CHARS characters. */
static struct receipt group(const char chars[RECEIPT_CHARS])
{
    struct receipt receipt = {{0}};
    size_t at = 0;
    for (size_t i = 0; i < RECEIPT_CHARS; i++) {
        if (i > 0 && i % GROUP == 0)
            receipt.text[at++] = '-';
        receipt.text[at++] = chars[i];
    }
    return receipt;
}

/* Of the low five bits of each byte; the bytes are overwritten. */
static struct receipt wiping(unsigned char bytes[RECEIPT_CHARS])
{
    char chars[RECEIPT_CHARS];
    for (size_t i = 0; i < RECEIPT_CHARS; i++)
        chars[i] = digits[bytes[i] & LOW_BITS];
    struct receipt receipt = group(chars);
    secret_wipe(bytes, RECEIPT_CHARS);
    secret_wipe(chars, sizeof chars);
    return receipt;
}

struct receipt receipt_new(void)
{
    unsigned char bytes[RECEIPT_CHARS];
    secret_bytes(bytes, sizeof bytes);
    return wiping(bytes);
}

struct receipt receipt_from(const struct secret *secret, struct str seed)
{
    unsigned char bytes[RECEIPT_CHARS];
    secret_derive(secret, SECRET_NEW_RECEIPT, seed, bytes, sizeof bytes);
    return wiping(bytes);
}

/* Bytes of the white space or dash at the beginning of s, 0 when there is none. */
static size_t filler(struct str s)
{
    static const struct str others[] = {
        STR_INIT("\xC2\xA0"),     /* no-break space */
        STR_INIT("\xE2\x80\x90"), /* hyphen */
        STR_INIT("\xE2\x80\x91"), /* non-breaking hyphen */
        STR_INIT("\xE2\x80\x92"), /* figure dash */
        STR_INIT("\xE2\x80\x93"), /* en dash */
        STR_INIT("\xE2\x80\x94"), /* em dash */
        STR_INIT("\xE2\x88\x92"), /* minus */
    };
    if (s.p[0] == '-' || str_trim(str_sub(s, 0, 1)).n == 0)
        return 1;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (str_starts(s, others[i]))
            return others[i].n;
    }
    return 0;
}

/* The character as it stands in a receipt; 0 for one that cannot. */
static char canonical(char c)
{
    char upper = (char)(c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c);
    if (upper == 'O')
        return '0';
    if (upper == 'I' || upper == 'L')
        return '1';
    if (upper == '\0' || !strchr(digits, upper))
        return '\0';
    return upper;
}

enum err receipt_parse(struct str typed, struct receipt *out)
{
    char chars[RECEIPT_CHARS];
    size_t n = 0;
    while (typed.n > 0) {
        size_t skip = filler(typed);
        if (skip == 0) {
            char c = canonical(typed.p[0]);
            if (c == '\0' || n == RECEIPT_CHARS)
                return ERR_BAD_INPUT;
            chars[n++] = c;
            skip = 1;
        }
        typed = str_sub(typed, skip, typed.n);
    }
    if (n != RECEIPT_CHARS)
        return ERR_BAD_INPUT;
    *out = group(chars);
    secret_wipe(chars, sizeof chars);
    return OK;
}

struct secret_hash receipt_hash(const struct secret *secret, const struct receipt *receipt)
{
    return secret_hash(secret, SECRET_RECEIPT, (struct str){receipt->text, RECEIPT_TEXT});
}

void receipt_wipe(struct receipt *receipt)
{
    secret_wipe(receipt, sizeof *receipt);
}

struct str crockford_of(struct arena *arena, uint64_t number)
{
    char text[NUMBER_CHARS];
    size_t at = NUMBER_CHARS;
    do {
        text[--at] = digits[number & LOW_BITS];
        number >>= BITS;
    } while (number > 0);
    return arena_str(arena, (struct str){text + at, NUMBER_CHARS - at});
}

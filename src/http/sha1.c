/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* SHA-1 as RFC 3174 describes it, method 1, for short messages in one piece. */
#include "http/sha1.h"

enum { BLOCK = 64, MESSAGE_MAX = 1024 };

static uint32_t rotate(uint32_t x, unsigned n)
{
    return (x << n) | (x >> (32 - n));
}

static uint32_t mix(size_t t, uint32_t b, uint32_t c, uint32_t d)
{
    if (t < 20)
        return ((b & c) | (~b & d)) + UINT32_C(0x5A827999);
    if (t < 40)
        return (b ^ c ^ d) + UINT32_C(0x6ED9EBA1);
    if (t < 60)
        return ((b & c) | (b & d) | (c & d)) + UINT32_C(0x8F1BBCDC);
    return (b ^ c ^ d) + UINT32_C(0xCA62C1D6);
}

static void block(uint32_t h[5], const unsigned char bytes[BLOCK])
{
    uint32_t w[80];
    for (size_t t = 0; t < 16; t++)
        w[t] = (uint32_t)bytes[4 * t] << 24 | (uint32_t)bytes[4 * t + 1] << 16 |
               (uint32_t)bytes[4 * t + 2] << 8 | bytes[4 * t + 3];
    for (size_t t = 16; t < 80; t++)
        w[t] = rotate(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
    uint32_t a = h[0];
    uint32_t b = h[1];
    uint32_t c = h[2];
    uint32_t d = h[3];
    uint32_t e = h[4];
    for (size_t t = 0; t < 80; t++) {
        uint32_t next = rotate(a, 5) + mix(t, b, c, d) + e + w[t];
        e = d;
        d = c;
        c = rotate(b, 30);
        b = a;
        a = next;
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
    h[4] += e;
}

void sha1(struct str message, unsigned char out[SHA1_BYTES])
{
    BUG_IF(message.n > MESSAGE_MAX);
    unsigned char padded[MESSAGE_MAX + 2 * BLOCK] = {0};
    str_copy((char *)padded, message);
    padded[message.n] = 0x80;
    size_t n = (message.n + 9 + BLOCK - 1) / BLOCK * BLOCK;
    uint64_t bits = (uint64_t)message.n * 8;
    for (size_t i = 0; i < 8; i++)
        padded[n - 1 - i] = (unsigned char)(bits >> (8 * i));
    uint32_t h[5] = {UINT32_C(0x67452301), UINT32_C(0xEFCDAB89), UINT32_C(0x98BADCFE),
                     UINT32_C(0x10325476), UINT32_C(0xC3D2E1F0)};
    for (size_t at = 0; at < n; at += BLOCK)
        block(h, padded + at);
    for (size_t i = 0; i < SHA1_BYTES; i++)
        out[i] = (unsigned char)(h[i / 4] >> (24 - 8 * (i % 4)));
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The receipt: the code by which a person returns to what is hers.
 *
 * 20 characters of Crockford base32 (100 random bits) in five groups of four, such as
 * "7KQ2-M9XC-0TRV-41HN-ZB8D". It looks like a booking number. It is shown once and stored only as a
 * keyed hash; nothing here logs or keeps one. */
#pragma once

#include "crypto/secret.h"

enum { RECEIPT_CHARS = 20, RECEIPT_TEXT = 24 };

struct receipt {
    char text[RECEIPT_TEXT + 1]; /* grouped, NUL-terminated */
};

struct receipt receipt_new(void);
/* Always the same one for the same seed, which must hold a secret of 128 bits: without that, and
 * without the server's key, nobody can make it. */
struct receipt receipt_from(const struct secret *secret, struct str seed);
/* Reads what a person types or pastes: any case, spaces and dashes anywhere, O as 0, I and L as 1
 * (Crockford). ERR_BAD_INPUT when that does not make 20 characters. */
NODISCARD enum err receipt_parse(struct str typed, struct receipt *out);
struct secret_hash receipt_hash(const struct secret *secret, const struct receipt *receipt);
/* Overwrites it. */
void receipt_wipe(struct receipt *receipt);

/* Crockford's base32 of a number, upper case, without leading zeros ("0" for 0): public names. */
struct str crockford_of(struct arena *arena, uint64_t number);

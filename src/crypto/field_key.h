/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The key of one person, and the fields that it encrypts: what only she reads.
 *
 * It is made of her receipt and of the server's key, so that neither the database nor the receipt
 * alone suffices, and it is stored nowhere in clear. A log-in carries it *wrapped*: encrypted under
 * what is made of the log-in's own secret, which the server does not keep. Nothing here stores,
 * logs or prints a key; whoever holds one wipes it. See docs/decisions/0027. */
#pragma once

#include "crypto/receipt.h"

enum { FIELD_KEY_TAG_BYTES = 16, FIELD_KEY_WRAPPED_BYTES = SECRET_BYTES + FIELD_KEY_TAG_BYTES };

struct field_key {
    unsigned char bytes[SECRET_BYTES];
};

struct field_key_wrapped {
    unsigned char bytes[FIELD_KEY_WRAPPED_BYTES];
};

/* Always the same one for the same receipt. */
struct field_key field_key_of(const struct secret *secret, const struct receipt *receipt);
/* Of somebody who has no receipt: made of the secret of her only log-in. */
struct field_key field_key_from(const struct secret *secret, struct str login);
/* Overwrites it. */
void field_key_wipe(struct field_key *key);

/* Under a secret of a log-in, for one purpose (SECRET_WRAP, SECRET_CODE_WRAP). No two keys may be
 * wrapped under the same secret. */
struct field_key_wrapped field_key_wrap(const struct secret *secret, enum secret_purpose purpose,
                                        struct str under, const struct field_key *key);
/* ERR_BAD_INPUT for everything that was not wrapped so. */
NODISCARD enum err field_key_unwrap(const struct secret *secret, enum secret_purpose purpose,
                                    struct str under, struct str wrapped, struct field_key *out);
static inline struct str field_key_wrapped_str(const struct field_key_wrapped *wrapped)
{
    return (struct str){(const char *)wrapped->bytes, FIELD_KEY_WRAPPED_BYTES};
}

/* Where a field stands: it opens nowhere else. */
struct field_place {
    int64_t person, row, part;
};
/* Encrypted (XChaCha20-Poly1305), in the arena. Its length tells that of the text in steps of 32
 * bytes only. */
struct str field_seal(const struct field_key *key, struct arena *arena, struct field_place place,
                      struct str text);
/* ERR_BAD_INPUT for another key, another place, or anything that was changed; ERR_TOO_LARGE when
 * the arena is full. */
NODISCARD enum err field_open(const struct field_key *key, struct arena *arena,
                              struct field_place place, struct str sealed, struct str *out);

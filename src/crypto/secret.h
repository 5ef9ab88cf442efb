/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keys, random bytes, keyed hashes: the only folder that includes libsodium.
 *
 * A key lives in a struct secret: locked in memory, left out of core dumps, wiped when done;
 * no log function and no JSON field takes one. Hashes are BLAKE2b (RFC 7693), keyed, with the
 * purpose mixed into the key, so that a hash made for one purpose means nothing to another. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { SECRET_BYTES = 32, SECRET_HASH_BYTES = 16 };

/* Opaque so that nothing can print it; made by secret_load, given back by secret_done. */
struct secret;

/* One for each thing a keyed hash is made for. */
enum secret_purpose {
    SECRET_RECEIPT = 1, /* receipts as they are stored */
    SECRET_TOKEN,       /* access tokens and sessions as they are stored */
    SECRET_FORM,        /* CSRF tokens of forms */
    SECRET_CLIENT,      /* secrets of OAuth applications */
    SECRET_IDEMPOTENCY, /* Idempotency-Keys as they are stored */
    SECRET_CODE,        /* OAuth authorization codes as they are stored */
    SECRET_CURSOR,      /* anything else that the server signs for itself */
    SECRET_NEW_RECEIPT, /* receipts made of a form's key (receipt_from) */
    SECRET_NEW_TOKEN,   /* the sessions that come with them (token_secret_from) */
    SECRET_SEAL,        /* what the server encrypts for itself */
    SECRET_VEIL,        /* who said what anonymously (domain/veil.h) */
    SECRET_FIGURE,      /* figures that were published at a moment (face/cite.h) */
    SECRET_FIELD,       /* keys of people, made of receipts (crypto/field_key.h) */
    SECRET_LOGIN_FIELD, /* the same without a receipt, made of a token */
    SECRET_WRAP,        /* what wraps them for tokens */
    SECRET_CODE_WRAP,   /* and for OAuth authorization codes */
};

struct secret_hash {
    unsigned char bytes[SECRET_HASH_BYTES];
};

/* To be called once, before anything else of crypto/. ERR_SYSTEM when libsodium cannot start. */
NODISCARD enum err crypto_init(void);

/* The key in the file at `path`: SECRET_BYTES raw bytes, made with mode 0600 when there is no
 * such file. ERR_STORAGE (and a log line) when it cannot be read or made, has another size, or
 * can be read by others than its owner. */
NODISCARD enum err secret_load(const char *path, struct secret **out);
/* A key of random bytes that is written nowhere. */
NODISCARD enum err secret_random(struct secret **out);
/* Wipes and frees. NULL is fine. */
void secret_done(struct secret *secret);

/* Keyed BLAKE2b of the message for one purpose. Safe from several threads. */
struct secret_hash secret_hash(const struct secret *secret, enum secret_purpose purpose,
                               struct str message);
/* The same with n bytes, 16 to 64: a secret that can be made again from another one. */
void secret_derive(const struct secret *secret, enum secret_purpose purpose, struct str message,
                   unsigned char *out, size_t n);
static inline struct str secret_hash_str(const struct secret_hash *hash)
{
    return (struct str){(const char *)hash->bytes, SECRET_HASH_BYTES};
}
/* What only this server can read again (XChaCha20-Poly1305), as base64url in the arena. */
struct str secret_seal(const struct secret *secret, struct arena *arena, struct str message);
/* ERR_BAD_INPUT for anything that was not sealed with this key. */
NODISCARD enum err secret_unseal(const struct secret *secret, struct arena *arena,
                                 struct str sealed, struct str *out);
/* In constant time. False when the lengths differ. */
bool secret_equal(struct str a, struct str b);

/* n random bytes from the system's source. */
void secret_bytes(void *out, size_t n);
/* Overwrites memory so that the compiler cannot leave it out. */
void secret_wipe(void *p, size_t n);

/* SipHash-2-4 with 128 bits of the message, under a key made at crypto_init and kept only in
 * memory: messages with the same one are the same, also for somebody who tries a great many. Not to
 * be stored. */
struct secret_short_hash {
    uint64_t number, rest;
};
struct secret_short_hash secret_short_hash(struct str message);
/* BLAKE2b without key, 64 bits: ETags. */
uint64_t secret_checksum(struct str message);

/* base64url without padding (RFC 4648 section 5). Decoding answers ERR_BAD_INPUT for anything
 * else. SHA-256 for PKCE (RFC 7636). */
struct str secret_base64url(struct arena *arena, struct str bytes);
NODISCARD enum err secret_unbase64url(struct arena *arena, struct str text, struct str *out);
struct str secret_sha256(struct arena *arena, struct str message);

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keys of people and what is encrypted with them, by libsodium.
 *
 * A wrapping key is made for one wrapping only, so its nonce is zero and takes no room. A field has
 * a nonce of chance. */
#include "crypto/field_key.h"

#include <sodium.h>
#include <string.h>

enum {
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    STEP_BYTES = 32, /* of lengths */
    NUMBER_BYTES = 8,
    PLACE_BYTES = 3 * NUMBER_BYTES,
};

_Static_assert(SECRET_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "a key encrypts");
_Static_assert(sizeof(struct field_key_wrapped) ==
                   SECRET_BYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES,
               "a wrapped key has room for its tag");

/* --- keys --- */

struct field_key field_key_of(const struct secret *secret, const struct receipt *receipt)
{
    struct field_key key;
    secret_derive(secret, SECRET_FIELD, (struct str){receipt->text, RECEIPT_TEXT}, key.bytes,
                  sizeof key.bytes);
    return key;
}

struct field_key field_key_from(const struct secret *secret, struct str login)
{
    struct field_key key;
    secret_derive(secret, SECRET_LOGIN_FIELD, login, key.bytes, sizeof key.bytes);
    return key;
}

void field_key_wipe(struct field_key *key)
{
    secret_wipe(key, sizeof *key);
}

/* --- wrapping --- */

static const unsigned char no_nonce[NONCE_BYTES];

struct field_key_wrapped field_key_wrap(const struct secret *secret, enum secret_purpose purpose,
                                        struct str under, const struct field_key *key)
{
    unsigned char wrapping[SECRET_BYTES];
    struct field_key_wrapped wrapped;
    secret_derive(secret, purpose, under, wrapping, sizeof wrapping);
    BUG_IF(crypto_aead_xchacha20poly1305_ietf_encrypt(wrapped.bytes, NULL, key->bytes,
                                                      sizeof key->bytes, NULL, 0, NULL, no_nonce,
                                                      wrapping) != 0);
    secret_wipe(wrapping, sizeof wrapping);
    return wrapped;
}

enum err field_key_unwrap(const struct secret *secret, enum secret_purpose purpose,
                          struct str under, struct str wrapped, struct field_key *out)
{
    unsigned char wrapping[SECRET_BYTES];
    struct field_key key;
    if (wrapped.n != FIELD_KEY_WRAPPED_BYTES)
        return ERR_BAD_INPUT;
    secret_derive(secret, purpose, under, wrapping, sizeof wrapping);
    int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(key.bytes, NULL, NULL,
                                                            (const unsigned char *)wrapped.p,
                                                            wrapped.n, NULL, 0, no_nonce, wrapping);
    secret_wipe(wrapping, sizeof wrapping);
    if (failed != 0)
        return ERR_BAD_INPUT;
    *out = key;
    field_key_wipe(&key);
    return OK;
}

/* --- fields --- */

struct place_bytes {
    unsigned char bytes[PLACE_BYTES];
};

static struct place_bytes bytes_of(struct field_place place)
{
    const int64_t numbers[] = {place.person, place.row, place.part};
    struct place_bytes out;
    for (size_t i = 0; i < PLACE_BYTES; i++) {
        size_t shift = (NUMBER_BYTES - 1 - i % NUMBER_BYTES) * 8;
        out.bytes[i] = (unsigned char)((uint64_t)numbers[i / NUMBER_BYTES] >> shift & 0xff);
    }
    return out;
}

struct str field_seal(const struct field_key *key, struct arena *arena, struct field_place place,
                      struct str text)
{
    const struct place_bytes where = bytes_of(place);
    size_t room = text.n + STEP_BYTES;
    size_t n = 0;
    unsigned char *padded = arena_array(arena, unsigned char, room);
    if (text.n > 0)
        memcpy(padded, text.p, text.n);
    BUG_IF(sodium_pad(&n, padded, text.n, STEP_BYTES, room) != 0);
    unsigned char *sealed = arena_array(arena, unsigned char, NONCE_BYTES + n + TAG_BYTES);
    secret_bytes(sealed, NONCE_BYTES);
    BUG_IF(crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + NONCE_BYTES, NULL, padded, n,
                                                      where.bytes, sizeof where.bytes, NULL, sealed,
                                                      key->bytes) != 0);
    secret_wipe(padded, room);
    return (struct str){(const char *)sealed, NONCE_BYTES + n + TAG_BYTES};
}

enum err field_open(const struct field_key *key, struct arena *arena, struct field_place place,
                    struct str sealed, struct str *out)
{
    if (sealed.n < NONCE_BYTES + TAG_BYTES)
        return ERR_BAD_INPUT;
    const struct place_bytes where = bytes_of(place);
    const unsigned char *nonce = (const unsigned char *)sealed.p;
    size_t n = sealed.n - NONCE_BYTES - TAG_BYTES;
    size_t text_n;
    unsigned char *text = arena_try_array(arena, unsigned char, n + 1);
    if (text == NULL)
        return ERR_TOO_LARGE;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(text, NULL, NULL, nonce + NONCE_BYTES,
                                                   n + TAG_BYTES, where.bytes, sizeof where.bytes,
                                                   nonce, key->bytes) != 0 ||
        sodium_unpad(&text_n, text, n, STEP_BYTES) != 0)
        return ERR_BAD_INPUT;
    *out = (struct str){(const char *)text, text_n};
    return OK;
}

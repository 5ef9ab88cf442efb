/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Log-ins: tokens of apps and sessions of the pages, scopes, OAuth applications and codes.
 *
 * A token's text is its number and a secret part; stored is only a keyed hash of the secret. */
#pragma once

#include "db/db.h"
#include "domain/act.h"

enum { TOKEN_SECRET_BYTES = 20 };

/* The secret part of a token, code or client that is being made, and its hash for the act. */
struct token_secret {
    unsigned char bytes[TOKEN_SECRET_BYTES];
};
struct token_secret token_secret_new(void);
/* Always the same one for the same seed; see receipt_from. */
struct token_secret token_secret_from(const struct secret *key, struct str seed);
struct secret_hash token_secret_hash(const struct secret *key, enum secret_purpose purpose,
                                     const struct token_secret *secret);
/* The text that is given out: number and secret, base64url. */
struct str token_text(struct arena *arena, int64_t id, const struct token_secret *secret);
/* Reads it. ERR_UNAUTHORISED for anything else. */
NODISCARD enum err token_parse(struct arena *arena, struct str text, int64_t *id,
                               struct token_secret *secret);

struct token {
    struct token_id id;
    struct person_id person;
    struct client_id client;
    uint64_t scopes;
};
/* A token as it is stored, and whether this is its secret. token_read: ERR_UNAUTHORISED when
 * there is none. */
struct token_row {
    struct token token;
    struct secret_hash hash;
};
NODISCARD enum err token_read(struct db *db, struct arena *arena, struct token_id id,
                              struct token_row *out);
bool token_matches(const struct token_row *row, const struct secret *key,
                   const struct token_secret *secret);
/* Whose token this text is. ERR_UNAUTHORISED. */
NODISCARD enum err token_check(struct db *db, struct arena *arena, const struct secret *key,
                               struct str text, struct token *out);
/* Whether a token that was checked before still stands: for connections that stay open.
 * ERR_UNAUTHORISED when it was revoked or its person left. */
NODISCARD enum err token_stands(struct db *db, struct arena *arena, struct token_id id);

/* Her key as a token carries it: whoever has the token has the key, as long as the receipt is the
 * one with this hash (absent: she has none). */
struct field_key_wrapped token_wrap(const struct secret *key, const struct token_secret *secret,
                                    struct str receipt, const struct field_key *field_key);
struct field_key_wrapped code_wrap(const struct secret *key, const struct token_secret *secret,
                                   const struct field_key *field_key);
/* The key of the person whose token this text is; without one when it carries none, or one of an
 * earlier receipt. ERR_UNAUTHORISED when it does not stand. */
NODISCARD enum err token_held_key(struct db *db, struct arena *arena, const struct secret *key,
                                  struct str text, struct held_key *out);
/* That of a code, wrapped for the token that is made of it. ERR_NOT_FOUND when it has none. */
struct code_rewrap {
    int64_t code;
    const struct token_secret *code_secret, *token_secret;
};
NODISCARD enum err code_rewrap(struct db *db, struct arena *arena, const struct secret *key,
                               const struct code_rewrap *rewrap, struct field_key_wrapped *out);

struct client {
    struct client_id id;
    struct str name, website;
    struct str redirect_uris; /* one a line */
    uint64_t scopes;
    struct secret_hash secret;
};
NODISCARD enum err client_get(struct db *db, struct arena *arena, struct client_id id,
                              struct client *out);
/* True when the uri is, exactly, one of those registered. */
bool client_has_redirect(const struct client *client, struct str uri);
bool client_secret_matches(const struct client *client, const struct secret *key, struct str text);

/* Scopes as bits (scopes.def). A parent's bits include its children's. */
enum scope_bit {
#define SCOPE(name, text, parent) SCOPE_BIT_##name,
#include "domain/scopes.def"
#undef SCOPE
    SCOPE_BITS
};
#define SCOPE_OF(name) (UINT64_C(1) << SCOPE_BIT_##name)
/* Reads "read write:statuses …". ERR_BAD_INPUT for an unknown one. */
NODISCARD enum err scopes_parse(struct str text, uint64_t *out);
struct str scopes_text(struct arena *arena, uint64_t scopes);
/* With everything that the given ones include. */
uint64_t scopes_expand(uint64_t scopes);
/* The fewest that include all of these. */
uint64_t scopes_fewest(uint64_t scopes);

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The veil over authors of anonymous posts (veil.h): keyed hashes of one purpose, told apart by
 * their first number. Nothing here writes. */
#include "domain/veil.h"

#include <string.h>

#include "sql/veil.h"

/* What a hash is made for: the first of the numbers that go into it. */
enum { FOR_AUTHOR = 1, FOR_TAG, FOR_SEAL };

enum {
    NUMBERS = 4, /* in a message, and in a row's content */
    NONCE_BYTES = 16,
    CONTENT_BYTES = VEIL_SEALED_BYTES - NONCE_BYTES,
    AUTHOR_BITS = 62,
};
_Static_assert(CONTENT_BYTES == NUMBERS * sizeof(int64_t), "a row holds four numbers");

struct content {
    int64_t n[NUMBERS];
};

static struct str bytes_of(const struct content *content)
{
    return (struct str){(const char *)content, sizeof *content};
}

/* --- authors --- */

static int64_t pad_of(const struct secret *key, struct post_id post)
{
    struct content message = {{FOR_AUTHOR, post.v}};
    struct secret_hash hash = secret_hash(key, SECRET_VEIL, bytes_of(&message));
    uint64_t pad;
    memcpy(&pad, hash.bytes, sizeof pad);
    return (int64_t)(pad & ((UINT64_C(1) << AUTHOR_BITS) - 1));
}

struct person_id veil_author(const struct secret *key, struct post_id post, struct person_id person)
{
    return (struct person_id){-1 - (person.v ^ pad_of(key, post))};
}

struct person_id veil_author_of(const struct secret *key, struct post_id post,
                                struct person_id stored)
{
    if (!veil_is_veiled(stored))
        return stored;
    if (key == NULL)
        return (struct person_id){0};
    return (struct person_id){(-1 - stored.v) ^ pad_of(key, post)};
}

/* --- rows --- */

struct secret_hash veil_tag(const struct secret *key, enum veil_kind kind, struct person_id person,
                            int64_t of)
{
    struct content message = {{FOR_TAG << 8 | (int64_t)kind, person.v, of}};
    return secret_hash(key, SECRET_VEIL, bytes_of(&message));
}

/* The same for both ways. */
static void mask(const struct secret *key, const unsigned char *nonce, unsigned char *bytes)
{
    struct content message = {{FOR_SEAL}};
    unsigned char pad[CONTENT_BYTES];
    memcpy(&message.n[1], nonce, NONCE_BYTES);
    secret_derive(key, SECRET_VEIL, bytes_of(&message), pad, sizeof pad);
    for (int i = 0; i < CONTENT_BYTES; i++)
        bytes[i] ^= pad[i];
}

struct veil_sealed veil_seal(const struct secret *key, const struct veil *veil)
{
    struct veil_sealed sealed;
    struct content content = {{veil->kind, veil->person.v, veil->of, veil->value}};
    secret_bytes(sealed.bytes, NONCE_BYTES);
    memcpy(sealed.bytes + NONCE_BYTES, &content, sizeof content);
    mask(key, sealed.bytes, sealed.bytes + NONCE_BYTES);
    return sealed;
}

enum err veil_unseal(const struct secret *key, struct str sealed, struct veil *out)
{
    unsigned char bytes[VEIL_SEALED_BYTES];
    struct content content;
    if (sealed.n != sizeof bytes)
        return ERR_STORAGE;
    memcpy(bytes, sealed.p, sizeof bytes);
    mask(key, bytes, bytes + NONCE_BYTES);
    memcpy(&content, bytes + NONCE_BYTES, sizeof content);
    *out = (struct veil){content.n[0], {content.n[1]}, content.n[2], content.n[3]};
    return OK;
}

enum err veil_find(struct db *db, struct arena *arena, const struct secret *key, struct veil *veil)
{
    struct veil_row_out row;
    struct veil found;
    struct secret_hash tag = veil_tag(key, (enum veil_kind)veil->kind, veil->person, veil->of);
    TRY(sql_veil_row_one(db, arena, &(struct veil_row_in){secret_hash_str(&tag)}, &row));
    TRY(veil_unseal(key, row.sealed, &found));
    if (found.kind != veil->kind || found.person.v != veil->person.v || found.of != veil->of)
        return ERR_STORAGE;
    *veil = found;
    return OK;
}

enum err veil_posts(struct db *db, struct arena *arena, const struct secret *key,
                    struct person_id person, const struct post_id **out, size_t *n)
{
    enum { FIRST_ROOM = 16 };
    struct post_id *posts = NULL;
    size_t room = 0;
    *n = 0;
    for (enum err err = OK; key != NULL && person.v > 0; ++*n) {
        struct veil veil = {VEIL_POST, person, (int64_t)*n, 0};
        err = veil_find(db, arena, key, &veil);
        if (err == ERR_NOT_FOUND)
            break;
        TRY(err);
        if (*n == room) {
            struct post_id *bigger = arena_array(arena, struct post_id, room * 2 + FIRST_ROOM);
            if (room > 0)
                memcpy(bigger, posts, room * sizeof *posts);
            posts = bigger;
            room = room * 2 + FIRST_ROOM;
        }
        posts[*n].v = veil.value;
    }
    *out = posts;
    return OK;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Copies of rows in memos (known.h). A copy notes the count of commits before its row is read, so
 * what changes meanwhile makes it old at once. What comes out points into the copy. */
#include "face/known.h"

#include <string.h>

#include "face/desk.h"

/* Tokens are small, so many are kept: most who act again do so after a while. */
enum {
    TOKENS = 1024 * 1024,
    PEOPLE = 64 * 1024,
    POSTS = 64 * 1024,
    PERSON_WORDS = 200,
    POST_WORDS = 600,
    POST_TAGS = 4,
    APPS = 64,
    APP_WORDS = 400,
};

struct token_copy {
    uint64_t as_of;     /* a count of commits, in each copy */
    struct token token; /* its scopes with everything that they include */
    uint64_t rest;      /* of the hash of its text */
};

struct person_copy {
    uint64_t as_of;
    struct person person;
    char words[PERSON_WORDS];
};

struct post_copy {
    uint64_t as_of;
    struct post post;
    struct post_tag tags[POST_TAGS];
    char words[POST_WORDS];
};

/* An app is never changed. */
struct app_copy {
    struct str name, website;
    char words[APP_WORDS];
};

enum err known_open(struct known *known)
{
    *known = (struct known){.lock = PTHREAD_MUTEX_INITIALIZER};
    TRY(memo_init(&known->tokens, sizeof(struct token_copy), TOKENS));
    TRY(memo_init(&known->people, sizeof(struct person_copy), PEOPLE));
    TRY(memo_init(&known->posts, sizeof(struct post_copy), POSTS));
    return memo_init(&known->apps, sizeof(struct app_copy), APPS);
}

void known_close(struct known *known)
{
    memo_done(&known->tokens);
    memo_done(&known->people);
    memo_done(&known->posts);
    memo_done(&known->apps);
    pthread_mutex_destroy(&known->lock);
}

static struct known *begin(const struct desk *desk)
{
    struct known *known = desk->house->known;
    pthread_mutex_lock(&known->lock);
    return known;
}

static void end(struct known *known)
{
    pthread_mutex_unlock(&known->lock);
}

static bool holds(const struct desk *desk, int64_t number, uint64_t as_of)
{
    return revision_holds(desk->house->revisions, number, as_of);
}

static uint64_t commits(const struct desk *desk)
{
    return revision_now(desk->house->revisions);
}

/* --- texts in a copy's own words --- */

struct packer {
    char *at;
    size_t room;
    bool is_full;
};

static void pack(struct packer *packer, struct str *s)
{
    if (s->p == NULL)
        return;
    packer->is_full = packer->is_full || s->n > packer->room;
    if (packer->is_full)
        return;
    memcpy(packer->at, s->p, s->n);
    s->p = packer->at;
    packer->at += s->n;
    packer->room -= s->n;
}

static void pack_person(struct packer *packer, struct person *person)
{
    pack(packer, &person->username);
    pack(packer, &person->pen_name);
    pack(packer, &person->note);
    pack(packer, &person->language);
    pack(packer, &person->country);
}

static void pack_post(struct packer *packer, struct post *post, struct post_tag *tags)
{
    pack_person(packer, &post->account);
    pack(packer, &post->body);
    pack(packer, &post->warning);
    pack(packer, &post->language);
    pack(packer, &post->country);
    pack(packer, &post->client_name);
    pack(packer, &post->client_website);
    for (size_t i = 0; i < post->n_tags; i++) {
        tags[i] = post->tags[i];
        pack(packer, &tags[i].name);
        pack(packer, &tags[i].key);
    }
    post->tags = tags;
}

/* Out of a copy, into an arena. */
static void unpack(struct arena *arena, struct str *s)
{
    *s = arena_str(arena, *s);
}

static void unpack_person(struct arena *arena, struct person *person)
{
    unpack(arena, &person->username);
    unpack(arena, &person->pen_name);
    unpack(arena, &person->note);
    unpack(arena, &person->language);
    unpack(arena, &person->country);
}

static void unpack_post(struct arena *arena, struct post *post)
{
    const struct post_tag *tags = post->tags;
    unpack_person(arena, &post->account);
    unpack(arena, &post->body);
    unpack(arena, &post->warning);
    unpack(arena, &post->language);
    unpack(arena, &post->country);
    unpack(arena, &post->client_name);
    unpack(arena, &post->client_website);
    post->tags = arena_array(arena, struct post_tag, post->n_tags + 1);
    for (size_t i = 0; i < post->n_tags; i++) {
        post->tags[i] = tags[i];
        unpack(arena, &post->tags[i].name);
        unpack(arena, &post->tags[i].key);
    }
}

/* --- tokens --- */

/* A text that is given again is known by its keyed hash, without unpacking and checking it. */
static struct secret_short_hash hash_of(struct str text)
{
    struct secret_short_hash hash = secret_short_hash(text);
    hash.number += hash.number == 0; /* a memo has no row 0 */
    return hash;
}

static struct token_copy copy_of(uint64_t as_of, const struct token *token)
{
    struct token_copy copy = {.as_of = as_of, .token = *token};
    copy.token.scopes = scopes_expand(token->scopes);
    return copy;
}

static enum err check_token(struct desk *desk, struct arena *arena, struct str text,
                            struct token_copy *out)
{
    struct token_id id;
    struct token_secret secret;
    struct token_row row;
    TRY(token_parse(arena, text, &id.v, &secret));
    uint64_t now = commits(desk);
    TRY(token_read(desk_read(desk), arena, id, &row));
    if (!token_matches(&row, desk->house->key, &secret))
        return ERR_UNAUTHORISED;
    *out = copy_of(now, &row.token);
    return OK;
}

static void keep_token(struct desk *desk, const struct secret_short_hash *hash,
                       const struct token_copy *copy)
{
    struct known *known = begin(desk);
    struct token_copy *kept = memo_put(&known->tokens, (int64_t)hash->number);
    *kept = *copy;
    kept->rest = hash->rest;
    end(known);
}

static bool find_token(struct desk *desk, const struct secret_short_hash *hash,
                       struct token_copy *out)
{
    struct known *known = begin(desk);
    const struct token_copy *copy = memo_find(&known->tokens, (int64_t)hash->number);
    bool is_found = copy != NULL && copy->rest == hash->rest;
    if (is_found)
        *out = *copy;
    end(known);
    return is_found && holds(desk, out->token.id.v, out->as_of);
}

enum err known_token(struct desk *desk, struct arena *arena, struct str text, struct token *out)
{
    struct token_copy copy;
    struct secret_short_hash hash = hash_of(text);
    if (!find_token(desk, &hash, &copy)) {
        TRY(check_token(desk, arena, text, &copy));
        keep_token(desk, &hash, &copy);
    }
    *out = copy.token;
    return OK;
}

/* --- apps --- */

static void keep_app(struct desk *desk, struct client_id id, struct str name, struct str website)
{
    struct known *known = begin(desk);
    struct app_copy *copy = memo_put(&known->apps, id.v);
    *copy = (struct app_copy){.name = name, .website = website};
    struct packer packer = {.at = copy->words, .room = sizeof copy->words};
    pack(&packer, &copy->name);
    pack(&packer, &copy->website);
    if (packer.is_full)
        memo_forget(&known->apps, id.v);
    end(known);
}

static bool find_app(struct desk *desk, struct arena *arena, struct client_id id, struct str *name,
                     struct str *website)
{
    struct known *known = begin(desk);
    const struct app_copy *copy = memo_find(&known->apps, id.v);
    if (copy != NULL) {
        *name = arena_str(arena, copy->name);
        *website = arena_str(arena, copy->website);
    }
    end(known);
    return copy != NULL;
}

enum err known_app(struct desk *desk, struct arena *arena, struct client_id id, struct str *name,
                   struct str *website)
{
    *name = *website = STR("");
    if (id.v == 0 || find_app(desk, arena, id, name, website))
        return OK;
    struct client client;
    TRY(client_get(desk_read(desk), arena, id, &client));
    *name = client.name;
    *website = client.website;
    keep_app(desk, id, client.name, client.website);
    return OK;
}

/* --- people --- */

/* Keeps it unless its words are too many. */
static void keep_person(struct desk *desk, uint64_t now, const struct person *person)
{
    struct known *known = begin(desk);
    struct person_copy *copy = memo_put(&known->people, person->id.v);
    *copy = (struct person_copy){.as_of = now, .person = *person};
    struct packer packer = {.at = copy->words, .room = sizeof copy->words};
    pack_person(&packer, &copy->person);
    if (packer.is_full)
        memo_forget(&known->people, person->id.v);
    end(known);
}

static bool find_person(struct desk *desk, struct arena *arena, struct person_id id,
                        struct person *out)
{
    struct known *known = begin(desk);
    const struct person_copy *copy = memo_find(&known->people, id.v);
    bool is_found = copy != NULL && holds(desk, id.v, copy->as_of);
    if (is_found) {
        *out = copy->person;
        unpack_person(arena, out);
    }
    end(known);
    return is_found;
}

enum err known_person(struct desk *desk, struct arena *arena, struct person_id id,
                      struct person *out)
{
    uint64_t now = commits(desk);
    if (id.v != 0 && find_person(desk, arena, id, out))
        return OK;
    TRY(person_brief(desk_read(desk), arena, id, out));
    keep_person(desk, now, out);
    return OK;
}

/* True as of the commit before: if somebody in the same batch changed her, it is old at once. */
void known_arrived(struct desk *desk, uint64_t commit, struct str token_text,
                   const struct token *token, const struct person *person)
{
    if (commit == 0)
        return;
    const struct token_copy copy = copy_of(commit - 1, token);
    struct secret_short_hash hash = hash_of(token_text);
    keep_token(desk, &hash, &copy);
    keep_person(desk, commit - 1, person);
}

/* --- posts --- */

/* A copy is made of the post, its account, what it answers, and the voice above it. */
static bool is_true(const struct desk *desk, const struct post_copy *copy)
{
    return holds(desk, copy->post.id.v, copy->as_of) &&
           holds(desk, copy->post.account.id.v, copy->as_of) &&
           holds(desk, copy->post.parent.v, copy->as_of) &&
           holds(desk, copy->post.root.v, copy->as_of);
}

static void keep_post(struct desk *desk, uint64_t now, const struct post *post)
{
    if (post->n_tags > POST_TAGS)
        return;
    struct known *known = begin(desk);
    struct post_copy *copy = memo_put(&known->posts, post->id.v);
    copy->as_of = now;
    copy->post = *post;
    struct packer packer = {.at = copy->words, .room = sizeof copy->words};
    pack_post(&packer, &copy->post, copy->tags);
    if (packer.is_full)
        memo_forget(&known->posts, post->id.v);
    end(known);
}

static bool find_post(struct desk *desk, struct arena *arena, struct post_id id, struct post *out)
{
    struct known *known = begin(desk);
    const struct post_copy *copy = memo_find(&known->posts, id.v);
    bool is_found = copy != NULL && is_true(desk, copy);
    if (is_found) {
        *out = copy->post;
        unpack_post(arena, out);
    }
    end(known);
    return is_found;
}

enum err known_post(struct desk *desk, struct arena *arena, struct post_id id, struct post *out)
{
    uint64_t now = commits(desk);
    if (id.v != 0 && find_post(desk, arena, id, out))
        return OK;
    TRY(post_get(desk_read(desk), arena, (struct reader){.audience = AUDIENCE_APPS}, id, out));
    keep_post(desk, now, out);
    return OK;
}

void known_made(struct desk *desk, uint64_t commit, const struct post *post)
{
    if (commit != 0)
        keep_post(desk, commit - 1, post);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Copies of rows in memos (known.h). A copy notes the revision before its row is read, so what
 * changes meanwhile makes it old at once. What comes out points into the copy. */
#include "face/known.h"

#include <string.h>

#include "face/desk.h"

enum {
    TOKENS = 64 * 1024,
    PEOPLE = 16 * 1024,
    POSTS = 8 * 1024,
    PERSON_WORDS = 200,
    POST_WORDS = 1200,
    POST_TAGS = 6,
    APPS = 64,
    APP_WORDS = 400,
};

struct token_copy {
    uint64_t revision;
    struct token token;
    uint64_t scopes; /* with everything that they include */
};

struct person_copy {
    uint64_t revision;
    struct person person;
    bool is_plain;
    char words[PERSON_WORDS - 1];
};

struct post_copy {
    uint64_t revision, account_revision, root_revision;
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
}

static uint64_t revision(const struct desk *desk, int64_t number)
{
    return revision_of(desk->house->revisions, number);
}

static uint64_t commits(const struct desk *desk)
{
    return atomic_load_explicit(&desk->house->revisions->commits, memory_order_acquire);
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

/* --- tokens --- */

/* A text that is given again is known by its keyed hash, without unpacking and checking it. */
static int64_t number_of(struct str text)
{
    uint64_t hash = secret_short_hash(text);
    return hash != 0 ? (int64_t)hash : 1;
}

static enum err check_token(struct desk *desk, struct arena *arena, struct str text,
                            struct token_copy *out)
{
    struct token_id id;
    struct token_secret secret;
    struct token_row row;
    TRY(token_parse(arena, text, &id.v, &secret));
    uint64_t now = revision(desk, id.v);
    TRY(token_read(desk_read(desk), arena, id, &row));
    if (!token_matches(&row, desk->house->key, &secret))
        return ERR_UNAUTHORISED;
    *out = (struct token_copy){now, row.token, scopes_expand(row.token.scopes)};
    return OK;
}

enum err known_token(struct desk *desk, struct arena *arena, struct str text, struct token *out)
{
    struct token_copy copy;
    int64_t number = number_of(text);
    const struct token_copy *known = memo_find(&desk->known.tokens, number);
    if (known == NULL || known->revision != revision(desk, known->token.id.v)) {
        TRY(check_token(desk, arena, text, &copy));
        *(struct token_copy *)memo_put(&desk->known.tokens, number) = copy;
        known = &copy;
    }
    *out = known->token;
    out->scopes = known->scopes;
    return OK;
}

/* --- apps --- */

static void keep_app(struct desk *desk, struct client_id id, struct str name, struct str website)
{
    struct app_copy *copy = memo_put(&desk->known.apps, id.v);
    *copy = (struct app_copy){.name = name, .website = website};
    struct packer packer = {.at = copy->words, .room = sizeof copy->words};
    pack(&packer, &copy->name);
    pack(&packer, &copy->website);
    if (packer.is_full)
        memo_forget(&desk->known.apps, id.v);
}

enum err known_app(struct desk *desk, struct arena *arena, struct client_id id, struct str *name,
                   struct str *website)
{
    *name = *website = STR("");
    if (id.v == 0)
        return OK;
    const struct app_copy *copy = memo_find(&desk->known.apps, id.v);
    if (copy != NULL) {
        *name = copy->name;
        *website = copy->website;
        return OK;
    }
    struct client client;
    TRY(client_get(desk_read(desk), arena, id, &client));
    *name = client.name;
    *website = client.website;
    keep_app(desk, id, client.name, client.website);
    return OK;
}

/* --- people --- */

/* Keeps it unless its words are too many; *out is what it was. */
static void keep_person(struct desk *desk, uint64_t now, const struct person *person, bool is_plain)
{
    struct person_copy *copy = memo_put(&desk->known.people, person->id.v);
    *copy = (struct person_copy){.revision = now, .person = *person, .is_plain = is_plain};
    struct packer packer = {.at = copy->words, .room = sizeof copy->words};
    pack_person(&packer, &copy->person);
    if (packer.is_full)
        memo_forget(&desk->known.people, person->id.v);
}

enum err known_person(struct desk *desk, struct arena *arena, struct person_id id,
                      struct person *out, bool *is_plain)
{
    uint64_t now = revision(desk, id.v);
    const struct person_copy *copy = id.v != 0 ? memo_find(&desk->known.people, id.v) : NULL;
    if (copy != NULL && copy->revision == now) {
        *out = copy->person;
        *is_plain = copy->is_plain;
        return OK;
    }
    TRY(person_brief(desk_read(desk), arena, id, out));
    TRY(person_is_plain(desk_read(desk), arena, id, is_plain));
    keep_person(desk, now, out, *is_plain);
    return OK;
}

/* Nothing can have changed since her arrival while no other batch was committed. */
void known_arrived(struct desk *desk, uint64_t commit, struct str token_text,
                   const struct token *token, const struct person *person)
{
    uint64_t token_now = revision(desk, token->id.v);
    uint64_t person_now = revision(desk, person->id.v);
    if (commits(desk) != commit)
        return;
    *(struct token_copy *)memo_put(&desk->known.tokens, number_of(token_text)) =
        (struct token_copy){token_now, *token, scopes_expand(token->scopes)};
    keep_person(desk, person_now, person, true);
}

/* --- posts --- */

static bool is_true(const struct desk *desk, const struct post_copy *copy)
{
    return copy->revision == revision(desk, copy->post.id.v) &&
           copy->account_revision == revision(desk, copy->post.account.id.v) &&
           copy->root_revision == revision(desk, copy->post.root.v);
}

static void keep_post(struct desk *desk, const struct post *post)
{
    if (post->n_tags > POST_TAGS)
        return;
    struct post_copy *copy = memo_put(&desk->known.posts, post->id.v);
    copy->revision = revision(desk, post->id.v);
    copy->account_revision = revision(desk, post->account.id.v);
    copy->root_revision = revision(desk, post->root.v);
    copy->post = *post;
    struct packer packer = {.at = copy->words, .room = sizeof copy->words};
    pack_post(&packer, &copy->post, copy->tags);
    if (packer.is_full)
        memo_forget(&desk->known.posts, post->id.v);
}

/* Whose revisions count is known only after the read. They are those of what was read when no
 * batch was committed meanwhile. */
enum err known_post(struct desk *desk, struct arena *arena, struct post_id id, struct post *out)
{
    const struct post_copy *copy = id.v != 0 ? memo_find(&desk->known.posts, id.v) : NULL;
    if (copy != NULL && is_true(desk, copy)) {
        *out = copy->post;
        return OK;
    }
    uint64_t before = commits(desk);
    TRY(post_get(desk_read(desk), arena, (struct person_id){0}, id, out));
    keep_post(desk, out);
    if (commits(desk) != before)
        memo_forget(&desk->known.posts, id.v);
    return OK;
}

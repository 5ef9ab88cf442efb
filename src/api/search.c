/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Search: accounts by the beginning of their name, hashtags by theirs, a post by its address or
 * number (docs.joinmastodon.org/methods/search).
 *
 * What people said is not searched: nobody shall be found by a word of her story. */
#include "api/answers.h"
#include "api/api.h"
#include "api/inputs.h"
#include "api/tags.h"
#include "domain/hashtag_text.h"

enum { QUERY_MAX = 500, SEARCH_LIMIT_MAX = 40, SEARCH_OFFSET_MAX = 400 };

struct search_in {
    struct str q, type;
    int64_t limit, offset;
};
static const struct input search_rows[] = {
    {.name = "q",
     .type = INPUT_LINE,
     .is_required = true,
     .at = offsetof(struct search_in, q),
     .given_at = SIZE_MAX,
     .high = QUERY_MAX},
    IN_LINE(search_in, "type", type, 20),
    IN_NUMBER(search_in, "limit", limit, 0, INT64_MAX, PAGING_LIMIT),
    IN_NUMBER(search_in, "offset", offset, 0, SEARCH_OFFSET_MAX, 0),
};
const struct input_table search_inputs = IN_TABLE(search_in, search_rows);

struct search_view {
    struct json_list accounts, statuses, hashtags;
};
static const struct json_field search_fields[] = {
    FIELD_OF(search_view, "accounts", LIST, accounts, entity_account),
    FIELD_OF(search_view, "statuses", LIST, statuses, entity_status),
    FIELD_OF(search_view, "hashtags", LIST, hashtags, entity_tag),
};
const struct json_entity entity_search = JSON_ENTITY("Search", struct search_view, search_fields);

static bool wants(const struct search_in *in, const char *type)
{
    return in->type.n == 0 || str_eq(in->type, str_of(type));
}

/* The part of a list of n that the page shows: from offset, at most limit. */
static size_t page_of(const struct search_in *in, size_t n, size_t *from)
{
    *from = n < (size_t)in->offset ? n : (size_t)in->offset;
    size_t left = n - *from;
    return left < (size_t)in->limit ? left : (size_t)in->limit;
}

static enum err search_accounts(struct req *req, const struct search_in *in, struct json_list *out)
{
    struct str name = in->q;
    if (str_starts(name, STR("@")))
        name = str_sub(name, 1, name.n);
    struct str host = name;
    name = str_cut(&host, '@');
    if (name.n == 0 || (host.p && !str_eq_nocase(host, desk_of(req)->house->host)))
        return OK;
    const struct person *people;
    size_t n;
    size_t from;
    TRY(person_search(desk_db(req), req->arena, name, in->offset + in->limit, &people, &n));
    n = page_of(in, n, &from);
    struct api_account *accounts = arena_array(req->arena, struct api_account, n);
    struct load load = load_of(req);
    for (size_t i = 0; i < n; i++)
        load_account(&load, &people[from + i], &accounts[i]);
    *out = (struct json_list){accounts, n};
    return OK;
}

/* The number at the end of an address of this server, or the whole query as a number; 0: none. */
static int64_t number_in(struct req *req, struct str q)
{
    struct str base = desk_of(req)->house->public_url;
    bool is_address = str_starts(q, STR("http://")) || str_starts(q, STR("https://"));
    if (is_address && !(str_starts(q, base) && str_starts(str_sub(q, base.n, 1), STR("/"))))
        return 0;
    struct str rest = q;
    struct str last = q;
    while (rest.p) {
        struct str part = str_cut(&rest, '/');
        if (part.n > 0)
            last = part;
    }
    int64_t id = 0;
    return str_i64(last, &id) && id > 0 ? id : 0;
}

static enum err search_statuses(struct req *req, const struct search_in *in, struct json_list *out)
{
    struct post_id id = {number_in(req, in->q)};
    if (id.v == 0 || in->offset > 0)
        return OK;
    struct post post;
    enum err err = post_get(desk_db(req), req->arena, desk_reader(req), id, &post);
    if (err == ERR_NOT_FOUND)
        return OK;
    TRY(err);
    struct api_status *status = arena_new(req->arena, struct api_status);
    struct load load = load_of(req);
    TRY(load_status(&load, &post, status));
    *out = (struct json_list){status, 1};
    return OK;
}

static enum err search_hashtags(struct req *req, const struct search_in *in, struct json_list *out)
{
    if (!hashtag_is_valid(in->q))
        return OK;
    const struct str *names;
    size_t n;
    size_t from;
    TRY(tag_search(desk_db(req), req->arena, in->q, in->offset + in->limit, &names, &n));
    n = page_of(in, n, &from);
    return tags_load(req, names + from, n, out);
}

enum err search_all(struct req *req)
{
    struct search_in in;
    TRY(req_read(req, &search_inputs, &in));
    in.q = str_trim(in.q);
    if (in.limit > SEARCH_LIMIT_MAX)
        in.limit = SEARCH_LIMIT_MAX;
    struct search_view found = {0};
    if (wants(&in, "accounts"))
        TRY(search_accounts(req, &in, &found.accounts));
    if (wants(&in, "statuses"))
        TRY(search_statuses(req, &in, &found.statuses));
    if (wants(&in, "hashtags"))
        TRY(search_hashtags(req, &in, &found.hashtags));
    return reply_json(req, &entity_search, &found);
}

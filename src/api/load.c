/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Filling entities. What is the same for all accounts is made once per answer; names that are
 * mentioned are looked up once per answer. */
#include "api/load.h"

#include <string.h>

#include "assets.h"
#include "domain/text.h"

/* --- addresses --- */

struct str load_join(struct arena *arena, struct str a, struct str b, struct str c)
{
    char *p = arena_array(arena, char, a.n + b.n + c.n + 1);
    struct str joined = {p, a.n + b.n + c.n};
    str_copy(str_copy(str_copy(p, a), b), c);
    return joined;
}

static struct str base_of(const struct load *load)
{
    return load->desk->house->public_url;
}

static struct str account_url(struct load *load, struct str username)
{
    return load_join(load->out, base_of(load), STR("/@"), username);
}

/* "<base><path><id><after>" */
static struct str url_of(struct load *load, struct str base, struct str path, int64_t id,
                         struct str after)
{
    char text[STR_NUMBER_CHARS];
    struct str number = str_number(text, id);
    return load_join(load->out, load_join(load->out, base, path, number), after, STR(""));
}

static struct str post_url(struct load *load, int64_t id)
{
    return url_of(load, base_of(load), STR("/voice/"), id, STR(""));
}

/* Of a-z, A-Z, 0-9, '_' only, and so as it stands in an address. */
static bool is_plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && !(c >= '0' && c <= '9') && c != '_')
            return false;
    }
    return true;
}

struct str load_tag_url(struct load *load, struct str name)
{
    struct str path = STR("/tags/");
    if (is_plain(name))
        return load_join(load->out, base_of(load), path, name);
    struct buf buf = buf_init(4096);
    buf_url(&buf, name);
    struct str url = load_join(load->out, base_of(load), path, buf_str(&buf));
    buf_free(&buf);
    return url;
}

struct str load_asset_url(const struct desk *desk, struct arena *arena, const char *name)
{
    size_t i = 0;
    while (i < assets_count && strcmp(assets[i].name, name) != 0)
        i++;
    BUG_IF(i == assets_count);
    return load_join(arena, desk->house->public_url, str_of(assets[i].path), STR(""));
}

/* --- beginnings --- */

enum err load_scratch(struct desk *desk)
{
    return desk->scratch.base ? OK : arena_init(&desk->scratch, LOAD_SCRATCH);
}

struct load load_in(struct desk *desk, struct arena *arena)
{
    return (struct load){
        .arena = arena,
        .out = arena,
        .desk = desk,
        .avatar = load_asset_url(desk, arena, "avatar.png"),
        .header = load_asset_url(desk, arena, "header.png"),
    };
}

struct load load_of(struct req *req)
{
    struct load load = load_in(desk_of(req), req->arena);
    load.viewer = private_reader(req);
    return load;
}

/* --- accounts --- */

void load_account(struct load *load, const struct person *person, struct api_account *out)
{
    const struct text_links links = {.base = base_of(load)};
    struct html note = {STR("")};
    if (person->note.n > 0 && text_render(load->out, person->note, &links, &note) != OK)
        note.s = STR("");
    struct str url = account_url(load, person->username);
    *out = (struct api_account){
        .id = person->id.v,
        .username = person->username,
        .acct = person->username,
        .display_name = person->pen_name.p ? person->pen_name : STR(""),
        .note = note,
        .url = url,
        .uri = load_join(load->out, base_of(load), STR("/users/"), person->username),
        .avatar = load->avatar,
        .header = load->header,
        .is_group = person->is_campaign,
        .created_ms = person->arrived_day_ms,
        .last_status_ms = person->last_post_ms,
        .statuses = person->posts,
        .followers = person->followers,
        .following = person->following,
    };
    if (person->is_campaign) {
        struct board_voices voices = board_voices(load->desk->house->board, person->id);
        out->statuses = voices.n;
        out->last_status_ms = voices.last_ms;
    }
}

/* --- mentions --- */

static void look_up(struct load *load, struct load_name *name)
{
    struct str user = name->name;
    struct str host = user;
    user = str_cut(&host, '@');
    struct person person;
    if (host.p && !str_eq_nocase(host, load->desk->house->host))
        return;
    if (person_find(desk_read(load->desk), load->arena, user, &person) != OK)
        return;
    name->person = person.id.v;
    name->username = person.username;
}

/* By value: when many names are mentioned, those beyond the table are looked up each time. */
static struct load_name find_name(struct load *load, struct str name)
{
    for (size_t i = 0; i < load->n_names; i++) {
        if (str_eq(load->names[i].name, name))
            return load->names[i];
    }
    struct load_name found = {.name = name};
    look_up(load, &found);
    if (load->n_names < LOAD_NAMES_MAX)
        load->names[load->n_names++] = found;
    return found;
}

static bool mention_url(void *context, struct str name, struct str *url)
{
    struct load *load = context;
    struct load_name found = find_name(load, name);
    if (found.person == 0)
        return false;
    *url = account_url(load, found.username);
    return true;
}

static struct json_list mentions_of(struct load *load, struct str body)
{
    struct str names[TEXT_MENTIONS_MAX];
    size_t n = 0;
    if (str_find(body, '@') < body.n)
        text_mentions(body, names, TEXT_MENTIONS_MAX, &n);
    if (n == 0)
        return (struct json_list){0};
    struct api_mention *mentions = arena_array(load->out, struct api_mention, n);
    size_t n_found = 0;
    for (size_t i = 0; i < n; i++) {
        struct load_name found = find_name(load, names[i]);
        if (found.person == 0)
            continue;
        mentions[n_found++] = (struct api_mention){
            .id = found.person,
            .username = found.username,
            .acct = found.username,
            .url = account_url(load, found.username),
        };
    }
    return (struct json_list){mentions, n_found};
}

/* --- statuses --- */

static struct json_list tags_of(struct load *load, const struct post *post)
{
    if (post->n_tags == 0)
        return (struct json_list){0};
    struct api_tag *tags = arena_array(load->out, struct api_tag, post->n_tags);
    for (size_t i = 0; i < post->n_tags; i++) {
        tags[i].name = post->tags[i].name;
        tags[i].url = load_tag_url(load, post->tags[i].name);
    }
    return (struct json_list){tags, post->n_tags};
}

static struct json_list reactions_of(struct load *load, const struct post *post)
{
    if (post->reactions[REACTION_NONE] == 0)
        return (struct json_list){0};
    struct api_reaction *reactions = arena_array(load->out, struct api_reaction, REACTIONS);
    size_t n = 0;
    for (int i = REACTION_ME_TOO; i < REACTIONS; i++) {
        if (post->reactions[i] == 0)
            continue;
        reactions[n++] = (struct api_reaction){
            .name = str_of(reaction_name((enum reaction)i)),
            .count = post->reactions[i],
            .is_mine = (int)post->my_reaction == i,
        };
    }
    return (struct json_list){reactions, n};
}

/* Which app was used is not told of an anonymous voice. */
static const struct api_application *application_of(struct load *load, const struct post *post)
{
    if (post->client_name.n == 0 || (post->flags & POST_ANONYMOUS) != 0)
        return NULL;
    struct api_application *application = arena_new(load->out, struct api_application);
    application->name = post->client_name;
    if (post->client_website.n > 0)
        application->website = post->client_website;
    return application;
}

static struct str or_absent(struct str s)
{
    return s.n > 0 ? s : (struct str){0};
}

static void put_words(const struct post *post, struct api_status *out)
{
    out->text = post->body;
    out->warning = post->warning.p ? post->warning : STR("");
    out->language = or_absent(post->language);
    out->visibility = (post->flags & POST_UNLISTED) != 0 ? STR("unlisted") : STR("public");
    out->is_sensitive = (post->flags & POST_SENSITIVE) != 0 || post->warning.n > 0;
}

static void put_counts(const struct post *post, struct api_status *out)
{
    out->comments = post->comments;
    out->shares = post->shares;
    out->favourites = post->reactions[REACTION_WITH_YOU];
    out->is_favourited = post->my_reaction == REACTION_WITH_YOU;
    out->is_shared = post->is_shared;
    out->is_muted = post->is_muted;
    out->is_bookmarked = post->is_bookmarked;
    out->is_pinned = post->is_pinned;
}

static struct str status_uri(struct load *load, struct str account_uri, int64_t id,
                             struct str after)
{
    return url_of(load, account_uri, STR("/statuses/"), id, after);
}

/* Her own words are not filtered for her. */
static enum err put_filtered(struct load *load, const struct post *post, struct api_status *out)
{
    if (load->viewer.person.v == 0 || post->is_mine)
        return OK;
    if (!load->has_filters)
        TRY(filters_load(load->viewer, load->arena, &load->filters));
    load->has_filters = true;
    return filters_apply(load->out, &load->filters, post, &out->filtered);
}

enum err load_status(struct load *load, const struct post *post, struct api_status *out)
{
    const struct text_links links = {
        .base = base_of(load), .mention = mention_url, .context = load};
    struct html content;
    BUG_IF(post == NULL);
    /* a name of its own stands below the words: apps know no name but the account's */
    struct str words = post->name.n == 0
                           ? post->body
                           : load_join(load->out, post->body, STR("\n\n— "), post->name);
    TRY(text_render(load->out, words, &links, &content));
    *out = (struct api_status){
        .id = post->id.v,
        .created_ms = post->published_ms,
        .edited_ms = post->edited_ms,
        .parent = post->parent.v,
        .parent_account = post->parent_account.v,
        .content = content,
    };
    load_account(load, &post->account, &out->account);
    out->uri = status_uri(load, out->account.uri, post->id.v, STR(""));
    out->url = post_url(load, post->id.v);
    put_words(post, out);
    put_counts(post, out);
    out->application = application_of(load, post);
    out->mentions = mentions_of(load, post->body);
    out->tags = tags_of(load, post);
    out->reactions = reactions_of(load, post);
    return put_filtered(load, post, out);
}

enum err load_entry(struct load *load, const struct entry *entry, struct api_status *out)
{
    if (!entry->is_share)
        return load_status(load, &entry->post, out);
    struct api_status *shared = arena_new(load->out, struct api_status);
    TRY(load_status(load, &entry->post, shared));
    *out = *shared;
    out->id = entry->id;
    out->created_ms = id_ms(entry->id);
    out->edited_ms = 0;
    out->parent = 0;
    out->parent_account = 0;
    out->application = NULL;
    out->reblog = shared;
    load_account(load, &entry->sharer, &out->account);
    out->uri = status_uri(load, out->account.uri, entry->id, STR("/activity"));
    return OK;
}

/* --- lists --- */

/* One thing of a list: into the scratch arena, into the buffer, forgotten. */
static enum err put_item(struct load *load, struct buf *buf, const struct post *post,
                         const struct entry *entry)
{
    struct arena *arena = load->out;
    TRY(load_scratch(load->desk));
    load->out = &load->desk->scratch;
    struct api_status status;
    enum err err = entry ? load_entry(load, entry, &status) : load_status(load, post, &status);
    if (err == OK)
        json_put(buf, &entity_status, &status);
    arena_reset(load->out);
    load->out = arena;
    return err;
}

enum err load_put_post(struct load *load, struct buf *buf, const struct post *post)
{
    return put_item(load, buf, post, NULL);
}

static enum err put_posts(struct load *load, struct buf *buf, const struct post_list *posts)
{
    buf_char(buf, '[');
    for (size_t i = 0; i < posts->n; i++) {
        if (i > 0)
            buf_char(buf, ',');
        TRY(put_item(load, buf, &posts->items[i], NULL));
    }
    buf_char(buf, ']');
    return OK;
}

static enum err put_entries(struct load *load, struct buf *buf, const struct page *page)
{
    buf_char(buf, '[');
    for (size_t i = 0; i < page->n; i++) {
        if (i > 0)
            buf_char(buf, ',');
        TRY(put_item(load, buf, NULL, &page->items[i]));
    }
    buf_char(buf, ']');
    return OK;
}

/* --- answers --- */

enum err load_reply_buf(struct req *req, enum err err, struct buf *take_json)
{
    if (err == OK && !buf_ok(take_json))
        err = ERR_TOO_LARGE;
    if (err == OK)
        return reply_json_buf(req, 200, take_json);
    buf_free(take_json);
    return err;
}

enum err load_reply_post(struct req *req, const struct post *post)
{
    struct load load = load_of(req);
    struct api_status status;
    TRY(load_status(&load, post, &status));
    return reply_json(req, &entity_status, &status);
}

enum err load_reply_plain(struct req *req, const struct post *post)
{
    struct load load = load_of(req);
    struct api_status status;
    load.has_filters = true; /* there are none */
    TRY(load_status(&load, post, &status));
    return reply_json(req, &entity_status, &status);
}

enum err load_reply_page(struct req *req, const struct page *page)
{
    struct load load = load_of(req);
    struct buf buf = buf_init(LOAD_BUF_MAX);
    if (page->newest > 0)
        reply_link_ids(req, page->newest, page->oldest);
    enum err err = put_entries(&load, &buf, page);
    return load_reply_buf(req, err, &buf);
}

enum err load_reply_posts(struct req *req, const struct post_list *posts)
{
    struct load load = load_of(req);
    struct buf buf = buf_init(LOAD_BUF_MAX);
    enum err err = put_posts(&load, &buf, posts);
    return load_reply_buf(req, err, &buf);
}

enum err load_reply_people(struct req *req, const struct tied_person *people, size_t n)
{
    struct load load = load_of(req);
    struct api_account *accounts = arena_array(req->arena, struct api_account, n);
    for (size_t i = 0; i < n; i++)
        load_account(&load, &people[i].person, &accounts[i]);
    if (n > 0)
        reply_link_ids(req, people[0].id, people[n - 1].id);
    return reply_json_list(req, &entity_account, (struct json_list){accounts, n});
}

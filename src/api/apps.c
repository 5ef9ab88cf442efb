/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Apps make themselves known (docs.joinmastodon.org/methods/apps). An address to be sent back to
 * may be of any scheme that is no script. */
#include "api/api.h"
#include "api/inputs.h"
#include "api/load.h"
#include "api/oauth.h"

enum { APP_URIS_MAX = 20, APP_URI_CHARS = 2000, APP_NAME_CHARS = 60 };

struct apps_create_in {
    struct str client_name, scopes, website;
    struct input_list redirect_uris;
};
static const struct input apps_create_rows[] = {
    IN(apps_create_in, "client_name", LINE, client_name, .is_required = true,
       .high = APP_NAME_CHARS),
    IN(apps_create_in, "redirect_uris", TEXTS, redirect_uris, .is_required = true,
       .high = APP_URI_CHARS, .count = APP_URIS_MAX),
    IN_LINE(apps_create_in, "scopes", scopes, 1000),
    IN_LINE(apps_create_in, "website", website, APP_URI_CHARS),
};
const struct input_table apps_create_inputs = IN_TABLE(apps_create_in, apps_create_rows);

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The next word of *rest; absent at the end. */
static struct str next_word(struct str *rest)
{
    size_t from = 0;
    while (from < rest->n && is_blank(rest->p[from]))
        from++;
    size_t end = from;
    while (end < rest->n && !is_blank(rest->p[end]))
        end++;
    struct str word = str_sub(*rest, from, end - from);
    *rest = str_sub(*rest, end, rest->n);
    return word.n > 0 ? word : (struct str){0};
}

/* A scheme (RFC 3986 section 3.1) that runs nothing, something after it, and no fragment. */
static bool is_redirect_uri(struct str uri)
{
    static const struct str scripts[] = {STR_INIT("javascript"), STR_INIT("data"),
                                         STR_INIT("vbscript"), STR_INIT("blob"), STR_INIT("file")};
    size_t colon = str_find(uri, ':');
    if (colon == 0 || colon + 1 >= uri.n || str_find(uri, '#') < uri.n)
        return false;
    struct str scheme = str_sub(uri, 0, colon);
    for (size_t i = 0; i < scheme.n; i++) {
        char c = (char)(scheme.p[i] | ' ');
        bool is_letter = c >= 'a' && c <= 'z';
        bool is_more = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
        if (!is_letter && !(is_more && i > 0))
            return false;
    }
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
        if (str_eq_nocase(scheme, scripts[i]))
            return false;
    }
    return true;
}

/* Adds the addresses of one input; false when one of them is none. */
static bool add_uris(struct buf *buf, struct str rest)
{
    for (struct str uri = next_word(&rest); uri.p; uri = next_word(&rest)) {
        if (!is_redirect_uri(uri))
            return false;
        if (buf->n > 0)
            buf_char(buf, '\n');
        buf_put(buf, uri);
    }
    return true;
}

/* All of them, one a line. */
static enum err join_uris(struct req *req, const struct input_list *list, struct str *out)
{
    const struct str *items = list->items;
    struct buf buf = buf_init((size_t)APP_URIS_MAX * (APP_URI_CHARS * 4 + 1));
    bool are_uris = true;
    for (size_t i = 0; i < list->n && are_uris; i++)
        are_uris = add_uris(&buf, items[i]);
    if (are_uris)
        *out = arena_str(req->arena, buf_str(&buf));
    buf_free(&buf);
    return are_uris ? OK
                    : req_refuse(req, ERR_BAD_INPUT,
                                 "Validation failed: Redirect URI must be an absolute URI.");
}

/* The lines or words of a text as a list. */
static struct json_list split(struct arena *arena, struct str text, char separator)
{
    size_t most = 1;
    for (size_t i = 0; i < text.n; i++)
        most += text.p[i] == separator;
    struct str *items = arena_array(arena, struct str, most);
    size_t n = 0;
    struct str rest = text;
    while (rest.p) {
        struct str item = str_cut(&rest, separator);
        if (item.n > 0)
            items[n++] = item;
    }
    return (struct json_list){items, n};
}

static struct api_app app_of(struct req *req, struct client_id id, const struct act_client *client)
{
    return (struct api_app){
        .id = id.v,
        .name = client->name,
        .website = client->website.n > 0 ? client->website : (struct str){0},
        .scopes = split(req->arena, scopes_text(req->arena, client->scopes), ' '),
        .redirect_uri = client->redirect_uris,
        .redirect_uris = split(req->arena, client->redirect_uris, '\n'),
    };
}

static enum err after_create(struct req *req)
{
    const struct act *act = desk_done(req);
    struct api_app app = app_of(req, (struct client_id){act->id}, &act->client);
    app.secret = oauth_secret_text(req, act);
    reply_no_store(req);
    return reply_json(req, &entity_app_with_secret, &app);
}

enum err apps_create(struct req *req)
{
    struct apps_create_in in;
    TRY(req_read(req, &apps_create_inputs, &in));
    struct act *act = oauth_act(req, ACT_CLIENT);
    struct str scopes = str_trim(in.scopes).n > 0 ? in.scopes : STR("read");
    if (scopes_parse(scopes, &act->client.scopes) != OK)
        return req_refuse(req, ERR_BAD_INPUT,
                          "Validation failed: Scopes doesn't match configured "
                          "on the server.");
    TRY(join_uris(req, &in.redirect_uris, &act->client.redirect_uris));
    act->client.name = in.client_name;
    act->client.website = in.website.p ? in.website : STR("");
    /* of the text, as client_secret_matches reads it */
    act->client.secret =
        secret_hash(desk_of(req)->house->key, SECRET_CLIENT, oauth_secret_text(req, act));
    return desk_submit(req, act, after_create);
}

enum err apps_verify(struct req *req)
{
    struct client client;
    TRY(client_get(desk_db(req), req->arena, (struct client_id){req->who.client}, &client));
    const struct act_client seen = {.name = client.name,
                                    .website = client.website,
                                    .redirect_uris = client.redirect_uris,
                                    .scopes = client.scopes};
    struct api_app app = app_of(req, client.id, &seen);
    return reply_json(req, &entity_app, &app);
}

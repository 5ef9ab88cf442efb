/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Accounts: signing up, one's own, finding others (docs.joinmastodon.org/methods/accounts).
 *
 * Apps must send an e-mail address and a password when somebody signs up: both are read past, never
 * kept. What an account looks like is load.c's, lists are account_lists.c's. */
#include "api/api.h"
#include "api/inputs.h"
#include "api/load.h"
#include "api/oauth.h"
#include "domain/language.h"

enum { ACCT_CHARS = 300, SEARCH_MAX = 80, ROLE_EVERYBODY = -99 };

/* --- signing up --- */

struct accounts_create_in {
    struct str username, locale;
    bool agreement;
};
static const struct input accounts_create_rows[] = {
    IN_LINE(accounts_create_in, "username", username, 1000),
    IN_LINE(accounts_create_in, "locale", locale, 100),
    IN_BOOL(accounts_create_in, "agreement", agreement),
};
const struct input_table accounts_create_inputs =
    IN_TABLE(accounts_create_in, accounts_create_rows);

/* One thing that is wrong with the form, in the words and codes of Mastodon. */
struct mistake {
    const char *input, *subject, *code, *description;
};
static const struct mistake no_name = {"username", "Username", "ERR_BLANK", "can't be blank"};
static const struct mistake bad_name = {
    "username", "Username", "ERR_INVALID",
    "must contain only letters, numbers and underscores, and at most 30 of them"};
static const struct mistake taken_name = {"username", "Username", "ERR_TAKEN",
                                          "has already been taken"};
static const struct mistake no_agreement = {"agreement", "Service agreement", "ERR_ACCEPTED",
                                            "must be accepted"};

static void put_details(struct buf *buf, const struct mistake *const *mistakes, size_t n)
{
    buf_put(buf, STR(",\"details\":{"));
    for (size_t i = 0; i < n; i++) {
        buf_put(buf, i > 0 ? STR(",") : STR(""));
        json_put_text(buf, str_of(mistakes[i]->input));
        buf_put(buf, STR(":[{\"error\":"));
        json_put_text(buf, str_of(mistakes[i]->code));
        buf_put(buf, STR(",\"description\":"));
        json_put_text(buf, str_of(mistakes[i]->description));
        buf_put(buf, STR("}]"));
    }
    buf_put(buf, STR("}}"));
}

static enum err refuse_form(struct req *req, const struct mistake *const *mistakes, size_t n)
{
    struct buf sentence = buf_init(1024);
    buf_put(&sentence, STR("Validation failed: "));
    for (size_t i = 0; i < n; i++)
        buf_printf(&sentence, "%s%s %s", i > 0 ? ", " : "", mistakes[i]->subject,
                   mistakes[i]->description);
    struct buf buf = buf_init(4096);
    buf_put(&buf, STR("{\"error\":"));
    json_put_text(&buf, buf_str(&sentence));
    buf_free(&sentence);
    put_details(&buf, mistakes, n);
    return reply_json_buf(req, 422, &buf);
}

/* Her first act comes soon. */
static void remember(struct req *req, const struct act *act)
{
    const struct act_arrival *arrival = &act->arrival;
    const struct token token = {act->made_token, act->person, act->token.client, act->token.scopes};
    const struct person person = {
        .id = act->person,
        .username = arrival->username,
        .pen_name = arrival->pen_name,
        .note = STR(""),
        .language = arrival->language,
        .country = arrival->country,
        .arrived_day_ms = time_day_start(id_ms(act->made_token.v)),
    };
    known_arrived(desk_of(req), act->commit, oauth_token_text(req, act), &token, &person);
}

static enum err after_create(struct req *req)
{
    const struct act *act = desk_done(req);
    if (act->err == ERR_CONFLICT) {
        const struct mistake *mistake = &taken_name;
        return refuse_form(req, &mistake, 1);
    }
    TRY(act->err);
    remember(req, act);
    return oauth_reply_token(req, act, act->token.scopes);
}

static enum err arrive(struct req *req, const struct accounts_create_in *in)
{
    struct act *act = oauth_act(req, ACT_ARRIVE);
    act->person = (struct person_id){0};
    act->arrival = (struct act_arrival){.is_wanted = true, .username = in->username};
    act->arrival.pen_name = STR("");
    act->arrival.country = STR("");
    act->arrival.has_token = true;
    if (language_canonical(req->arena, in->locale, &act->arrival.language) != OK)
        act->arrival.language = STR("");
    act->token = (struct act_token){
        .client = {req->who.client},
        .scopes = scopes_fewest(req->who.scopes),
        .secret = oauth_secret_hash(req, act, SECRET_TOKEN),
    };
    return desk_submit_any(req, act, after_create);
}

enum err accounts_create(struct req *req)
{
    struct accounts_create_in in;
    TRY(req_read(req, &accounts_create_inputs, &in));
    const struct mistake *mistakes[2];
    size_t n = 0;
    in.username = str_trim(in.username);
    if (in.username.n == 0)
        mistakes[n++] = &no_name;
    else if (!person_username_is_valid(in.username))
        mistakes[n++] = &bad_name;
    if (!in.agreement)
        mistakes[n++] = &no_agreement;
    return n > 0 ? refuse_form(req, mistakes, n) : arrive(req, &in);
}

/* --- one's own --- */

/* What apps show of the highest role. */
static enum err load_role(struct req *req, struct api_role *out)
{
    const struct person_role *roles;
    size_t n;
    TRY(person_roles(desk_db(req), req->arena, desk_viewer(req), &roles, &n));
    enum role role = ROLE_NONE;
    for (size_t i = 0; i < n; i++) {
        if (role == ROLE_NONE || roles[i].role < role)
            role = roles[i].role;
    }
    *out = (struct api_role){.id = ROLE_EVERYBODY, .name = STR("")};
    if (role != ROLE_NONE)
        *out = (struct api_role){(int64_t)role, str_of(role_name(role)), true};
    return OK;
}

static enum err reply_own_account(struct req *req)
{
    struct person person;
    struct load load = load_of(req);
    struct api_own_account own = {0};
    TRY(person_get(desk_db(req), req->arena, desk_viewer(req), &person));
    TRY(load_role(req, &own.role));
    load_account(&load, &person, &own.account);
    own.source.note = person.note.p ? person.note : STR("");
    own.source.language = person.language.n > 0 ? person.language : (struct str){0};
    own.source.country = person.country.n > 0 ? person.country : (struct str){0};
    own.source.is_anonymous = person.is_anonymous;
    return reply_json(req, &entity_own_account, &own);
}

enum err accounts_verify(struct req *req)
{
    return reply_own_account(req);
}

struct accounts_update_in {
    struct str display_name, note, language, country;
    bool is_anonymous;
    bool has_display_name, has_note, has_language, has_country, has_anonymous;
};
static const struct input accounts_update_rows[] = {
    IN_GIVEN(accounts_update_in, "display_name", LINE, display_name, has_display_name,
             .high = PERSON_NAME_MAX),
    IN_GIVEN(accounts_update_in, "note", TEXT, note, has_note, .high = PERSON_NOTE_MAX),
    IN_GIVEN(accounts_update_in, "source[language]", LINE, language, has_language, .high = 100),
    IN_GIVEN(accounts_update_in, "source[country]", LINE, country, has_country, .high = 100),
    IN_GIVEN(accounts_update_in, "source[anonymous]", BOOL, is_anonymous, has_anonymous,
             .initial = 0),
};
const struct input_table accounts_update_inputs =
    IN_TABLE(accounts_update_in, accounts_update_rows);

static bool has_picture(const struct req *req)
{
    for (size_t i = 0; i < req->n_params; i++) {
        const struct param *param = &req->params[i];
        bool is_picture = str_eq(param->name, STR("avatar")) || str_eq(param->name, STR("header"));
        if (is_picture && (param->is_file || param->value.n > 0))
            return true;
    }
    return false;
}

enum err accounts_update(struct req *req)
{
    struct accounts_update_in in;
    TRY(req_read(req, &accounts_update_inputs, &in));
    if (has_picture(req))
        return req_refuse(req, ERR_BAD_INPUT, "This server does not take pictures yet.");
    struct act *act = desk_act(req, ACT_PROFILE);
    act->profile = (struct act_profile){
        .has_pen_name = in.has_display_name,
        .has_note = in.has_note,
        .has_language = in.has_language,
        .has_country = in.has_country,
        .has_anonymous = in.has_anonymous,
        .pen_name = in.display_name,
        .note = in.note,
        .language = in.language,
        .country = in.country,
        .is_anonymous = in.is_anonymous,
    };
    return desk_submit(req, act, reply_own_account);
}

/* --- preferences --- */

static const struct json_field preferences_fields[] = {
    FIELD_RAW("posting:default:visibility", "\"public\""),
    FIELD_RAW("posting:default:sensitive", "false"),
    FIELD(api_source, "posting:default:language", TEXT, language),
    FIELD_RAW("posting:default:quote_policy", "\"nobody\""),
    FIELD_RAW("reading:expand:media", "\"default\""),
    FIELD_RAW("reading:expand:spoilers", "false"),
    FIELD_RAW("reading:autoplay:gifs", "false"),
};
static const struct json_entity entity_preferences =
    JSON_ENTITY("Preferences", struct api_source, preferences_fields);

enum err accounts_preferences(struct req *req)
{
    struct person person;
    TRY(person_get(desk_db(req), req->arena, desk_viewer(req), &person));
    const struct api_source source = {.language = person.language.n > 0 ? person.language
                                                                        : (struct str){0}};
    return reply_json(req, &entity_preferences, &source);
}

/* --- others --- */

static enum err reply_account(struct req *req, struct person_id id)
{
    struct person person;
    TRY(person_get(desk_db(req), req->arena, id, &person));
    if (person.is_suspended && id.v != req->who.person)
        return ERR_NOT_FOUND;
    struct load load = load_of(req);
    struct api_account account;
    load_account(&load, &person, &account);
    return reply_json(req, &entity_account, &account);
}

enum err accounts_get(struct req *req)
{
    struct person_id id;
    TRY(req_path_id(req, 0, &id.v));
    return reply_account(req, id);
}

/* "name", "@name" or "name@our.host" gives "name"; absent for another host. */
static struct str local_name(const struct req *req, struct str acct)
{
    struct str host = str_trim(acct);
    if (host.n > 0 && host.p[0] == '@')
        host = str_sub(host, 1, host.n);
    struct str name = str_cut(&host, '@');
    bool is_ours = !host.p || str_eq_nocase(host, desk_of(req)->house->host);
    return is_ours ? name : (struct str){0};
}

struct accounts_lookup_in {
    struct str acct;
};
static const struct input accounts_lookup_rows[] = {
    IN(accounts_lookup_in, "acct", LINE, acct, .is_required = true, .high = ACCT_CHARS),
};
const struct input_table accounts_lookup_inputs =
    IN_TABLE(accounts_lookup_in, accounts_lookup_rows);

enum err accounts_lookup(struct req *req)
{
    struct accounts_lookup_in in;
    TRY(req_read(req, &accounts_lookup_inputs, &in));
    struct str name = local_name(req, in.acct);
    if (name.n == 0)
        return ERR_NOT_FOUND;
    struct person person;
    TRY(person_find(desk_db(req), req->arena, name, &person));
    return reply_account(req, person.id);
}

struct accounts_search_in {
    struct str q;
    int64_t limit, offset;
};
static const struct input accounts_search_rows[] = {
    IN_LINE(accounts_search_in, "q", q, ACCT_CHARS),
    IN_NUMBER(accounts_search_in, "limit", limit, 0, INT64_MAX, 40),
    IN_NUMBER(accounts_search_in, "offset", offset, 0, INT64_MAX, 0),
};
const struct input_table accounts_search_inputs =
    IN_TABLE(accounts_search_in, accounts_search_rows);

enum err accounts_search(struct req *req)
{
    struct accounts_search_in in;
    TRY(req_read(req, &accounts_search_inputs, &in));
    struct str name = local_name(req, in.q);
    const struct person *people = NULL;
    size_t n = 0;
    int64_t limit = in.limit < SEARCH_MAX ? in.limit : SEARCH_MAX;
    if (name.n > 0 && limit > 0 && in.offset == 0)
        TRY(person_search(desk_db(req), req->arena, name, limit, &people, &n));
    struct load load = load_of(req);
    struct api_account *accounts = arena_array(req->arena, struct api_account, n);
    for (size_t i = 0; i < n; i++)
        load_account(&load, &people[i], &accounts[i]);
    return reply_json_list(req, &entity_account, (struct json_list){accounts, n});
}

/* Whether the i-th was asked for before. */
static bool is_again(const int64_t *ids, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (ids[k] == ids[i])
            return true;
    return false;
}

/* Each once: what an account shows is counted. */
enum err accounts_several(struct req *req)
{
    struct ids_in in;
    TRY(req_read(req, &ids_inputs, &in));
    const int64_t *ids = in.ids.items;
    struct load load = load_of(req);
    struct api_account *accounts = arena_array(req->arena, struct api_account, in.ids.n);
    size_t n = 0;
    for (size_t i = 0; i < in.ids.n; i++) {
        struct person person;
        if (is_again(ids, i))
            continue;
        enum err err = person_get(desk_db(req), req->arena, (struct person_id){ids[i]}, &person);
        if (err == ERR_NOT_FOUND || (err == OK && person.is_suspended))
            continue;
        TRY(err);
        load_account(&load, &person, &accounts[n++]);
    }
    return reply_json_list(req, &entity_account, (struct json_list){accounts, n});
}

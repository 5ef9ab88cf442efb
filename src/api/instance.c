/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the server says of itself to apps (docs.joinmastodon.org/methods/instance), in both
 * versions; and the lists that are empty here because Chorus has none of these things.
 *
 * Limits come from the settings, counts from released figures. */
#include "api/instance.h"

#include "api/api.h"
#include "api/load.h"
#include "api/usage.h"
#include "domain/campaign.h"
#include "domain/language.h"
#include "domain/text.h"

/* Everything that the two versions show. */
struct view {
    struct str host, title, description, source_url, streaming, thumbnail, about, privacy, email;
    struct html description_html;
    struct json_list languages;
    struct json_list icons;
    int64_t text_max;
    const struct api_account *account;
    struct usage usage;
};

#define SAME(title, described)                                                                     \
    {                                                                                              \
        .name = STR_INIT(title), .type = JSON_INLINE, .entity = &(described)                       \
    }
#define ENTITY(name, title, S)                                                                     \
    static const struct json_entity name = JSON_ENTITY(title, struct S, name##_fields)

/* --- parts --- */

static const struct json_field stats_fields[] = {
    FIELD(view, "user_count", NUMBER, usage.people),
    FIELD(view, "status_count", NUMBER, usage.statuses),
    FIELD(view, "domain_count", NUMBER, usage.domains),
};
ENTITY(stats, "InstanceStats", view);

static const struct json_field urls_v1_fields[] = {
    FIELD(view, "streaming_api", TEXT, streaming),
};
ENTITY(urls_v1, "InstanceUrlsV1", view);

static const struct json_field urls_fields[] = {
    FIELD(view, "streaming", TEXT, streaming), FIELD_RAW("status", "null"),
    FIELD(view, "about", TEXT, about),         FIELD(view, "privacy_policy", TEXT, privacy),
    FIELD_RAW("terms_of_service", "null"),
};
ENTITY(urls, "InstanceUrls", view);

static const struct json_field users_fields[] = {
    FIELD(view, "active_month", NUMBER, usage.month),
};
ENTITY(users, "InstanceUsers", view);

static const struct json_field usage_fields[] = {
    SAME("users", users),
};
ENTITY(usage, "InstanceUsage", view);

static const struct json_field statuses_fields[] = {
    FIELD(view, "max_characters", NUMBER, text_max),
    FIELD_RAW("max_media_attachments", "0"),
    FIELD_RAW("characters_reserved_per_url", "23"),
    FIELD_RAW("supported_mime_types", "[\"text/plain\"]"),
};
ENTITY(statuses, "InstanceStatuses", view);

#define MEDIA                                                                                      \
    "{\"supported_mime_types\":[],\"description_limit\":1500,\"image_size_limit\":0,"              \
    "\"image_matrix_limit\":0,\"video_size_limit\":0,\"video_frame_rate_limit\":0,"                \
    "\"video_matrix_limit\":0}"
/* There are no polls; apps divide by these. */
#define POLLS                                                                                      \
    "{\"max_options\":4,\"max_characters_per_option\":50,\"min_expiration\":300,"                  \
    "\"max_expiration\":2629746}"
#define ACCOUNTS                                                                                   \
    "{\"max_featured_tags\":0,\"max_pinned_statuses\":5,\"max_profile_fields\":0,"                 \
    "\"profile_field_name_limit\":255,\"profile_field_value_limit\":255,"                          \
    "\"max_display_name_length\":60,\"max_note_length\":500,\"max_avatar_description_length\":0,"  \
    "\"max_header_description_length\":0}"
#define ACCESS                                                                                     \
    "{\"live_feeds\":{\"local\":\"public\",\"remote\":\"disabled\"},"                              \
    "\"hashtag_feeds\":{\"local\":\"public\",\"remote\":\"disabled\"},"                            \
    "\"trending_link_feeds\":{\"local\":\"disabled\",\"remote\":\"disabled\"}}"

static const struct json_field configuration_v1_fields[] = {
    FIELD_RAW("accounts", ACCOUNTS),
    SAME("statuses", statuses),
    FIELD_RAW("media_attachments", MEDIA),
    FIELD_RAW("polls", POLLS),
    FIELD_RAW("emoji_reactions", "{\"max_reactions\":1}"),
};
ENTITY(configuration_v1, "InstanceConfigurationV1", view);

static const struct json_field configuration_fields[] = {
    SAME("urls", urls),
    FIELD_RAW("vapid", "{\"public_key\":\"\"}"),
    FIELD_RAW("accounts", ACCOUNTS),
    SAME("statuses", statuses),
    FIELD_RAW("media_attachments", MEDIA),
    FIELD_RAW("polls", POLLS),
    FIELD_RAW("translation", "{\"enabled\":false}"),
    FIELD_RAW("timelines_access", ACCESS),
    FIELD_RAW("limited_federation", "true"),
};
ENTITY(configuration, "InstanceConfiguration", view);

static const struct json_field thumbnail_fields[] = {
    FIELD(view, "url", TEXT, thumbnail),
    FIELD_RAW("blurhash", "null"),
    FIELD_RAW("versions", "{}"),
};
ENTITY(thumbnail, "InstanceThumbnail", view);

struct icon {
    struct str src;
};
static const struct json_field icon_fields[] = {
    FIELD(icon, "src", TEXT, src),
    FIELD_RAW("size", "\"240x240\""),
};
ENTITY(icon, "InstanceIcon", icon);

static const struct json_field contact_fields[] = {
    FIELD(view, "email", TEXT, email),
    FIELD_OF(view, "account", OBJECT, account, entity_account),
};
ENTITY(contact, "InstanceContact", view);

/* --- the two versions --- */

static const struct json_field v1_fields[] = {
    FIELD(view, "uri", TEXT, host),
    FIELD(view, "title", TEXT, title),
    FIELD(view, "short_description", TEXT, description),
    FIELD(view, "description", HTML, description_html),
    FIELD(view, "email", TEXT, email),
    FIELD_RAW("version", "\"" INSTANCE_VERSION "\""),
    SAME("urls", urls_v1),
    SAME("stats", stats),
    FIELD(view, "thumbnail", TEXT, thumbnail),
    FIELD(view, "languages", TEXTS, languages),
    FIELD_RAW("registrations", "true"),
    FIELD_RAW("approval_required", "false"),
    FIELD_RAW("invites_enabled", "false"),
    SAME("configuration", configuration_v1),
    FIELD_OF(view, "contact_account", OBJECT, account, entity_account),
    FIELD_RAW("rules", "[]"),
    FIELD(view, "max_toot_chars", NUMBER, text_max),
};
ENTITY(v1, "V1Instance", view);

static const struct json_field v2_fields[] = {
    FIELD(view, "domain", TEXT, host),
    FIELD(view, "title", TEXT, title),
    FIELD_RAW("version", "\"" INSTANCE_VERSION "\""),
    FIELD(view, "source_url", TEXT, source_url),
    FIELD(view, "description", TEXT, description),
    SAME("usage", usage),
    SAME("thumbnail", thumbnail),
    FIELD_OF(view, "icon", LIST, icons, icon),
    FIELD(view, "languages", TEXTS, languages),
    SAME("configuration", configuration),
    FIELD_RAW("registrations", "{\"enabled\":true,\"approval_required\":false,"
                               "\"reason_required\":false,\"message\":null,\"min_age\":null,"
                               "\"url\":null}"),
    FIELD_RAW("api_versions", "{\"mastodon\":6,\"chorus\":1}"),
    SAME("contact", contact),
    FIELD_RAW("rules", "[]"),
};
ENTITY(v2, "Instance", view);

/* --- filling the view --- */

/* "http…" becomes "ws…". */
static struct str streaming_url(struct req *req)
{
    struct str url = desk_of(req)->house->public_url;
    if (!str_starts(url, STR("http")))
        return url;
    return load_join(req->arena, STR("ws"), str_sub(url, 4, url.n), STR(""));
}

/* The languages of the calls, each once. */
static struct json_list languages_of(struct req *req, const struct campaign *campaigns, size_t n)
{
    struct str *languages = arena_array(req->arena, struct str, n + 1);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        bool is_new = campaigns[i].language.n > 0;
        for (size_t k = 0; k < kept; k++)
            is_new = is_new && !str_eq(languages[k], campaigns[i].language);
        if (is_new)
            languages[kept++] = campaigns[i].language;
    }
    if (kept == 0)
        languages[kept++] = STR("en");
    return (struct json_list){languages, kept};
}

/* The first campaign speaks for the server. */
static enum err load_campaigns(struct req *req, struct view *view)
{
    const struct campaign *campaigns;
    size_t n;
    TRY(campaign_list(desk_db(req), req->arena, &campaigns, &n));
    view->languages = languages_of(req, campaigns, n);
    view->description = STR("");
    view->description_html.s = STR("");
    if (n == 0)
        return OK;
    struct person person;
    struct load load = load_of(req);
    const struct text_links links = {.base = desk_of(req)->house->public_url};
    view->description = campaigns[0].call;
    TRY(text_render(req->arena, campaigns[0].call, &links, &view->description_html));
    TRY(person_get(desk_db(req), req->arena, campaigns[0].account, &person));
    struct api_account *account = arena_new(req->arena, struct api_account);
    load_account(&load, &person, account);
    view->account = account;
    return OK;
}

static enum err load_view(struct req *req, struct view *view)
{
    const struct house *house = desk_of(req)->house;
    struct icon *icon_here = arena_new(req->arena, struct icon);
    icon_here->src = load_asset_url(desk_of(req), req->arena, "avatar.png");
    *view = (struct view){
        .host = house->host,
        .title = house->config->server_name,
        .source_url = house->config->source_url,
        .email = house->config->contact,
        .streaming = streaming_url(req),
        .thumbnail = load_asset_url(desk_of(req), req->arena, "thumbnail.png"),
        .about = load_join(req->arena, house->public_url, STR("/about"), STR("")),
        .privacy = load_join(req->arena, house->public_url, STR("/about/storage"), STR("")),
        .icons = {icon_here, 1},
        .text_max = house->config->text_max,
    };
    TRY(usage_load(req, &view->usage));
    return load_campaigns(req, view);
}

enum err instance_v1(struct req *req)
{
    struct view view;
    TRY(load_view(req, &view));
    return reply_json(req, &v1, &view);
}

enum err instance_v2(struct req *req)
{
    struct view view;
    TRY(load_view(req, &view));
    return reply_json(req, &v2, &view);
}

/* --- pages of text --- */

struct page_of_text {
    int64_t updated_ms;
    struct html content;
};
static const struct json_field page_of_text_fields[] = {
    FIELD(page_of_text, "updated_at", TIME, updated_ms),
    FIELD(page_of_text, "content", HTML, content),
};
ENTITY(page_of_text, "PageOfText", page_of_text);

static enum err reply_text(struct req *req, struct str text, int64_t updated_ms)
{
    struct page_of_text page = {.updated_ms = updated_ms};
    const struct text_links links = {.base = desk_of(req)->house->public_url};
    TRY(text_render(req->arena, text, &links, &page.content));
    return reply_json(req, &page_of_text, &page);
}

/* All calls. */
enum err instance_description(struct req *req)
{
    const struct campaign *campaigns;
    size_t n;
    TRY(campaign_list(desk_db(req), req->arena, &campaigns, &n));
    struct str text = STR("");
    int64_t updated_ms = 0;
    for (size_t i = 0; i < n; i++) {
        text = arena_printf(req->arena, "%.*s%s%.*s\n\n%.*s", STRF(text), i > 0 ? "\n\n" : "",
                            STRF(campaigns[i].title), STRF(campaigns[i].call));
        if (campaigns[i].called_ms > updated_ms)
            updated_ms = campaigns[i].called_ms;
    }
    return reply_text(req, text, updated_ms);
}

enum err instance_privacy(struct req *req)
{
    struct str text = arena_printf(
        req->arena,
        "Nobody needs an e-mail address, a telephone number or a real name here; what an app sends "
        "of them is not kept. No network address and no name of a device is written anywhere. What "
        "is kept, column by column: %.*s/about/storage",
        STRF(desk_of(req)->house->public_url));
    return reply_text(req, text, req->now_ms);
}

enum err instance_terms(struct req *req)
{
    (void)req;
    return ERR_NOT_FOUND;
}

/* --- lists --- */

struct language_row {
    struct str code, name;
};
static const struct json_field language_row_fields[] = {
    FIELD(language_row, "code", TEXT, code),
    FIELD(language_row, "name", TEXT, name),
};
ENTITY(language_row, "InstanceLanguage", language_row);

/* Languages that are often spoken; any other may be written in as well. */
enum err instance_languages(struct req *req)
{
    struct language_list list;
    TRY(language_list(&desk_of(req)->formats, req->arena, LIST_LANGUAGES, STR("en"), &list));
    struct language_row *rows = arena_array(req->arena, struct language_row, list.n);
    for (size_t i = 0; i < list.n; i++)
        rows[i] = (struct language_row){list.choices[i].code, list.choices[i].name};
    return reply_json_list(req, &language_row, (struct json_list){rows, list.n});
}

/* Log-ins are not counted. */
static const struct json_field week_fields[] = {
    FIELD(usage_week, "week", COUNT_TEXT, start_s),
    FIELD(usage_week, "statuses", COUNT_TEXT, statuses),
    FIELD_RAW("logins", "\"0\""),
    FIELD(usage_week, "registrations", COUNT_TEXT, arrivals),
};
ENTITY(week, "InstanceActivity", usage_week);

enum err instance_activity(struct req *req)
{
    struct usage usage_now;
    TRY(usage_load(req, &usage_now));
    return reply_json_list(req, &week, (struct json_list){usage_now.weeks, USAGE_WEEKS});
}

enum err instance_empty_list(struct req *req)
{
    return reply_json_list(req, &entity_account, (struct json_list){0});
}

enum err instance_empty_object(struct req *req)
{
    return reply_empty_json(req);
}

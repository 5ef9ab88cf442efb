/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The descriptors. One table per entity, in the order of docs.joinmastodon.org/entities. */
#include "api/entity.h"

#include "api/filters.h"

/* --- accounts --- */

#define ACCOUNT_FIELDS(S, M)                                                                       \
    FIELD(S, "id", ID, M id), FIELD(S, "username", TEXT, M username),                              \
        FIELD(S, "acct", TEXT, M acct), FIELD(S, "display_name", TEXT, M display_name),            \
        FIELD_RAW("locked", "false"), FIELD_RAW("bot", "false"),                                   \
        FIELD(S, "group", BOOL, M is_group), FIELD_RAW("discoverable", "false"),                   \
        FIELD_RAW("indexable", "false"), FIELD_RAW("noindex", "true"),                             \
        FIELD(S, "created_at", TIME, M created_ms), FIELD(S, "note", HTML, M note),                \
        FIELD(S, "url", TEXT, M url), FIELD(S, "uri", TEXT, M uri),                                \
        FIELD(S, "avatar", TEXT, M avatar), FIELD(S, "avatar_static", TEXT, M avatar),             \
        FIELD_RAW("avatar_description", "\"\""), FIELD(S, "header", TEXT, M header),               \
        FIELD(S, "header_static", TEXT, M header), FIELD_RAW("header_description", "\"\""),        \
        FIELD(S, "followers_count", NUMBER, M followers),                                          \
        FIELD(S, "following_count", NUMBER, M following),                                          \
        FIELD(S, "statuses_count", NUMBER, M statuses),                                            \
        FIELD(S, "last_status_at", DAY, M last_status_ms), FIELD_RAW("hide_collections", "true"),  \
        FIELD_RAW("emojis", "[]"), FIELD_RAW("roles", "[]"), FIELD_RAW("fields", "[]")

static const struct json_field account_fields[] = {ACCOUNT_FIELDS(api_account, )};
const struct json_entity entity_account =
    JSON_ENTITY("Account", struct api_account, account_fields);

static const struct json_field source_fields[] = {
    FIELD_RAW("privacy", "\"public\""),
    FIELD_RAW("sensitive", "false"),
    FIELD(api_source, "language", TEXT, language),
    FIELD(api_source, "note", TEXT, note),
    FIELD_RAW("fields", "[]"),
    FIELD_RAW("follow_requests_count", "0"),
    FIELD_RAW("hide_collections", "true"),
    FIELD_RAW("discoverable", "false"),
    FIELD_RAW("indexable", "false"),
    FIELD_RAW("quote_policy", "\"nobody\""),
    FIELD(api_source, "country", TEXT, country),
    FIELD(api_source, "anonymous", BOOL, is_anonymous),
};
static const struct json_entity entity_source =
    JSON_ENTITY("AccountSource", struct api_source, source_fields);

static const struct json_field role_fields[] = {
    FIELD(api_role, "id", COUNT_TEXT, id),
    FIELD(api_role, "name", TEXT, name),
    FIELD_RAW("color", "\"\""),
    FIELD_RAW("permissions", "\"0\""),
    FIELD(api_role, "highlighted", BOOL, is_highlighted),
};
const struct json_entity entity_role = JSON_ENTITY("Role", struct api_role, role_fields);

static const struct json_field own_account_fields[] = {
    ACCOUNT_FIELDS(api_own_account, account.),
    FIELD_OF(api_own_account, "source", INLINE, source, entity_source),
    FIELD_OF(api_own_account, "role", INLINE, role, entity_role),
};
const struct json_entity entity_own_account =
    JSON_ENTITY("CredentialAccount", struct api_own_account, own_account_fields);

static const struct json_field relationship_fields[] = {
    FIELD(api_relationship, "id", ID, id),
    FIELD(api_relationship, "following", BOOL, is_following),
    FIELD(api_relationship, "showing_reblogs", BOOL, is_following),
    FIELD_RAW("notifying", "false"),
    FIELD_RAW("languages", "[]"),
    FIELD(api_relationship, "followed_by", BOOL, is_followed_by),
    FIELD(api_relationship, "blocking", BOOL, is_blocking),
    FIELD(api_relationship, "blocked_by", BOOL, is_blocked_by),
    FIELD(api_relationship, "muting", BOOL, is_muting),
    FIELD(api_relationship, "muting_notifications", BOOL, is_muting),
    FIELD_RAW("muting_expires_at", "null"),
    FIELD_RAW("requested", "false"),
    FIELD_RAW("requested_by", "false"),
    FIELD_RAW("domain_blocking", "false"),
    FIELD_RAW("endorsed", "false"),
    FIELD_RAW("note", "\"\""),
};
const struct json_entity entity_relationship =
    JSON_ENTITY("Relationship", struct api_relationship, relationship_fields);

/* --- statuses --- */

static const struct json_field mention_fields[] = {
    FIELD(api_mention, "id", ID, id),
    FIELD(api_mention, "username", TEXT, username),
    FIELD(api_mention, "acct", TEXT, acct),
    FIELD(api_mention, "url", TEXT, url),
};
static const struct json_entity entity_mention =
    JSON_ENTITY("StatusMention", struct api_mention, mention_fields);

static const struct json_field tag_fields[] = {
    FIELD(api_tag, "name", TEXT, name),
    FIELD(api_tag, "url", TEXT, url),
};
static const struct json_entity entity_status_tag =
    JSON_ENTITY("StatusTag", struct api_tag, tag_fields);

static const struct json_field application_fields[] = {
    FIELD(api_application, "name", TEXT, name),
    FIELD(api_application, "website", TEXT, website),
};
static const struct json_entity entity_application =
    JSON_ENTITY("StatusApplication", struct api_application, application_fields);

static const struct json_field reaction_fields[] = {
    FIELD(api_reaction, "name", TEXT, name),
    FIELD(api_reaction, "count", NUMBER, count),
    FIELD(api_reaction, "me", BOOL, is_mine),
    FIELD_RAW("accounts", "[]"),
};
const struct json_entity entity_reaction =
    JSON_ENTITY("EmojiReaction", struct api_reaction, reaction_fields);

static const struct json_field pleroma_fields[] = {
    FIELD_OF(api_status, "emoji_reactions", LIST, reactions, entity_reaction),
    FIELD_RAW("local", "true"),
};
static const struct json_entity entity_pleroma =
    JSON_ENTITY("StatusPleroma", struct api_status, pleroma_fields);

#define STATUS_FIELDS                                                                              \
    FIELD(api_status, "id", ID, id), FIELD(api_status, "created_at", TIME, created_ms),            \
        FIELD(api_status, "in_reply_to_id", ID, parent),                                           \
        FIELD(api_status, "in_reply_to_account_id", ID, parent_account),                           \
        FIELD(api_status, "sensitive", BOOL, is_sensitive),                                        \
        FIELD(api_status, "spoiler_text", TEXT, warning),                                          \
        FIELD(api_status, "visibility", TEXT, visibility),                                         \
        FIELD(api_status, "language", TEXT, language), FIELD(api_status, "uri", TEXT, uri),        \
        FIELD(api_status, "url", TEXT, url), FIELD(api_status, "replies_count", NUMBER, comments), \
        FIELD(api_status, "reblogs_count", NUMBER, shares),                                        \
        FIELD(api_status, "favourites_count", NUMBER, favourites), FIELD_RAW("quotes_count", "0"), \
        FIELD(api_status, "edited_at", TIME, edited_ms),                                           \
        FIELD(api_status, "favourited", BOOL, is_favourited),                                      \
        FIELD(api_status, "reblogged", BOOL, is_shared),                                           \
        FIELD(api_status, "muted", BOOL, is_muted),                                                \
        FIELD(api_status, "bookmarked", BOOL, is_bookmarked),                                      \
        FIELD(api_status, "pinned", BOOL, is_pinned),                                              \
        FIELD_OF(api_status, "filtered", LIST, filtered, entity_filter_result),                    \
        FIELD(api_status, "content", HTML, content),                                               \
        FIELD_OF(api_status, "reblog", OBJECT, reblog, entity_status),                             \
        FIELD_OF(api_status, "application", OBJECT, application, entity_application),              \
        FIELD_OF(api_status, "account", INLINE, account, entity_account),                          \
        FIELD_RAW("media_attachments", "[]"),                                                      \
        FIELD_OF(api_status, "mentions", LIST, mentions, entity_mention),                          \
        FIELD_OF(api_status, "tags", LIST, tags, entity_status_tag), FIELD_RAW("emojis", "[]"),    \
        FIELD_RAW("quote", "null"), FIELD_RAW("card", "null"), FIELD_RAW("poll", "null"),          \
    {                                                                                              \
        .name = STR_INIT("pleroma"), .type = JSON_INLINE, .entity = &entity_pleroma                \
    }

static const struct json_field status_fields[] = {STATUS_FIELDS};
const struct json_entity entity_status = JSON_ENTITY("Status", struct api_status, status_fields);

static const struct json_field deleted_status_fields[] = {
    STATUS_FIELDS,
    FIELD(api_status, "text", TEXT, text),
};
const struct json_entity entity_deleted_status =
    JSON_ENTITY("DeletedStatus", struct api_status, deleted_status_fields);

static const struct json_field wording_fields[] = {
    FIELD(api_wording, "content", HTML, content),
    FIELD(api_wording, "spoiler_text", TEXT, warning),
    FIELD(api_wording, "sensitive", BOOL, is_sensitive),
    FIELD(api_wording, "created_at", TIME, created_ms),
    FIELD_OF(api_wording, "account", INLINE, account, entity_account),
    FIELD_RAW("poll", "null"),
    FIELD_RAW("quote", "null"),
    FIELD_RAW("media_attachments", "[]"),
    FIELD_RAW("emojis", "[]"),
};
const struct json_entity entity_wording =
    JSON_ENTITY("StatusEdit", struct api_wording, wording_fields);

static const struct json_field source_text_fields[] = {
    FIELD(api_source_text, "id", ID, id),
    FIELD(api_source_text, "text", TEXT, text),
    FIELD(api_source_text, "spoiler_text", TEXT, warning),
};
const struct json_entity entity_source_text =
    JSON_ENTITY("StatusSource", struct api_source_text, source_text_fields);

/* --- apps --- */

static const struct json_field token_fields[] = {
    FIELD(api_token, "access_token", TEXT, access_token),
    FIELD_RAW("token_type", "\"Bearer\""),
    FIELD(api_token, "scope", TEXT, scope),
    FIELD(api_token, "created_at", NUMBER, created_s),
};
const struct json_entity entity_token = JSON_ENTITY("Token", struct api_token, token_fields);

#define APP_FIELDS                                                                                 \
    FIELD(api_app, "id", ID, id), FIELD(api_app, "name", TEXT, name),                              \
        FIELD(api_app, "website", TEXT, website), FIELD(api_app, "scopes", TEXTS, scopes),         \
        FIELD(api_app, "redirect_uri", TEXT, redirect_uri),                                        \
        FIELD(api_app, "redirect_uris", TEXTS, redirect_uris), FIELD_RAW("vapid_key", "\"\"")

static const struct json_field app_fields[] = {APP_FIELDS};
const struct json_entity entity_app = JSON_ENTITY("Application", struct api_app, app_fields);

static const struct json_field app_with_secret_fields[] = {
    APP_FIELDS,
    FIELD(api_app, "client_id", ID, id),
    FIELD(api_app, "client_secret", TEXT, secret),
    FIELD_RAW("client_secret_expires_at", "0"),
};
const struct json_entity entity_app_with_secret =
    JSON_ENTITY("CredentialApplication", struct api_app, app_with_secret_fields);

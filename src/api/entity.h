/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Mastodon's entities: the structs that load.c fills and the descriptors that write them.
 *
 * A field that clients cannot do without is never null: what Chorus
 * does not have stands in the descriptor as its constant. Nothing here reads the database. */
#pragma once

#include "base/json.h"

struct api_account {
    int64_t id;
    struct str username;
    struct str acct;
    struct str display_name;
    struct html note;
    struct str url;
    struct str uri;
    struct str avatar;
    struct str header;
    bool is_group; /* a campaign's own account */
    int64_t created_ms;
    int64_t last_status_ms;
    int64_t statuses;
    int64_t followers;
    int64_t following;
};

struct api_source {  /* of a CredentialAccount */
    struct str note; /* plain */
    struct str language;
    struct str country; /* our own */
    bool is_anonymous;  /* our own: her voices are published by the campaign's account */
};
struct api_role {
    int64_t id; /* 0 is sent as "0" */
    struct str name;
    bool is_highlighted;
};
struct api_own_account {
    struct api_account account;
    struct api_source source;
    struct api_role role;
};

struct api_mention {
    int64_t id;
    struct str username;
    struct str acct;
    struct str url;
};
struct api_tag {
    struct str name;
    struct str url;
};
struct api_application {
    struct str name;
    struct str website; /* absent: null */
};
struct api_reaction {
    struct str name; /* me-too, believe, with-you, thank-you */
    int64_t count;
    bool is_mine;
};

struct api_status {
    int64_t id;
    int64_t created_ms;
    int64_t edited_ms;
    int64_t parent;
    int64_t parent_account;
    struct str uri;
    struct str url;
    struct html content;
    struct str text; /* the words as written: answers to DELETE only */
    struct str warning;
    struct str visibility;
    struct str language; /* absent: null */
    bool is_sensitive;
    struct api_account account;
    const struct api_application *application;
    const struct api_status *reblog;
    struct json_list mentions;
    struct json_list tags;
    struct json_list reactions; /* those that there are */
    struct json_list filtered;  /* struct filter_result */
    int64_t comments, shares, favourites;
    bool is_favourited, is_shared, is_muted, is_bookmarked, is_pinned;
};

struct api_wording { /* StatusEdit */
    struct html content;
    struct str warning;
    bool is_sensitive;
    int64_t created_ms;
    struct api_account account;
};

struct api_source_text { /* StatusSource */
    int64_t id;
    struct str text;
    struct str warning;
};

struct api_relationship { /* Relationship */
    int64_t id;
    bool is_following, is_followed_by, is_blocking, is_blocked_by, is_muting;
};

struct api_token {
    struct str access_token;
    struct str scope;
    int64_t created_s;
};

struct api_app { /* Application, CredentialApplication */
    int64_t id;
    struct str name;
    struct str website; /* absent: null */
    struct json_list scopes;
    struct str redirect_uri;
    struct json_list redirect_uris;
    struct str secret;
};

extern const struct json_entity entity_account;
extern const struct json_entity entity_own_account;
extern const struct json_entity entity_role;
extern const struct json_entity entity_status;
extern const struct json_entity entity_deleted_status; /* with `text` */
extern const struct json_entity entity_reaction;
extern const struct json_entity entity_wording;
extern const struct json_entity entity_source_text;
extern const struct json_entity entity_relationship;
extern const struct json_entity entity_token;
extern const struct json_entity entity_app; /* as others may see it */
extern const struct json_entity entity_app_with_secret;

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Descriptions at well-known places: NodeInfo 2.0 and 2.1 (nodeinfo.diaspora.software), and how
 * apps log in (RFC 8414).
 *
 * `metadata.upstream` tells apps that this server speaks as Mastodon does. No protocol of
 * federation is named until there is one. */
#include "api/api.h"
#include "api/instance.h"
#include "api/load.h"
#include "api/usage.h"

#define SCHEMA "http://nodeinfo.diaspora.software/ns/schema/"

struct view {
    struct str name;
    struct str repository; /* absent: null */
    struct str homepage;
    struct usage usage;
};

#define SAME(title, described)                                                                     \
    {                                                                                              \
        .name = STR_INIT(title), .type = JSON_INLINE, .entity = &(described)                       \
    }

static const struct json_field software_fields[] = {
    FIELD_RAW("name", "\"chorus\""),
    FIELD_RAW("version", "\"" CHORUS_VERSION "\""),
};
static const struct json_entity software =
    JSON_ENTITY("NodeInfoSoftware", struct view, software_fields);

static const struct json_field software_21_fields[] = {
    FIELD_RAW("name", "\"chorus\""),
    FIELD_RAW("version", "\"" CHORUS_VERSION "\""),
    FIELD(view, "repository", TEXT, repository),
    FIELD(view, "homepage", TEXT, homepage),
};
static const struct json_entity software_21 =
    JSON_ENTITY("NodeInfoSoftware21", struct view, software_21_fields);

static const struct json_field users_fields[] = {
    FIELD(view, "total", NUMBER, usage.people),
    FIELD(view, "activeMonth", NUMBER, usage.month),
    FIELD(view, "activeHalfyear", NUMBER, usage.halfyear),
};
static const struct json_entity users = JSON_ENTITY("NodeInfoUsers", struct view, users_fields);

static const struct json_field usage_fields[] = {
    SAME("users", users),
    FIELD(view, "localPosts", NUMBER, usage.posts),
    FIELD(view, "localComments", NUMBER, usage.comments),
};
static const struct json_entity usage_entity =
    JSON_ENTITY("NodeInfoUsage", struct view, usage_fields);

static const struct json_field metadata_fields[] = {
    FIELD(view, "nodeName", TEXT, name),
    FIELD_RAW("upstream", "{\"name\":\"mastodon\",\"version\":\"" MASTODON_VERSION "\"}"),
};
static const struct json_entity metadata =
    JSON_ENTITY("NodeInfoMetadata", struct view, metadata_fields);

#define NODEINFO_FIELDS(version, described)                                                        \
    FIELD_RAW("version", "\"" version "\""), SAME("software", described),                          \
        FIELD_RAW("protocols", "[]"), FIELD_RAW("services", "{\"inbound\":[],\"outbound\":[]}"),   \
        FIELD_RAW("openRegistrations", "true"), SAME("usage", usage_entity),                       \
        SAME("metadata", metadata)

static const struct json_field nodeinfo_20_fields[] = {NODEINFO_FIELDS("2.0", software)};
static const struct json_entity nodeinfo_20 =
    JSON_ENTITY("NodeInfo20", struct view, nodeinfo_20_fields);

static const struct json_field nodeinfo_21_fields[] = {NODEINFO_FIELDS("2.1", software_21)};
static const struct json_entity nodeinfo_21 =
    JSON_ENTITY("NodeInfo21", struct view, nodeinfo_21_fields);

static enum err reply_nodeinfo(struct req *req, const struct json_entity *entity,
                               const char *content_type)
{
    const struct house *house = desk_of(req)->house;
    struct view view = {.name = house->config->server_name, .homepage = house->public_url};
    if (house->config->source_url.n > 0)
        view.repository = house->config->source_url;
    TRY(usage_load(req, &view.usage));
    struct buf buf = buf_init(LOAD_BUF_MAX);
    json_put(&buf, entity, &view);
    return reply_bytes(req, 200, content_type, &buf);
}

enum err instance_nodeinfo_20(struct req *req)
{
    return reply_nodeinfo(req, &nodeinfo_20,
                          "application/json; profile=\"" SCHEMA "2.0#\"; charset=utf-8");
}

enum err instance_nodeinfo_21(struct req *req)
{
    return reply_nodeinfo(req, &nodeinfo_21,
                          "application/json; profile=\"" SCHEMA "2.1#\"; charset=utf-8");
}

/* --- where it is --- */

struct link {
    struct str rel, href;
};
static const struct json_field link_fields[] = {
    FIELD(link, "rel", TEXT, rel),
    FIELD(link, "href", TEXT, href),
};
static const struct json_entity link_entity = JSON_ENTITY("NodeInfoLink", struct link, link_fields);

struct links {
    struct json_list links;
};
static const struct json_field links_fields[] = {
    FIELD_OF(links, "links", LIST, links, link_entity),
};
static const struct json_entity links_entity =
    JSON_ENTITY("NodeInfoLinks", struct links, links_fields);

enum err instance_nodeinfo(struct req *req)
{
    struct str base = desk_of(req)->house->public_url;
    const struct link found[] = {
        {STR(SCHEMA "2.0"), load_join(req->arena, base, STR("/nodeinfo/2.0"), STR(""))},
        {STR(SCHEMA "2.1"), load_join(req->arena, base, STR("/nodeinfo/2.1"), STR(""))},
    };
    const struct links links = {{found, sizeof found / sizeof found[0]}};
    return reply_json(req, &links_entity, &links);
}

/* --- how apps log in --- */

struct oauth {
    struct str issuer, authorize, token, revoke, userinfo, apps, documentation;
    struct json_list scopes;
};
static const struct json_field oauth_fields[] = {
    FIELD(oauth, "issuer", TEXT, issuer),
    FIELD(oauth, "service_documentation", TEXT, documentation),
    FIELD(oauth, "authorization_endpoint", TEXT, authorize),
    FIELD(oauth, "token_endpoint", TEXT, token),
    FIELD(oauth, "app_registration_endpoint", TEXT, apps),
    FIELD(oauth, "revocation_endpoint", TEXT, revoke),
    FIELD(oauth, "userinfo_endpoint", TEXT, userinfo),
    FIELD(oauth, "scopes_supported", TEXTS, scopes),
    FIELD_RAW("response_types_supported", "[\"code\"]"),
    FIELD_RAW("response_modes_supported", "[\"query\"]"),
    FIELD_RAW("grant_types_supported", "[\"authorization_code\",\"client_credentials\"]"),
    FIELD_RAW("token_endpoint_auth_methods_supported",
              "[\"client_secret_basic\",\"client_secret_post\"]"),
    FIELD_RAW("code_challenge_methods_supported", "[\"S256\"]"),
};
static const struct json_entity oauth_entity =
    JSON_ENTITY("AuthorizationServer", struct oauth, oauth_fields);

enum err instance_oauth(struct req *req)
{
    static const struct str scopes[] = {
#define SCOPE(name, text, parent) STR_INIT(text),
#include "domain/scopes.def"
#undef SCOPE
    };
    struct arena *arena = req->arena;
    struct str base = desk_of(req)->house->public_url;
    const struct oauth oauth = {
        .issuer = load_join(arena, base, STR("/"), STR("")),
        .documentation = STR("https://docs.joinmastodon.org/"),
        .authorize = load_join(arena, base, STR("/oauth/authorize"), STR("")),
        .token = load_join(arena, base, STR("/oauth/token"), STR("")),
        .revoke = load_join(arena, base, STR("/oauth/revoke"), STR("")),
        .userinfo = load_join(arena, base, STR("/oauth/userinfo"), STR("")),
        .apps = load_join(arena, base, STR("/api/v1/apps"), STR("")),
        .scopes = {scopes, sizeof scopes / sizeof scopes[0]},
    };
    return reply_json(req, &oauth_entity, &oauth);
}

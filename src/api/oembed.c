/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* oEmbed (https://oembed.com, version 1.0): for the address of a call or of a hashtag of its
 * family, the frame that shows it on another site.
 *
 * Only addresses of this site are known, and only what the embeds show; voices are not embedded one
 * by one. The frame's own page says what may be in it. */
#include "api/api.h"
#include "api/atom.h"
#include "api/inputs.h"
#include "domain/campaign.h"

enum {
    URL_MAX = 2000,
    FORMAT_MAX = 20,
    PIXELS_MAX = 10000,
    WIDTH = 480,
    BOX_HEIGHT = 360,
    LIST_HEIGHT = 560,
    CACHE_SECONDS = 86400,
    LANGUAGE_CHARS = 12,
    BYTES_MAX = 32 * 1024
};

struct oembed_in {
    struct str url, format;
    int64_t maxwidth, maxheight;
};
static const struct input oembed_rows[] = {
    {.name = "url",
     .type = INPUT_LINE,
     .is_required = true,
     .at = offsetof(struct oembed_in, url),
     .given_at = SIZE_MAX,
     .high = URL_MAX},
    IN_LINE(oembed_in, "format", format, FORMAT_MAX),
    IN_NUMBER(oembed_in, "maxwidth", maxwidth, 1, PIXELS_MAX, PIXELS_MAX),
    IN_NUMBER(oembed_in, "maxheight", maxheight, 1, PIXELS_MAX, PIXELS_MAX),
};
const struct input_table oembed_inputs = IN_TABLE(oembed_in, oembed_rows);

/* What is answered. */
struct oembed {
    struct str version, type, title, provider_name, provider_url, html;
    int64_t cache_age, width, height;
};
static const struct json_field oembed_fields[] = {
    FIELD(oembed, "version", TEXT, version),
    FIELD(oembed, "type", TEXT, type),
    FIELD(oembed, "title", TEXT, title),
    FIELD(oembed, "provider_name", TEXT, provider_name),
    FIELD(oembed, "provider_url", TEXT, provider_url),
    FIELD(oembed, "cache_age", NUMBER, cache_age),
    FIELD(oembed, "html", TEXT, html),
    FIELD(oembed, "width", NUMBER, width),
    FIELD(oembed, "height", NUMBER, height),
};
const struct json_entity entity_oembed = JSON_ENTITY("OEmbed", struct oembed, oembed_fields);

/* --- which page ------------------------------------------------------------------------- */

/* What is to be framed. */
struct target {
    struct campaign campaign;
    struct str hashtag; /* absent: the figures of the call */
    struct str lang;    /* of the address, or absent */
};

/* Letters, digits and '-': as it can stand in an address. */
static bool is_code(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && !(c >= '0' && c <= '9') && c != '-')
            return false;
    }
    return s.n > 0 && s.n <= LANGUAGE_CHARS;
}

static void find_lang(struct str query, struct target *target)
{
    while (query.p != NULL) {
        struct str value = str_cut(&query, '&');
        struct str name = str_cut(&value, '=');
        if (str_eq(name, STR("lang")) && is_code(value))
            target->lang = value;
    }
}

/* The member of a family that is meant, as the family writes it. */
static enum err find_member(struct req *req, const struct campaign *campaign, struct str name,
                            struct str *out)
{
    struct family_member member;
    TRY(campaign_member(desk_db(req), req->arena, campaign->id, name, &member));
    *out = member.name;
    return OK;
}

/* The first call whose family has the hashtag. */
static enum err find_family(struct req *req, struct str name, struct target *target)
{
    const struct campaign *campaigns;
    size_t n;
    TRY(campaign_list(desk_db(req), req->arena, &campaigns, &n));
    for (size_t i = 0; i < n; i++) {
        enum err err = find_member(req, &campaigns[i], name, &target->hashtag);
        if (err == ERR_NOT_FOUND)
            continue;
        target->campaign = campaigns[i];
        return err;
    }
    return ERR_NOT_FOUND;
}

/* "/c/SLUG" and what is below it, "/embed/SLUG", "/embed/SLUG/HASHTAG", "/tags/HASHTAG". */
static enum err find_path(struct req *req, struct str path, struct target *target)
{
    struct str rest = path;
    struct str kind = str_cut(&rest, '/');
    struct str first, second = str_sub(rest, 0, rest.n);
    TRY(req_decode(req, str_cut(&second, '/'), &first));
    if (first.n == 0)
        return ERR_NOT_FOUND;
    if (str_eq(kind, STR("tags")) && second.p == NULL)
        return find_family(req, first, target);
    bool is_embed = str_eq(kind, STR("embed"));
    if (!is_embed && !str_eq(kind, STR("c")))
        return ERR_NOT_FOUND;
    TRY(campaign_by_slug(desk_db(req), req->arena, first, &target->campaign));
    if (!is_embed || second.p == NULL)
        return OK;
    TRY(req_decode(req, second, &second));
    return find_member(req, &target->campaign, second, &target->hashtag);
}

static enum err find_target(struct req *req, struct str url, struct target *target)
{
    struct str base = desk_of(req)->house->public_url;
    if (!str_starts(url, base) || url.n == base.n || url.p[base.n] != '/')
        return ERR_NOT_FOUND;
    struct str rest = str_sub(url, base.n + 1, url.n);
    rest = str_cut(&rest, '#');
    struct str query = rest;
    struct str path = str_cut(&query, '?');
    find_lang(query, target);
    if (str_ends(path, STR("/")))
        path = str_sub(path, 0, path.n - 1);
    return find_path(req, path, target);
}

/* --- the frame -------------------------------------------------------------------------- */

static struct str frame_url(struct req *req, const struct target *target)
{
    struct buf buf = buf_init(BYTES_MAX);
    buf_printf(&buf, "%.*s/embed/%.*s", STRF(desk_of(req)->house->public_url),
               STRF(target->campaign.slug));
    if (target->hashtag.p != NULL) {
        buf_char(&buf, '/');
        buf_url(&buf, target->hashtag);
    }
    if (target->lang.n > 0)
        buf_printf(&buf, "?lang=%.*s", STRF(target->lang));
    struct str url = arena_str(req->arena, buf_str(&buf));
    buf_free(&buf);
    return url;
}

static struct str frame_of(struct req *req, const struct target *target,
                           const struct oembed *oembed)
{
    const struct atom_attribute attributes[] = {
        {"src", frame_url(req, target)},
        {"width", arena_printf(req->arena, "%lld", (long long)oembed->width)},
        {"height", arena_printf(req->arena, "%lld", (long long)oembed->height)},
        {"title", oembed->title},
        {"loading", STR("lazy")},
        {"referrerpolicy", STR("no-referrer")},
        {"style", STR("border:0;max-width:100%")},
    };
    struct buf buf = buf_init(BYTES_MAX);
    atom_open(&buf, "iframe", attributes, sizeof attributes / sizeof *attributes);
    atom_close(&buf, "iframe");
    struct str html = arena_str(req->arena, buf_str(&buf));
    buf_free(&buf);
    return html;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static struct oembed oembed_of(struct req *req, const struct oembed_in *in,
                               const struct target *target)
{
    const struct house *house = desk_of(req)->house;
    bool is_list = target->hashtag.p != NULL;
    struct oembed oembed = {
        .version = STR("1.0"),
        .type = STR("rich"),
        .title = is_list ? arena_printf(req->arena, "#%.*s · %.*s", STRF(target->hashtag),
                                        STRF(target->campaign.title))
                         : target->campaign.title,
        .provider_name = house->config->server_name,
        .provider_url = house->public_url,
        .cache_age = CACHE_SECONDS,
        .width = least(WIDTH, in->maxwidth),
        .height = least(is_list ? LIST_HEIGHT : BOX_HEIGHT, in->maxheight),
    };
    oembed.html = frame_of(req, target, &oembed);
    return oembed;
}

static enum err reply_xml(struct req *req, const struct oembed *oembed)
{
    struct buf buf = buf_init(BYTES_MAX);
    buf_put(&buf, STR("<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\n<oembed>\n"));
    for (size_t i = 0; i < entity_oembed.n_fields; i++) {
        const struct json_field *field = &entity_oembed.fields[i];
        const char *at = (const char *)oembed + field->at;
        struct str text;
        if (field->type == JSON_NUMBER)
            text = arena_printf(req->arena, "%lld", (long long)*(const int64_t *)(const void *)at);
        else
            text = *(const struct str *)(const void *)at;
        atom_element(&buf, arena_z(req->arena, field->name), text);
    }
    buf_put(&buf, STR("</oembed>\n"));
    return reply_bytes(req, 200, "text/xml; charset=utf-8", &buf);
}

/* GET /oembed */
enum err oembed_show(struct req *req)
{
    struct oembed_in in;
    struct target target = {.hashtag = {0}};
    TRY(req_read(req, &oembed_inputs, &in));
    bool is_xml = str_eq(in.format, STR("xml"));
    if (!is_xml && in.format.n > 0 && !str_eq(in.format, STR("json")))
        return ERR_NOT_OFFERED;
    TRY(find_target(req, in.url, &target));
    struct oembed oembed = oembed_of(req, &in, &target);
    return is_xml ? reply_xml(req, &oembed) : reply_json(req, &entity_oembed, &oembed);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From senses to what is offered (sense.h). Addresses carry a hashtag's place in its family and not
 * its name, so that they tell nothing. */
#include "web/sense.h"

#include "domain/hashtag_text.h"

static const struct {
    const char *sense, *words, *lead;
} senses[] = {
    {"me-too", T("I too"), NULL},
    {"tell", T("tell it"), T("This hashtag asks to tell: as much or as little as you wish.")},
    {"expose", T("say who it was"), NULL},
    {"solidarity", T("I stand by you"),
     T("This hashtag stands by those who spoke. Below each voice you can say “I believe you” or "
       "“With you”; nobody is shown a list of who did.")},
    {"admission", T("I did it too"),
     T("For those who hurt somebody: say what you did, and what you do differently now. Name "
       "nobody "
       "whom you hurt, and ask nothing of anybody.")},
    {"demand", T("this must change"), T("This hashtag asks for a change: say what must be done.")},
    {"successor", NULL, NULL},
    {"predecessor", NULL, NULL},
};
enum { SENSES = sizeof senses / sizeof *senses };

static struct str say(const struct page_out *page, const char *message)
{
    return message ? page_say(page, message) : (struct str){0};
}

struct str sense_words(const struct page_out *page, struct str sense)
{
    for (size_t i = 0; i < SENSES; i++)
        if (str_eq(sense, str_of(senses[i].sense)))
            return say(page, senses[i].words);
    return (struct str){0};
}

static struct str lead_of(const struct page_out *page, struct str sense)
{
    for (size_t i = 0; i < SENSES; i++)
        if (str_eq(sense, str_of(senses[i].sense)))
            return say(page, senses[i].lead);
    return (struct str){0};
}

static bool is_sense(const struct hashtag_home *home, const char *sense)
{
    return str_eq(home->sense, str_of(sense));
}

/* --- the page of a hashtag --- */

static enum err place_of(struct req *req, struct campaign_id campaign, struct str key,
                         size_t *place)
{
    const struct family_member *family;
    size_t n;
    TRY(campaign_family(desk_db(req), req->arena, campaign, &family, &n));
    for (*place = 0; *place < n; (*place)++)
        if (str_eq(family[*place].key, key))
            return OK;
    return ERR_NOT_FOUND;
}

static void put_links(struct page_out *page, const struct campaign *campaign,
                      const struct hashtag_home *home, struct str form, struct view_offer *out)
{
    struct str tell = page_say(page, T("Tell your story"));
    struct str campaign_url = page_campaign_path(page, campaign, "");
    out->first_url = form;
    out->first_name =
        is_sense(home, "expose") || is_sense(home, "admission") || is_sense(home, "demand")
            ? page_say(page, T("Write"))
            : tell;
    if (is_sense(home, "solidarity")) {
        out->first_url = arena_printf(page->req->arena, "%.*s#voices", STRF(campaign_url));
        out->first_name = page_say(page, T("To the voices"));
        out->second_url = form;
        out->second_name = page_say(page, T("Write"));
    }
    if (is_sense(home, "successor")) {
        out->first_url = campaign_url;
        out->first_name = page_say(page, T("To the call"));
    }
}

enum err sense_offer(struct page_out *page, const struct tag_info *info, bool *is_there,
                     struct view_offer *out)
{
    struct req *req = page->req;
    struct hashtag_home home;
    struct campaign campaign;
    size_t place;
    enum err err = hashtag_home(desk_db(req), req->arena, info->key, &home);
    *is_there = err == OK;
    if (err != OK)
        return err == ERR_NOT_FOUND ? OK : err;
    TRY(campaign_get(desk_db(req), req->arena, home.campaign, &campaign));
    TRY(place_of(req, home.campaign, info->key, &place));
    *out = (struct view_offer){
        .words = lead_of(page, home.sense),
        .family_url = page_campaign_path(page, &campaign, "/family"),
        .is_press = is_sense(&home, "me-too"),
        .press_url = page_path(
            req->arena, arena_z(req->arena, page_campaign_path(page, &campaign, "/press?hashtag=")),
            info->name),
        .action = page_campaign_path(page, &campaign, page->is_plain ? "/w" : "/me-too"),
        .once = page_once(req),
        .form_token = req_form_token(req),
        .hashtag = info->name,
        .hashtag_lang = home.language,
        .is_naming = is_sense(&home, "expose"),
        .naming = {STR("/help")},
    };
    put_links(page, &campaign, &home,
              arena_printf(req->arena, "/w?campaign=%lld&hashtag=%zu", (long long)home.campaign.v,
                           place + 1),
              out);
    return OK;
}

/* --- the form --- */

enum err sense_wish_of(struct page_out *page, struct campaign_id campaign, int64_t place,
                       struct sense_wish *out)
{
    struct req *req = page->req;
    const struct family_member *family;
    size_t n;
    *out = (struct sense_wish){0};
    if (place <= 0 || campaign.v == 0)
        return OK;
    TRY(campaign_family(desk_db(req), req->arena, campaign, &family, &n));
    if ((uint64_t)place > n)
        return OK;
    const struct family_member *member = &family[place - 1];
    out->text = arena_printf(req->arena, "\n\n#%.*s", STRF(member->name));
    out->lead = lead_of(page, member->sense);
    return OK;
}

enum err sense_is_naming(struct req *req, struct str text, bool *is_naming)
{
    struct hashtag_span span;
    *is_naming = false;
    if (!str_is_utf8(text))
        return OK; /* refused by others */
    for (size_t at = 0; !*is_naming && hashtag_next(text, at, &span); at = span.end) {
        struct str key;
        struct hashtag_home home;
        if (hashtag_key(req->arena, span.name, &key) != OK)
            continue;
        enum err err = hashtag_home(desk_db(req), req->arena, key, &home);
        if (err != OK && err != ERR_NOT_FOUND)
            return err;
        *is_naming = err == OK && is_sense(&home, "expose");
    }
    return OK;
}

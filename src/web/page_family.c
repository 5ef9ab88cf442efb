/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* GET /c/:slug/family: where the hashtags of a call come from, as a tree in time.
 *
 * The tree is a list whose lines the style sheet draws, so that whoever sees no lines reads the
 * same. Every hashtag stands in its own language, every source as its organisers wrote it. */
#include "base/clock.h"
#include "domain/family_tree.h"
#include "domain/language.h"
#include "tpl/templates.h"
#include "web/page.h"
#include "web/sense.h"
#include "web/web.h"

static const struct {
    const char *name, *hint;
} limbs[RELATIONS] = {
    [RELATION_PREDECESSOR] = {T("What came before"), NULL},
    [RELATION_CALL] = {T("The call"), NULL},
    [RELATION_TRANSLATION] = {T("The same in other languages"), NULL},
    [RELATION_BRANCH] = {T("Branches"), T("For a place, a trade, a question of their own.")},
    [RELATION_SOLIDARITY] = {T("Standing by"), NULL},
    [RELATION_SUCCESSOR] = {T("What followed"), NULL},
};

static struct str confidence_words(const struct page_out *page, struct str confidence)
{
    if (str_eq(confidence, STR("certain")))
        return page_say(page, T("well attested"));
    if (str_eq(confidence, STR("known")))
        return page_say(page, T("not verified"));
    return str_eq(confidence, STR("disputed")) ? page_say(page, T("disputed")) : (struct str){0};
}

/* As precisely as it is known. */
static struct str when_words(const struct page_out *page, const struct since *since)
{
    struct req *req = page->req;
    int64_t ms;
    if (since->year == 0 ||
        !time_parse(arena_printf(req->arena, "%04d-%02d-%02d", since->year,
                                 since->month ? since->month : 1, since->day ? since->day : 1),
                    &ms))
        return (struct str){0};
    return date_format(page->locale->formats, req->arena, ms, page->lang,
                       since->day     ? DATE_DAY
                       : since->month ? DATE_MONTH
                                      : DATE_YEAR);
}

static struct str year_words(const struct page_out *page, int year)
{
    return when_words(page, &(struct since){.year = year});
}

/* "Arabic · Tunisia · I too", as far as it is said. */
static struct str said_of(const struct page_out *page, const struct family_member *member)
{
    struct arena *arena = page->req->arena;
    struct str said = {0};
    struct str parts[3] = {0};
    if (language_name(page->locale->formats, arena, member->language, page->lang, &parts[0]) != OK)
        parts[0] = member->language;
    if (country_name(page->locale->formats, arena, member->region, page->lang, &parts[1]) != OK)
        parts[1] = member->region;
    parts[2] = sense_words(page, member->sense);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].n > 0)
            said =
                arena_printf(arena, "%.*s%s%.*s", STRF(said), said.n ? " · " : "", STRF(parts[i]));
    return said;
}

/* The words of a source, and the first address among them, named by its host. */
static void put_source(struct str source, struct view_kin *out)
{
    const struct str scheme = STR("https://");
    size_t at = str_search(source, scheme);
    out->source = source;
    if (at + scheme.n >= source.n)
        return;
    struct str rest = str_sub(source, at, source.n);
    struct str words = str_trim(str_sub(source, 0, at));
    while (words.n > 0 && (words.p[words.n - 1] == ':' || words.p[words.n - 1] == ','))
        words.n--;
    out->source = words;
    out->source_url = str_cut(&rest, ' ');
    struct str host = str_sub(out->source_url, scheme.n, out->source_url.n);
    out->source_name = str_cut(&host, '/');
}

static struct view_kin kin_of(const struct page_out *page, const struct tree_node *node)
{
    struct arena *arena = page->req->arena;
    const struct family_member *member = node->member;
    struct view_spelling *spellings =
        arena_array(arena, struct view_spelling, node->n_spellings + 1);
    struct view_kin kin = {
        .url = page->is_plain ? STR("") : page_path(arena, "/tags/", member->name),
        .name = member->name,
        .lang = member->language,
        .said = said_of(page, member),
        .when = node->since.month ? when_words(page, &node->since) : STR(""),
        .confidence = confidence_words(page, member->confidence),
        .spellings = spellings,
    };
    for (size_t i = 0; i < node->n_spellings; i++)
        spellings[kin.n_spellings++].name = node->spellings[i]->name;
    put_source(member->source, &kin);
    return kin;
}

/* The nodes come in the order of their years. */
static void put_years(const struct page_out *page, const struct tree_node *nodes, size_t n,
                      struct view_limb *limb)
{
    struct arena *arena = page->req->arena;
    struct view_year *years = arena_array(arena, struct view_year, n);
    struct view_kin *kin = arena_array(arena, struct view_kin, n);
    for (size_t i = 0; i < n; i++) {
        kin[i] = kin_of(page, &nodes[i]);
        if (i == 0 || nodes[i].since.year != nodes[i - 1].since.year)
            years[limb->n_years++] =
                (struct view_year){.name = year_words(page, nodes[i].since.year), .kin = &kin[i]};
        years[limb->n_years - 1].n_kin++;
    }
    limb->years = years;
}

/* GET /c/:slug/family */
enum err page_family(struct req *req)
{
    struct page_out page;
    struct campaign campaign;
    struct family_tree tree;
    const struct family_member *family;
    size_t n;
    TRY(page_campaign_find(req, &campaign));
    TRY(campaign_family(desk_db(req), req->arena, campaign.id, &family, &n));
    TRY(family_tree_of(req->arena, family, n, &tree));
    page_begin(&page, req);
    struct view_limb *list = arena_array(req->arena, struct view_limb, RELATIONS);
    struct view_family view = {
        .campaign_url = page_campaign_path(&page, &campaign, ""),
        .campaign = campaign.title,
        .call_lang = campaign.language,
        .limbs = list,
    };
    for (int i = 0; i < RELATIONS; i++) {
        if (tree.relations[i].n == 0)
            continue;
        struct view_limb *limb = &list[view.n_limbs++];
        *limb = (struct view_limb){
            .code = str_of(relation_name((enum relation)i)),
            .name = page_say(&page, limbs[i].name),
            .hint = limbs[i].hint ? page_say(&page, limbs[i].hint) : STR(""),
        };
        put_years(&page, tree.relations[i].nodes, tree.relations[i].n, limb);
    }
    page_frame(&page, page_say(&page, T("Where the hashtags come from")), &view.head, &view.foot);
    tpl_family(&page.out, &view);
    return page_reply(&page, 200);
}

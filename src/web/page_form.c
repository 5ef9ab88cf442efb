/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The one form in which people write, as a view: fresh, or as it was sent. */
#include "web/page.h"
#include "web/terms.h"

enum { WARNING_KINDS = 6 };

static const struct {
    const char *value, *name;
} warning_kinds[WARNING_KINDS] = {
    {"violence", T("Violence")},
    {"sexual", T("Sexual violence")},
    {"child", T("Violence against children")},
    {"partner", T("Violence in a relationship")},
    {"self-harm", T("Suicide or self-harm")},
    {"death", T("Death")},
};

const char *page_warning_kind(size_t at)
{
    return at < WARNING_KINDS ? warning_kinds[at].name : NULL;
}

struct str page_warning(const struct page_out *page, struct str kind, struct str words)
{
    struct str trimmed = str_trim(words);
    for (size_t i = 0; i < WARNING_KINDS; i++) {
        if (!str_eq(kind, str_of(warning_kinds[i].value)))
            continue;
        struct str name = page_say(page, warning_kinds[i].name);
        return trimmed.n == 0
                   ? name
                   : arena_printf(page->req->arena, "%.*s, %.*s", STRF(name), STRF(trimmed));
    }
    return words;
}

static void put_warnings(struct page_out *page, struct str chosen, struct view_write_form *out)
{
    struct view_choice *items = arena_array(page->req->arena, struct view_choice, WARNING_KINDS);
    for (size_t i = 0; i < WARNING_KINDS; i++)
        items[i] = (struct view_choice){str_of(warning_kinds[i].value),
                                        page_say(page, warning_kinds[i].name),
                                        str_eq(chosen, str_of(warning_kinds[i].value))};
    out->warnings = items;
    out->n_warnings = WARNING_KINDS;
}

/* Anonymous, a pen name, a name of its own; answers have no third. */
static void put_signs(struct page_out *page, struct str chosen, bool is_voice,
                      struct view_write_form *out)
{
    enum { SIGNS = 3 };
    struct view_choice *items = arena_array(page->req->arena, struct view_choice, SIGNS);
    const struct view_choice all[SIGNS] = {
        {STR("0"), page_say(page, T("Anonymous")), false},
        {STR("1"), out->known_name.n ? out->known_name : page_say(page, T("A pen name")), false},
        {STR("2"), page_say(page, T("My own name")), false},
    };
    for (size_t i = 0; i < SIGNS; i++) {
        bool has_pen_name = !out->is_known || out->known_name.n > 0;
        if ((i == 1 && !has_pen_name) || (i == 2 && !is_voice))
            continue;
        items[out->n_signs] = all[i];
        items[out->n_signs].is_selected = str_eq(all[i].value, chosen.n ? chosen : STR("0"));
        out->n_signs++;
    }
    out->signs = items;
}

/* What she said of herself goes before what is said by nobody. */
static enum err fill_known(struct page_out *page, struct page_typed *typed, struct str *known_name)
{
    struct person me;
    struct req *req = page->req;
    if (req->who.person == 0)
        return OK;
    TRY(person_brief(desk_db(req), req->arena, desk_viewer(req), &me));
    *known_name = me.pen_name;
    if (typed->language.p == NULL)
        typed->language = me.language;
    if (typed->country.p == NULL)
        typed->country = me.country;
    if (typed->sign.n == 0 && me.pen_name.n > 0 && !me.is_anonymous)
        typed->sign = STR("1");
    return OK;
}

static bool has_finer(const struct terms_in *in)
{
    return in && ((in->when.n > 0 && !str_eq(in->when, STR("now"))) || in->expires.n > 0 ||
                  in->day_only || in->shield ||
                  (in->answers.n > 0 && !str_eq(in->answers, STR("approved"))));
}

enum err page_form(struct page_out *page, const struct page_typed *typed, bool is_voice,
                   struct view_write_form *out)
{
    struct req *req = page->req;
    struct page_typed filled = *typed;
    struct str known_name = {0};
    TRY(fill_known(page, &filled, &known_name));
    *out = (struct view_write_form){
        .form_token = req_form_token(req),
        .once = page_once(req),
        .text = filled.text,
        .text_max =
            arena_printf(req->arena, "%lld", (long long)desk_of(req)->house->config->text_max),
        .warning = filled.warning,
        .pen_name = filled.pen_name,
        .own_name = filled.own_name,
        .known_name = known_name,
        .name_max = arena_printf(req->arena, "%d", PERSON_NAME_MAX),
        .is_known = req->who.person != 0,
        .has_more = has_finer(filled.terms),
    };
    put_signs(page, filled.sign, is_voice, out);
    put_warnings(page, filled.warned, out);
    if (is_voice) {
        TRY(terms_audiences(page, filled.campaign, filled.terms, &out->audiences));
        terms_view(page, filled.terms, &out->terms);
    }
    TRY(page_languages(page, filled.language, &out->languages, &out->n_languages));
    return page_countries(page, filled.country, &out->countries, &out->n_countries);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pages on which people who listen are found: for everybody, and for those under 18.
 *
 * The question is a form that is sent: country, language and audience stand in no address, in no
 * log and in no cookie. Where the directory has nothing, the international directories and the
 * emergency numbers stand there. A number is text; it is called when "call" is pressed, and not
 * before. */
#include "domain/help.h"

#include "domain/language.h"
#include "tpl/templates.h"
#include "web/form.h"
#include "web/help.h"
#include "web/web.h"

enum { CARE_ENTRIES_MAX = 3 };

struct help_in {
    struct str country, language, audience;
};
static const struct input help_rows[] = {
    FORM_LINE(help_in, country, 20),
    FORM_LINE(help_in, language, LANGUAGE_MAX_CHARS),
    FORM_LINE(help_in, audience, 20),
};
static const struct input_table help_inputs = FORM_TABLE(help_in, help_rows);

/* --- one entry --- */

/* What pages say of each term; the audiences that have a part of their own are left out. */
static const char *const term_says[HELP_TERMS] = {
    [HELP_TERM_SURVIVOR] = T("For people it happened to"),
    [HELP_TERM_FRIEND] = T("For friends and family"),
    [HELP_TERM_MEN] = T("For men"),
    [HELP_TERM_LGBTQI] = T("For lesbian, gay, bisexual, trans, queer and intersex people"),
    [HELP_TERM_ALL_DAY] = T("Day and night, every day"),
    [HELP_TERM_FREE] = T("Free of charge"),
    [HELP_TERM_ANONYMOUS] = T("You need not say who you are"),
    [HELP_TERM_CONFIDENTIAL] = T("What you say stays there"),
    [HELP_TERM_TEXT] = T("Answers text messages"),
    [HELP_TERM_CHAT] = T("Answers in a chat"),
    [HELP_TERM_RELAY] = T("Takes calls through a relay service"),
    [HELP_TERM_SIGN_LANGUAGE] = T("Answers in sign language"),
    [HELP_TERM_NOT_ON_BILL] = T("Does not appear on the telephone bill"),
    [HELP_TERM_SILENT_CALL] = T("You can call without speaking"),
    [HELP_TERM_SEXUAL] = T("Sexual violence"),
    [HELP_TERM_DOMESTIC] = T("Violence at home or in a relationship"),
};

static void add_fact(struct view_link *facts, size_t *n, struct str text)
{
    if (text.n > 0)
        facts[(*n)++] = (struct view_link){.name = text};
}

static void put_facts(const struct page_out *page, const struct help_entry *entry,
                      struct view_help_entry *view)
{
    enum { OWN_FACTS = 3 };
    struct view_link *facts =
        arena_array(page->req->arena, struct view_link, HELP_TERMS + OWN_FACTS);
    size_t n = 0;
    for (enum help_term term = 0; term < HELP_TERMS; term++)
        if (help_has(entry, term) && term_says[term])
            add_fact(facts, &n, page_say(page, term_says[term]));
    add_fact(facts, &n, entry->service->eligibility);
    add_fact(facts, &n, entry->service->fees);
    add_fact(facts, &n, entry->service->interpretation);
    view->facts = facts;
    view->n_facts = n;
    if (help_has(entry, HELP_TERM_MAY_TELL_POLICE))
        view->police =
            page_say(page, T("They may have to tell the police or an authority what you say."));
}

/* What a telephone dials (RFC 3966); empty for numbers that are not for calling. */
static struct str call_of(struct arena *arena, const struct help_phone *phone)
{
    static const char *const silent[] = {"text", "sms", "fax", "pager", "textphone"};
    for (size_t i = 0; i < sizeof silent / sizeof silent[0]; i++)
        if (str_eq(phone->type, str_of(silent[i])))
            return STR("");
    struct buf buf = buf_init(PAGE_MAX_BYTES);
    buf_put(&buf, STR("tel:"));
    for (size_t i = 0; i < phone->number.n; i++) {
        char c = phone->number.p[i];
        bool is_plus = c == '+' && buf.n == 4;
        if ((c >= '0' && c <= '9') || c == '*' || is_plus)
            buf_char(&buf, c);
        if (c == '#')
            buf_put(&buf, STR("%23"));
    }
    struct str call = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
    return call;
}

static void put_numbers(const struct page_out *page, const struct help_entry *entry,
                        struct view_help_entry *view)
{
    const struct help_phone *phones = entry->tables[HELP_PHONE].rows;
    size_t n = entry->tables[HELP_PHONE].n;
    struct view_help_number *numbers =
        arena_array(page->req->arena, struct view_help_number, n + 1);
    for (size_t i = 0; i < n; i++) {
        bool is_text = str_eq(phones[i].type, STR("text")) || str_eq(phones[i].type, STR("sms"));
        bool is_bare_text = is_text && phones[i].description.n == 0;
        numbers[i] = (struct view_help_number){
            .number = phones[i].number,
            .call = call_of(page->req->arena, &phones[i]),
            .note = is_bare_text ? page_say(page, T("Text messages")) : phones[i].description,
        };
    }
    view->numbers = (struct view_help_numbers){numbers, n};
}

/* Joined with commas. */
static void append(struct arena *arena, struct str *list, struct str more)
{
    *list = list->n == 0 ? more : arena_printf(arena, "%.*s, %.*s", STRF(*list), STRF(more));
}

static enum err put_languages(const struct page_out *page, const struct help_entry *entry,
                              struct view_help_entry *view)
{
    const struct help_language *languages = entry->tables[HELP_LANGUAGE].rows;
    for (size_t i = 0; i < entry->tables[HELP_LANGUAGE].n; i++) {
        struct str name;
        TRY(language_name(page->locale->formats, page->req->arena, languages[i].code, page->lang,
                          &name));
        append(page->req->arena, &view->languages, name);
    }
    return OK;
}

static void put_hours(const struct page_out *page, const struct help_entry *entry,
                      struct view_help_entry *view)
{
    const struct help_schedule *rows = entry->tables[HELP_SCHEDULE].rows;
    for (size_t i = 0; i < entry->tables[HELP_SCHEDULE].n; i++) {
        struct str words = rows[i].description;
        if (words.n == 0 && rows[i].opens_at.n > 0)
            words = arena_printf(page->req->arena, "%.*s %.*s–%.*s", STRF(rows[i].byday),
                                 STRF(rows[i].opens_at), STRF(rows[i].closes_at));
        if (words.n > 0)
            append(page->req->arena, &view->hours, words);
    }
}

/* The part of the country that it is for, where it is not for all of it. */
static struct str place_of(const struct help_entry *entry, struct str country)
{
    const struct help_area *areas = entry->tables[HELP_AREA].rows;
    for (size_t i = 0; i < entry->tables[HELP_AREA].n; i++)
        if (str_eq(areas[i].country, country))
            return areas[i].name;
    return STR("");
}

static struct str source_of(const struct help_entry *entry)
{
    const struct help_url *urls = entry->tables[HELP_URL].rows;
    for (size_t i = 0; i < entry->tables[HELP_URL].n; i++)
        if (str_eq(urls[i].label, STR("source")) && !str_eq(urls[i].url, entry->service->url) &&
            str_starts(urls[i].url, STR("https://")))
            return urls[i].url;
    return STR("");
}

static struct str checked_of(const struct page_out *page, const struct help_entry *entry)
{
    struct arena *arena = page->req->arena;
    bool is_never = entry->checked_ms == 0;
    int64_t ms = is_never ? entry->since_ms : entry->checked_ms;
    const struct message_arg args[] = {
        {"day", date_format(page->locale->formats, arena, ms, page->lang, DATE_DAY)}};
    const char *message = entry->age == HELP_FRESH ? T("Last checked on {day}.")
                          : is_never ? T("Not checked since it was entered here on {day}.")
                                     : T("Not checked since {day}.");
    return locale_fill(page->locale, arena, message, args, 1);
}

static enum err put_entry(const struct page_out *page, const struct help_entry *entry,
                          struct str country, struct view_help_entry *view)
{
    const struct help_service *service = entry->service;
    bool is_own_name = str_eq(entry->organisation->name, service->name);
    *view = (struct view_help_entry){
        .name = service->name,
        .organisation = is_own_name ? STR("") : entry->organisation->name,
        .place = place_of(entry, country),
        .description = service->description,
        .alert = service->alert,
        .site = str_starts(service->url, STR("https://")) ? service->url : STR(""),
        .email = service->email,
        .checked = checked_of(page, entry),
        .source = source_of(entry),
        .is_confirmed = entry->is_confirmed,
    };
    put_facts(page, entry, view);
    put_numbers(page, entry, view);
    put_hours(page, entry, view);
    return put_languages(page, entry, view);
}

/* --- what was found, in parts --- */

/* The part of the page in which an entry stands; the order of the parts. */
enum part { PART_AUDIENCE, PART_SPOKEN, PART_OTHERS, PART_CHILDREN, PART_PERPETRATORS, PARTS };

struct question {
    struct help_question asked;
    enum help_term audience; /* HELP_TERMS: everybody */
};

static enum part part_of(const struct help_entry *entry, const struct question *question)
{
    if (help_is_for_perpetrators(entry))
        return PART_PERPETRATORS;
    if (question->audience < HELP_TERMS && help_has(entry, question->audience))
        return PART_AUDIENCE;
    if (help_is_for_children(entry))
        return PART_CHILDREN;
    return entry->is_spoken ? PART_SPOKEN : PART_OTHERS;
}

static struct str title_of(const struct page_out *page, enum part part,
                           const struct question *question)
{
    static const char *const titles[PARTS] = {
        [PART_SPOKEN] = T("In the language you asked for"),
        [PART_OTHERS] = T("People who listen"),
        [PART_CHILDREN] = T("For children and young people"),
        [PART_PERPETRATORS] = T("For people who have hurt somebody, or are afraid they might"),
    };
    if (part == PART_AUDIENCE && question->audience == HELP_TERM_CHILD)
        part = PART_CHILDREN;
    if (part == PART_OTHERS && question->asked.language.n > 0)
        return page_say(page, T("Other languages, or not said"));
    return page_say(page, part == PART_AUDIENCE ? term_says[question->audience] : titles[part]);
}

static enum err put_group(const struct page_out *page, const struct question *question,
                          const struct help_entry *entries, size_t n, enum part part,
                          struct view_help_group *group)
{
    struct view_help_entry *views = arena_array(page->req->arena, struct view_help_entry, n + 1);
    *group = (struct view_help_group){
        .id = arena_printf(page->req->arena, "part-%d", (int)part),
        .entries = views,
    };
    for (size_t i = 0; i < n; i++)
        if (part_of(&entries[i], question) == part)
            TRY(put_entry(page, &entries[i], question->asked.country, &views[group->n_entries++]));
    if (group->n_entries > 0)
        group->title = title_of(page, part, question);
    return OK;
}

static enum err put_groups(const struct page_out *page, const struct question *question,
                           struct view_help *view)
{
    const struct help_entry *entries;
    size_t n;
    struct req *req = page->req;
    struct view_help_group *groups = arena_array(req->arena, struct view_help_group, PARTS);
    TRY(help_find(desk_db(req), req->arena, &question->asked, &entries, &n));
    view->is_none = true;
    for (enum part part = 0; part < PARTS; part++) {
        struct view_help_group *group = &groups[view->n_groups];
        TRY(put_group(page, question, entries, n, part, group));
        if (group->n_entries == 0)
            continue;
        view->n_groups++;
        view->is_none = view->is_none && part == PART_PERPETRATORS;
    }
    view->groups = groups;
    return OK;
}

/* --- the question --- */

static const struct {
    const char *value, *name;
    enum help_term term;
} audiences[] = {
    {"", T("Everybody"), HELP_TERMS},
    {"friend", T("For friends and family"), HELP_TERM_FRIEND},
    {"child", T("For children and young people"), HELP_TERM_CHILD},
    {"men", T("For men"), HELP_TERM_MEN},
    {"lgbtqi", T("For lesbian, gay, bisexual, trans, queer and intersex people"), HELP_TERM_LGBTQI},
};
enum { AUDIENCES = sizeof audiences / sizeof audiences[0] };

static enum help_term audience_of(struct str value)
{
    for (size_t i = 0; i < AUDIENCES; i++)
        if (str_eq(value, str_of(audiences[i].value)))
            return audiences[i].term;
    return HELP_TERMS;
}

static enum err put_form(struct page_out *page, const struct help_in *in, bool is_short,
                         struct view_help_form *form)
{
    struct req *req = page->req;
    *form = (struct view_help_form){
        .action = is_short ? STR("/y") : STR("/help"),
        .form_token = req_form_token(req),
    };
    TRY(page_countries(page, in->country, &form->countries, &form->n_countries));
    if (is_short)
        return OK;
    struct view_choice *choices = arena_array(req->arena, struct view_choice, AUDIENCES);
    for (size_t i = 0; i < AUDIENCES; i++)
        choices[i] =
            (struct view_choice){str_of(audiences[i].value), page_say(page, audiences[i].name),
                                 str_eq(in->audience, str_of(audiences[i].value))};
    form->audiences = choices;
    form->n_audiences = AUDIENCES;
    return page_languages(page, in->language, &form->languages, &form->n_languages);
}

/* What was asked for, in canonical form; what is wrong with it, or NULL. */
static const char *read_question(struct req *req, struct help_in *in, struct question *out)
{
    *out = (struct question){.asked.now_ms = req->now_ms, .audience = audience_of(in->audience)};
    if (str_trim(in->country).n == 0)
        return T("Please choose a country.");
    if (country_canonical(req->arena, in->country, &in->country) != OK)
        return T("This country is not known.");
    if (language_canonical(req->arena, in->language, &in->language) != OK)
        return T("This language is not known.");
    out->asked.country = in->country;
    out->asked.language = in->language;
    return NULL;
}

/* Only what was sent in a form counts: an address carries no question. */
static enum err read_form(struct req *req, struct help_in *in)
{
    *in = (struct help_in){.country = {NULL, 0}};
    return req->method == HTTP_POST ? req_read(req, &help_inputs, in) : OK;
}

/* --- the pages --- */

enum err page_help(struct req *req)
{
    struct help_in in;
    struct question question = {.audience = HELP_TERMS};
    struct page_out page;
    struct view_help view = {.is_asked = req->method == HTTP_POST};
    TRY(read_form(req, &in));
    page_begin(&page, req);
    page.self = STR("/help");
    page_frame(&page, page_say(&page, T("Help")), &view.head, &view.foot);
    page_alternates(&page, &view.head);
    const char *wrong = view.is_asked ? read_question(req, &in, &question) : NULL;
    if (wrong != NULL) {
        view.message = page_say(&page, wrong);
        view.is_asked = false;
    }
    TRY(put_form(&page, &in, false, &view.form));
    if (view.is_asked) {
        TRY(country_name(page.locale->formats, req->arena, in.country, page.lang,
                         &view.country_name));
        TRY(put_groups(&page, &question, &view));
    }
    tpl_help(&page.out, &view);
    return page_reply(&page, wrong != NULL ? err_status(ERR_BAD_INPUT) : 200);
}

static enum err put_children(const struct page_out *page, const struct question *question,
                             struct view_young *view)
{
    const struct help_entry *entries;
    size_t n;
    struct req *req = page->req;
    TRY(help_find(desk_db(req), req->arena, &question->asked, &entries, &n));
    struct view_help_entry *views = arena_array(req->arena, struct view_help_entry, n + 1);
    for (size_t i = 0; i < n; i++)
        if (help_is_for_children(&entries[i]))
            TRY(put_entry(page, &entries[i], question->asked.country, &views[view->n_entries++]));
    view->entries = views;
    return OK;
}

enum err page_young(struct req *req)
{
    struct help_in in;
    struct question question = {.audience = HELP_TERMS};
    struct page_out page;
    struct view_young view = {
        .help = STR("/help"),
        .directories = {.is_for_children = true},
        .is_asked = req->method == HTTP_POST,
    };
    TRY(read_form(req, &in));
    page_begin(&page, req);
    page.self = STR("/y");
    page_frame(&page, page_say(&page, T("If you are under 18")), &view.head, &view.foot);
    const char *wrong = view.is_asked ? read_question(req, &in, &question) : NULL;
    if (wrong != NULL) {
        view.message = page_say(&page, wrong);
        view.is_asked = false;
    }
    TRY(put_form(&page, &in, true, &view.form));
    if (view.is_asked) {
        TRY(country_name(page.locale->formats, req->arena, in.country, page.lang,
                         &view.country_name));
        TRY(put_children(&page, &question, &view));
    }
    tpl_young(&page.out, &view);
    return page_reply(&page, wrong != NULL ? err_status(ERR_BAD_INPUT) : 200);
}

bool help_rescue(struct req *req, enum err refused)
{
    if (refused != ERR_FORM_TOKEN || req->method != HTTP_POST || req_is_from_elsewhere(req))
        return false;
    if (str_eq(req->path, STR("/help")))
        return page_help(req) == OK;
    return str_eq(req->path, STR("/y")) && page_young(req) == OK;
}

/* --- beside what people say --- */

static bool is_among(const struct str *codes, size_t n, struct str code)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(codes[i], code))
            return true;
    return false;
}

enum err help_box(struct page_out *page, const struct view_choice *choices, size_t n,
                  struct view_help_box *out)
{
    struct req *req = page->req;
    const struct str *codes;
    size_t n_codes;
    TRY(help_countries(desk_db(req), req->arena, req->now_ms, &codes, &n_codes));
    struct view_choice *offered = arena_array(req->arena, struct view_choice, n + 1);
    *out = (struct view_help_box){
        .form = {.action = STR("/help"), .form_token = req_form_token(req), .countries = offered},
        .help = STR("/help"),
        .young = STR("/y"),
    };
    for (size_t i = 0; i < n; i++)
        if (is_among(codes, n_codes, choices[i].value))
            offered[out->form.n_countries++] =
                (struct view_choice){choices[i].value, choices[i].name, false};
    return OK;
}

static enum err put_care(struct page_out *page, struct str country, struct view_care *out)
{
    struct req *req = page->req;
    struct question question = {.asked = {country, STR(""), req->now_ms}, .audience = HELP_TERMS};
    const struct help_entry *entries;
    size_t n;
    TRY(help_find(desk_db(req), req->arena, &question.asked, &entries, &n));
    struct view_help_entry *views =
        arena_array(req->arena, struct view_help_entry, CARE_ENTRIES_MAX);
    for (size_t i = 0; i < n && out->n_entries < CARE_ENTRIES_MAX; i++) {
        if (part_of(&entries[i], &question) > PART_OTHERS)
            continue;
        struct view_help_entry *view = &views[out->n_entries++];
        TRY(put_entry(page, &entries[i], country, view));
        bool is_named_by_number =
            view->numbers.n_items > 0 && str_eq(view->name, view->numbers.items[0].number);
        if (is_named_by_number && view->organisation.n > 0)
            view->name = view->organisation;
    }
    out->entries = views;
    out->country = country;
    out->form_token = req_form_token(req);
    return country_name(page->locale->formats, req->arena, country, page->lang, &out->country_name);
}

void help_care(struct page_out *page, struct str country, struct view_care *out)
{
    const struct view_care link = {.help = STR("/help")};
    *out = link;
    if (country.n > 0 && put_care(page, country, out) != OK)
        *out = link;
}

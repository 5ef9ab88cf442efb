/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Choices about a voice: read from forms, and shown in them (terms.h). */
#include "web/terms.h"

#include "base/clock.h"
#include "crypto/secret.h"
#include "domain/language.h"

enum { MINUTE_MS = 60 * 1000, HALF_DAY_MS = 12 * 3600 * 1000, DAY_MS = 24 * 3600 * 1000 };
#define PARTNER "partner-"

/* --- audiences --- */

static const struct {
    enum audience audience;
    const char *name, *hint;
} audiences[] = {
    {AUDIENCE_PAGES, T("The pages of this site"), T("Everybody can read it here.")},
    {AUDIENCE_APPS, T("Apps, feeds and other sites that show it"),
     T("What an app or another site has copied cannot be recalled.")},
    {AUDIENCE_SEARCH, T("Search engines"),
     T("It can be found by its words. Search engines keep copies for a while.")},
    {AUDIENCE_TRANSLATION, T("Translators"), T("It may be translated and shown in that language.")},
    {AUDIENCE_PRESS, T("The press"),
     T("Journalists may quote it. What is printed cannot be recalled.")},
    {AUDIENCE_RESEARCH, T("Research"), T("Researchers may study it, together with others.")},
};
enum { AUDIENCES = sizeof audiences / sizeof *audiences, FIRST_AUDIENCES = 2 };

struct str terms_audience_name(struct page_out *page, int64_t audience, struct str whom)
{
    struct message_arg args[] = {{"name", whom}};
    for (size_t i = 0; i < AUDIENCES; i++)
        if ((int64_t)audiences[i].audience == audience)
            return page_say(page, audiences[i].name);
    if (audience == AUDIENCE_PARTNER)
        return locale_fill(page->locale, page->req->arena, T("Partner: {name}"), args, 1);
    return str_of(audience_name(audience));
}

struct str terms_audience_hint(struct page_out *page, int64_t audience)
{
    for (size_t i = 0; i < AUDIENCES; i++)
        if ((int64_t)audiences[i].audience == audience)
            return page_say(page, audiences[i].hint);
    return page_say(page, T("The people of this organisation may read it."));
}

struct str terms_whom_name(struct page_out *page, struct person_id whom)
{
    struct person person;
    if (whom.v == 0 || person_brief(desk_db(page->req), page->req->arena, whom, &person) != OK)
        return STR("");
    return person.pen_name.n ? person.pen_name : person.username;
}

static const char *wording_words(int64_t wording)
{
    switch (wording) {
    case CONSENT_BY_APP:
        return T("said publicly with an app");
    case CONSENT_BESIDE_BUTTON:
        return T("the sentence beside the button");
    case CONSENT_AGAIN:
        return T("asked again");
    default:
        return T("the boxes of the form");
    }
}

const struct view_consent *terms_agreed_view(struct page_out *page, struct arena *arena,
                                             const struct consent *list, size_t n)
{
    struct view_consent *items = arena_array(arena, struct view_consent, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct str whom = terms_whom_name(page, list[i].whom);
        const struct message_arg wording[] = {
            {"where", page_say(page, wording_words(list[i].wording))},
            {"number", arena_printf(arena, "%lld", (long long)list[i].wording)},
        };
        items[i] = (struct view_consent){
            .name = terms_audience_name(page, list[i].audience, whom),
            .day = date_format(page->locale->formats, arena, list[i].day_ms, page->lang, DATE_DAY),
            .wording = locale_fill(page->locale, arena, T("{where}, text {number}"), wording, 2),
            .is_given = list[i].is_given,
        };
    }
    return items;
}

static bool is_ticked(const struct terms_in *in, struct str value)
{
    const struct str *items = in ? in->audience.items : NULL;
    for (size_t i = 0; in && i < in->audience.n; i++)
        if (str_eq(items[i], value))
            return true;
    return false;
}

static void put_audience(struct page_out *page, const struct terms_in *in, int64_t audience,
                         struct view_audience *out)
{
    out->name = terms_audience_name(page, audience, out->whom);
    out->hint = terms_audience_hint(page, audience);
    out->is_given = is_ticked(in, out->value);
}

enum err terms_audiences(struct page_out *page, struct campaign_id campaign,
                         const struct terms_in *in, struct view_audiences *out)
{
    struct arena *arena = page->req->arena;
    const struct person *partners;
    size_t n;
    TRY(person_partners(desk_db(page->req), arena, campaign, &partners, &n));
    struct view_audience *items = arena_array(arena, struct view_audience, AUDIENCES + n);
    for (size_t i = 0; i < AUDIENCES; i++) {
        items[i].value = str_of(audience_name((int64_t)audiences[i].audience));
        put_audience(page, in, (int64_t)audiences[i].audience, &items[i]);
    }
    for (size_t i = 0; i < n; i++) {
        struct view_audience *item = &items[AUDIENCES + i];
        item->value = arena_printf(arena, PARTNER "%lld", (long long)partners[i].id.v);
        item->whom = partners[i].pen_name.n ? partners[i].pen_name : partners[i].username;
        put_audience(page, in, AUDIENCE_PARTNER, item);
    }
    *out = (struct view_audiences){.items = items,
                                   .n_items = FIRST_AUDIENCES,
                                   .more = items + FIRST_AUDIENCES,
                                   .n_more = AUDIENCES - FIRST_AUDIENCES + n};
    for (size_t i = 0; i < out->n_more; i++)
        out->is_open = out->is_open || out->more[i].is_given;
    return OK;
}

static bool find_audience(struct str value, struct act_consent *out)
{
    if (str_starts(value, STR(PARTNER))) {
        out->audience = AUDIENCE_PARTNER;
        return str_i64(str_sub(value, sizeof PARTNER - 1, value.n), &out->whom.v) &&
               out->whom.v > 0;
    }
    for (size_t i = 0; i < AUDIENCES; i++)
        if (str_eq(value, str_of(audience_name((int64_t)audiences[i].audience)))) {
            out->audience = (int64_t)audiences[i].audience;
            return true;
        }
    return false;
}

/* A partner is somebody who has the role. */
static enum err check_partner(struct req *req, struct person_id whom)
{
    const struct person_role *roles;
    size_t n;
    TRY(person_roles(desk_db(req), req->arena, whom, &roles, &n));
    for (size_t i = 0; i < n; i++)
        if (roles[i].role == ROLE_PARTNER)
            return OK;
    return ERR_BAD_INPUT;
}

enum err terms_consents(struct req *req, const struct terms_in *in, int64_t wording,
                        struct terms_consents *out)
{
    const struct str *values = in->audience.items;
    struct act_consent *items = arena_array(req->arena, struct act_consent, in->audience.n + 1);
    int set = FOR_MODERATORS;
    for (size_t i = 0; i < in->audience.n; i++) {
        items[i] = (struct act_consent){.wording = wording};
        if (!find_audience(values[i], &items[i]))
            return ERR_BAD_INPUT;
        if (items[i].audience == AUDIENCE_PARTNER)
            TRY(check_partner(req, items[i].whom));
        set |= 1 << items[i].audience;
    }
    *out = (struct terms_consents){items, in->audience.n, set};
    return OK;
}

/* --- who may answer --- */

static const struct {
    const char *name;
    enum answers_policy policy;
} policies[] = {
    {T("Comments that I let through"), ANSWERS_APPROVED},
    {T("Nobody, but they can react: “I believe you”, “With you”"), ANSWERS_REACTIONS},
    {T("Nobody"), ANSWERS_NOBODY},
    {T("Partners and moderators of this call"), ANSWERS_PARTNERS},
    {T("Everybody, at once"), ANSWERS_EVERYBODY},
};
enum { POLICIES = sizeof policies / sizeof *policies };

enum err terms_answers(const struct terms_in *in, int *answers)
{
    int policy = in->answers.n ? answers_of(in->answers) : ANSWERS_APPROVED;
    if (policy == ANSWERS_MASK)
        return ERR_BAD_INPUT;
    *answers = policy | (in->shield ? ANSWERS_SHIELDED : 0);
    return OK;
}

void terms_answers_view(struct page_out *page, int answers, struct view_answers *out)
{
    struct view_choice *items = arena_array(page->req->arena, struct view_choice, POLICIES);
    for (size_t i = 0; i < POLICIES; i++)
        items[i] = (struct view_choice){str_of(answers_name((int)policies[i].policy)),
                                        page_say(page, policies[i].name),
                                        (answers & ANSWERS_MASK) == (int)policies[i].policy};
    out->items = items;
    out->n_items = POLICIES;
    out->is_shielded = (answers & ANSWERS_SHIELDED) != 0;
}

/* --- when --- */

enum err terms_expiry(struct req *req, struct str day, int64_t *ms)
{
    *ms = 0;
    if (day.n == 0)
        return OK;
    if (!time_parse(day, ms) || *ms != time_day_start(*ms))
        return req_refuse(req, ERR_BAD_INPUT, T("This is not a day. Write it as 2030-12-31."));
    if (*ms + DAY_MS <= req->now_ms)
        return req_refuse(req, ERR_BAD_INPUT, T("This day is past."));
    *ms += DAY_MS - 1;
    return OK;
}

/* Any moment of the time to come, so that the hour tells nothing. */
static int64_t moment_within(int64_t now_ms, int64_t span_ms)
{
    uint64_t chance;
    secret_bytes(&chance, sizeof chance);
    return now_ms + MINUTE_MS + (int64_t)(chance % (uint64_t)(span_ms - MINUTE_MS));
}

static enum err read_when(struct req *req, struct str when, int64_t *at_ms)
{
    *at_ms = 0;
    if (when.n == 0 || str_eq(when, STR("now")))
        return OK;
    if (str_eq(when, STR("today")))
        *at_ms = moment_within(req->now_ms, HALF_DAY_MS);
    else if (str_eq(when, STR("week")))
        *at_ms = moment_within(req->now_ms, 7 * (int64_t)DAY_MS);
    else
        return ERR_BAD_INPUT;
    return OK;
}

enum err terms_read(struct req *req, const struct terms_in *in, struct act_post *post)
{
    struct terms_consents consents;
    TRY(terms_consents(req, in, CONSENT_WORDING, &consents));
    TRY(terms_answers(in, &post->answers));
    TRY(read_when(req, in->when, &post->publish_at_ms));
    TRY(terms_expiry(req, in->expires, &post->expires_ms));
    if (post->expires_ms != 0 && post->publish_at_ms >= post->expires_ms)
        return req_refuse(req, ERR_BAD_INPUT, T("It would go before it comes."));
    post->consents = consents.items;
    post->n_consents = consents.n;
    post->audiences = consents.set;
    post->is_day_only = in->day_only;
    return OK;
}

void terms_view(struct page_out *page, const struct terms_in *in, struct view_terms *out)
{
    static const struct {
        const char *value, *name;
    } whens[] = {
        {"now", T("Now")},
        {"today", T("Within 12 hours, at a random moment")},
        {"week", T("Within 7 days, at a random moment")},
    };
    enum { WHENS = sizeof whens / sizeof *whens };
    struct arena *arena = page->req->arena;
    struct view_choice *items = arena_array(arena, struct view_choice, WHENS);
    struct str chosen = in && in->when.n ? in->when : STR("now");
    int answers = ANSWERS_APPROVED;
    for (size_t i = 0; i < WHENS; i++)
        items[i] = (struct view_choice){str_of(whens[i].value), page_say(page, whens[i].name),
                                        str_eq(chosen, str_of(whens[i].value))};
    if (in == NULL || terms_answers(in, &answers) != OK)
        answers = ANSWERS_APPROVED;
    *out = (struct view_terms){.whens = items, .n_whens = WHENS};
    out->expires = in && in->expires.p ? in->expires : STR("");
    out->first_day = time_day(arena, page->req->now_ms);
    out->is_day_only = in && in->day_only;
    terms_answers_view(page, answers, &out->answers);
}

/* --- why it is not shown --- */

static const struct {
    enum hold_reason reason;
    const char *text;
} holds[] = {
    {HOLD_CAMPAIGN, T("In this call moderators read everything first.")},
    {HOLD_LINK, T("There is a link in it.")},
    {HOLD_EMAIL, T("There is an e-mail address in it.")},
    {HOLD_PHONE, T("There is a telephone number in it.")},
    {HOLD_ADDRESS, T("There is a street address in it.")},
    {HOLD_IBAN, T("There is a bank account in it.")},
    {HOLD_COORDINATES, T("There is a place on the map in it.")},
    {HOLD_HANDLE, T("Somebody’s user name is in it.")},
    {HOLD_NAME, T("It seems to name a person.")},
    {HOLD_BURST, T("Many nearly equal texts come in just now.")},
    {HOLD_PRICE, T("Very much comes in just now.")},
    {HOLD_REPORT, T("Somebody asked the moderators to look at it.")},
    {HOLD_SHIELD, T("The author of the voice asked moderators to read answers first.")},
    {HOLD_MODERATOR, T("A moderator wants to look at it again.")},
    {HOLD_AUTHOR_ASKED, T("A moderator asks you to change something.")},
    {HOLD_YOUNG, T("Somebody under 18 may speak in it.")},
};

static void say(struct page_out *page, struct buf *buf, const char *text)
{
    if (buf_str(buf).n > 0)
        buf_char(buf, ' ');
    buf_put(buf, page_say(page, text));
}

static void say_holds(struct page_out *page, struct buf *buf, uint64_t reasons)
{
    bool is_mendable = false;
    say(page, buf, T("A moderator reads it before it is shown."));
    for (size_t i = 0; i < sizeof holds / sizeof *holds; i++)
        if (reasons & HOLD_BIT(holds[i].reason)) {
            say(page, buf, holds[i].text);
            is_mendable = is_mendable || hold_is_mendable((int64_t)holds[i].reason);
        }
    if (is_mendable)
        say(page, buf, T("When you change that, it need not wait."));
}

static void say_rest(struct page_out *page, struct buf *buf, const struct post *post)
{
    static const struct {
        enum post_away away;
        const char *text;
    } reasons[] = {
        {AWAY_PAUSED, T("You paused it: only you see it.")},
        {AWAY_EXPIRED, T("Its last day is over: only you see it.")},
        {AWAY_WAITING, T("It will appear later, at its moment.")},
        {AWAY_HIDDEN, T("A moderator does not show it.")},
        {AWAY_SUSPENDED, T("Your account is suspended, so it is not shown.")},
        {AWAY_FALLEN, T("The voice it answered was taken back, so it is not shown.")},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (post->away & (int)reasons[i].away)
            say(page, buf, reasons[i].text);
    if (post->away & (AWAY_ASKED | AWAY_REFUSED))
        say(page, buf, T("It is not shown: the author of the voice decides about answers."));
    if (post->root.v == 0 && !(post->audiences & FOR_PAGES))
        say(page, buf,
            post->audiences & FOR_APPS ? T("It is not on the pages here, as you wished.")
                                       : T("Only the moderators can read it, as you wished."));
}

enum err terms_state(struct page_out *page, const struct post *post, struct str *out)
{
    enum { STATE_BYTES = 8192 };
    struct req *req = page->req;
    uint64_t reasons = 0;
    *out = STR("");
    if (!post->is_mine || (post->away == 0 && post->audiences & FOR_PAGES))
        return OK;
    if (post->away & AWAY_HELD)
        TRY(post_holds(desk_db(req), req->arena, post->id, &reasons));
    struct buf buf = buf_init(STATE_BYTES);
    if (post->away & AWAY_HELD)
        say_holds(page, &buf, reasons);
    say_rest(page, &buf, post);
    *out = arena_str(req->arena, buf_str(&buf));
    buf_free(&buf);
    return OK;
}

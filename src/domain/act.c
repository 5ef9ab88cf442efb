/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The door: what can be checked about an act without the database is checked here, once for all
 * faces; the words that name reactions and roles. */
#include "domain/act.h"

#include "base/message.h"
#include "domain/campaign.h"
#include "domain/family_tree.h"
#include "domain/help_rows.h"
#include "domain/hashtag_text.h"
#include "domain/language.h"
#include "domain/person.h"
#include "domain/post.h"
#include "domain/screening.h"
#include "domain/text.h"

struct door {
    struct arena *arena;
    const struct secret *key;
    int64_t text_max;
    const char **why;
};

/* Cleans one field in place. */
static enum err clean(const struct door *door, struct str *field, size_t max, bool is_line,
                      const char *why)
{
    if (field->n == 0) {
        *field = STR("");
        return OK;
    }
    enum err err = is_line ? text_clean_line(door->arena, *field, max, field)
                           : text_clean(door->arena, *field, max, field);
    if (err != OK)
        *door->why = why;
    return err == OK ? OK : ERR_BAD_INPUT;
}

static enum err refuse(const struct door *door, const char *why)
{
    *door->why = why;
    return ERR_BAD_INPUT;
}

static enum err language(const struct door *door, struct str *field)
{
    if (language_canonical(door->arena, *field, field) != OK)
        return refuse(door, T("This language is not known."));
    return OK;
}

static enum err country(const struct door *door, struct str *field)
{
    if (country_canonical(door->arena, *field, field) != OK)
        return refuse(door, T("This country is not known."));
    return OK;
}

void act_find_tags(struct arena *arena, struct str text, struct act_tag **tags, size_t *n)
{
    struct text_hashtag found[TEXT_HASHTAGS_MAX];
    size_t count = 0;
    text_hashtags(arena, text, found, TEXT_HASHTAGS_MAX, &count);
    *tags = arena_array(arena, struct act_tag, count + 1);
    for (size_t i = 0; i < count; i++)
        (*tags)[i] = (struct act_tag){found[i].key, found[i].name};
    *n = count;
}

/* What an edit leaves as it is stays absent. */
static enum err prepare_said(const struct door *door, struct act_post *post, bool is_edit)
{
    if (!is_edit || post->warning.p != NULL)
        TRY(clean(door, &post->warning, POST_WARNING_MAX, true,
                  T("The content warning is too long.")));
    if (!is_edit || post->language.p != NULL)
        TRY(language(door, &post->language));
    return is_edit && post->country.p == NULL ? OK : country(door, &post->country);
}

static enum err prepare_post(const struct door *door, struct act_post *post, bool is_edit)
{
    TRY(clean(door, &post->text, (size_t)door->text_max, false, T("The text is too long.")));
    if (post->text.n == 0)
        return refuse(door, T("There is no text yet."));
    TRY(prepare_said(door, post, is_edit));
    if (post->name.n > 0)
        TRY(clean(door, &post->name, PERSON_NAME_MAX, true, T("The name is too long.")));
    if (post->name.n > 0 && !post->is_anonymous)
        return ERR_BAD_INPUT; /* it would stand beside the account's own */
    post->is_bare = text_is_bare(post->text);
    act_find_tags(door->arena, post->text, &post->tags, &post->n_tags);
    post->mentions = arena_array(door->arena, struct str, TEXT_MENTIONS_MAX);
    text_mentions(post->text, post->mentions, TEXT_MENTIONS_MAX, &post->n_mentions);
    return screening_prepare(door->arena, post);
}

static enum err prepare_arrival(const struct door *door, struct act_arrival *arrival)
{
    if (arrival->username.p != NULL && !person_username_is_valid(arrival->username))
        return refuse(door, T("A user name has 1 to 30 letters (a to z), digits or underscores."));
    TRY(clean(door, &arrival->pen_name, PERSON_NAME_MAX, true, T("The pen name is too long.")));
    TRY(language(door, &arrival->language));
    return country(door, &arrival->country);
}

static enum err prepare_profile(const struct door *door, struct act_profile *profile)
{
    TRY(clean(door, &profile->pen_name, PERSON_NAME_MAX, true, T("The pen name is too long.")));
    TRY(clean(door, &profile->note, PERSON_NOTE_MAX, false, T("The text is too long.")));
    TRY(language(door, &profile->language));
    return country(door, &profile->country);
}

static enum err prepare_tie(const struct door *door, struct act_tie *tie)
{
    if (tie->kind != TIE_TAG)
        return OK;
    if (hashtag_display(door->arena, tie->tag, &tie->tag) != OK)
        return refuse(door, T("This is not a hashtag."));
    return OK;
}

static enum err prepare_report(const struct door *door, struct act_report *report)
{
    enum { REPORT_COMMENT_MAX = 1000 };
    static const char *const categories[] = {"spam", "legal", "violation", "other"};
    TRY(clean(door, &report->comment, REPORT_COMMENT_MAX, false, T("The text is too long.")));
    if (report->category.n == 0)
        report->category = STR("other");
    for (size_t i = 0; i < sizeof categories / sizeof *categories; i++)
        if (str_eq(report->category, str_of(categories[i])))
            return OK;
    return refuse(door, T("This category is not known."));
}

static bool is_slug(struct str s)
{
    if (s.n == 0 || s.n > CAMPAIGN_SLUG_MAX || s.p[0] == '-')
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') ||
              s.p[i] == '-'))
            return false;
    return true;
}

static enum err prepare_campaign(const struct door *door, struct act_campaign *campaign)
{
    if (campaign->target.v == 0 && !is_slug(campaign->slug))
        return refuse(door, T("A campaign's name in addresses has 1 to 40 letters (a to z), digits "
                              "or hyphens."));
    if (campaign->title.p)
        TRY(clean(door, &campaign->title, CAMPAIGN_TITLE_MAX, true, T("The title is too long.")));
    if (campaign->call.p)
        TRY(clean(door, &campaign->call, CAMPAIGN_CALL_MAX, false, T("The call is too long.")));
    if (campaign->target.v == 0 && (campaign->title.n == 0 || campaign->call.n == 0))
        return refuse(door, T("A campaign needs a title and a call."));
    return campaign->language.p ? language(door, &campaign->language) : OK;
}

static bool is_among(struct str word, const char *const *words)
{
    while (*words != NULL && !str_eq(word, str_of(*words)))
        words++;
    return *words != NULL;
}

static enum err prepare_hashtag(const struct door *door, struct act_hashtag *hashtag)
{
    enum { HASHTAG_NOTE_MAX = 300 };
    if (hashtag_display(door->arena, hashtag->name, &hashtag->name) != OK ||
        hashtag_key(door->arena, hashtag->name, &hashtag->key) != OK)
        return refuse(door, T("This is not a hashtag."));
    TRY(language(door, &hashtag->language));
    TRY(country(door, &hashtag->region));
    TRY(clean(door, &hashtag->source, HASHTAG_NOTE_MAX, true, T("The source is too long.")));
    TRY(clean(door, &hashtag->since, HASHTAG_NOTE_MAX, true, T("The date is too long.")));
    struct since since;
    if (!since_parse(hashtag->since, &since))
        return refuse(door, T("A date is written 2017, 2017-10 or 2017-10-15."));
    if (hashtag->confidence.n == 0)
        hashtag->confidence = STR("");
    if (hashtag->confidence.n > 0 && !is_among(hashtag->confidence, campaign_confidences))
        return refuse(door, T("How sure it is: certain, known or disputed."));
    if (hashtag->sense.n == 0)
        hashtag->sense = STR("me-too");
    return is_among(hashtag->sense, campaign_senses) ? OK
                                                     : refuse(door, T("This sense is not known."));
}

static enum err prepare_client(const struct door *door, struct act_client *client)
{
    enum { CLIENT_NAME_MAX = 100, CLIENT_SITE_MAX = 500 };
    TRY(clean(door, &client->name, CLIENT_NAME_MAX, true, T("The name is too long.")));
    return clean(door, &client->website, CLIENT_SITE_MAX, true, T("The address is too long."));
}

static enum err prepare_filter(const struct door *door, struct act_filter *filter)
{
    enum { FILTER_TITLE_MAX = 100 };
    TRY(clean(door, &filter->title, FILTER_TITLE_MAX, true, T("The title is too long.")));
    return filter->title.n == 0 ? refuse(door, T("A title is needed.")) : OK;
}

static enum err prepare_decide(const struct door *door, struct act_decide *decide)
{
    TRY(language(door, &decide->language));
    if (decide->kind != DECIDE_NOTE)
        return OK;
    TRY(clean(door, &decide->note, DECIDE_NOTE_MAX, false, T("The text is too long.")));
    return decide->note.n == 0 ? refuse(door, T("There is no text yet.")) : OK;
}

static bool first_fault(void *context, const struct help_fault *found)
{
    const struct door *door = context;
    *door->why = found->why;
    return false;
}

static enum err prepare_help(const struct door *door, struct help_set *set)
{
    struct door told = *door;
    TRY(help_set_check(door->arena, set, first_fault, &told));
    help_set_sort(set);
    return OK;
}

static enum err prepare_kind(const struct door *door, struct act *act)
{
    switch ((int)act->kind) {
    case ACT_POST:
    case ACT_EDIT:
        return prepare_post(door, &act->post, act->kind == ACT_EDIT);
    case ACT_PROFILE:
        return prepare_profile(door, &act->profile);
    case ACT_TIE:
    case ACT_UNTIE:
        return prepare_tie(door, &act->tie);
    case ACT_REPORT:
        return prepare_report(door, &act->report);
    case ACT_ROLE:
        return language(door, &act->role.language);
    case ACT_DECIDE:
        return prepare_decide(door, &act->decide);
    case ACT_CAMPAIGN:
    case ACT_CAMPAIGN_EDIT:
        return prepare_campaign(door, &act->campaign);
    case ACT_HASHTAG:
        return prepare_hashtag(door, &act->hashtag);
    case ACT_CLIENT:
        return prepare_client(door, &act->client);
    case ACT_FILTER:
        return prepare_filter(door, &act->filter);
    case ACT_HELP_IMPORT:
        return prepare_help(door, act->help_import.set);
    default:
        return OK;
    }
}

enum err act_prepare(struct act *act, struct arena *arena, const struct secret *key,
                     int64_t text_max, const char **why)
{
    enum { IDEMPOTENCY_MAX = 255 };
    const struct door door = {arena, key, text_max, why};
    *why = err_message(ERR_BAD_INPUT);
    if (act->arrival.is_wanted)
        TRY(prepare_arrival(&door, &act->arrival));
    TRY(prepare_kind(&door, act));
    if (act->arrival.is_wanted && !act->arrival.is_repeatable)
        act->idempotency = (struct str){0}; /* what she gets could not be handed out again */
    if (act->idempotency.n > IDEMPOTENCY_MAX)
        return refuse(&door, T("The Idempotency-Key is too long."));
    if (act->idempotency.n > 0) {
        int kind = act->arrival.is_wanted ? -1 : (int)act->kind; /* one key, one person */
        struct str message = arena_printf(arena, "%d:%lld:%.*s", kind, (long long)act->person.v,
                                          STRF(act->idempotency));
        act->idempotency_hash = secret_hash(key, SECRET_IDEMPOTENCY, message);
    }
    return OK;
}

/* --- words --- */

static const char *const reaction_names[REACTIONS] = {"", "me-too", "believe", "with-you",
                                                      "thank-you"};

const char *reaction_name(enum reaction reaction)
{
    return reaction_names[reaction];
}

enum reaction reaction_of(struct str name)
{
    static const struct {
        const char *emoji;
        enum reaction reaction;
    } emoji[] = {
        {"\xF0\x9F\x99\x8B", REACTION_ME_TOO},  /* a raised hand */
        {"\xF0\x9F\x92\x9C", REACTION_BELIEVE}, /* a purple heart */
        {"\xE2\x9D\xA4", REACTION_WITH_YOU},    /* a heart */
        {"\xE2\x9D\xA4\xEF\xB8\x8F", REACTION_WITH_YOU},
        {"\xF0\x9F\x99\x8F", REACTION_THANK_YOU}, /* folded hands */
    };
    for (int i = REACTION_ME_TOO; i < REACTIONS; i++)
        if (str_eq(name, str_of(reaction_names[i])))
            return (enum reaction)i;
    for (size_t i = 0; i < sizeof emoji / sizeof *emoji; i++)
        if (str_eq(name, str_of(emoji[i].emoji)))
            return emoji[i].reaction;
    return REACTION_NONE;
}

static const char *const role_names[] = {"none",    "organiser",  "moderator",
                                         "partner", "counsellor", "keeper"};

const char *role_name(enum role role)
{
    return role_names[role];
}

enum role role_of(struct str name)
{
    for (int i = ROLE_ORGANISER; i <= ROLE_KEEPER; i++)
        if (str_eq(name, str_of(role_names[i])))
            return (enum role)i;
    return ROLE_NONE;
}

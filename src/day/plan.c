/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Drawing acts (plan.h).
 *
 * One person in twenty is busy and does 30 % of the acts; whoever is not new is drawn evenly from
 * the busy or from the others, which gives numbers of acts that fall geometrically. */
#include "day/plan.h"

enum { BUSY_ONE_IN = 20, PROBES = 64, TRIES = 24 };
enum { SALT_PERSON = 0x9E0, SALT_READ = 0x4EAD };
static const double BUSY_ACTS = 0.30;

/* --- people --- */

/* The part of the acts of those who are not new that busy people do, so that with their first acts
 * it comes to 30 % of all. */
static double busy_share(const struct mix *mix)
{
    double again = (double)mix->acts - mix->people;
    double firsts = (double)mix->people / BUSY_ONE_IN;
    return again > 0 ? (BUSY_ACTS * mix->acts - firsts) / again : 0;
}

static uint32_t draw_person(const struct plan *plan, struct chance *chance)
{
    uint32_t n = plan->crowd->n_people;
    uint32_t busy = (n + BUSY_ONE_IN - 1) / BUSY_ONE_IN;
    if (n == busy || chance_is(chance, busy_share(&plan->mix)))
        return chance_below(chance, busy) * BUSY_ONE_IN;
    uint32_t k = chance_below(chance, n - busy);
    return k + k / (BUSY_ONE_IN - 1) + 1;
}

/* Somebody who is ready; false when nobody near is. */
static bool find_person(const struct plan *plan, struct chance *chance, uint32_t *out)
{
    uint32_t person = draw_person(plan, chance);
    for (uint32_t i = 0; i < PROBES; i++) {
        *out = person >= i ? person - i : i;
        if (*out < plan->crowd->n_people && crowd_token(plan->crowd, *out).n > 0)
            return true;
    }
    *out = (uint32_t)plan->crowd->anchor_person;
    return plan->crowd->anchor_person >= 0;
}

static void know_person(const struct plan *plan, struct job *job)
{
    struct chance chance = chance_of(plan->seed + SALT_PERSON, job->person);
    job->speech = (uint16_t)speech_of(&chance);
    job->country = (uint16_t)speech_country_of(&chance);
}

/* --- what is answered --- */

/* The voice itself, or one before it, that is open. */
static uint32_t nearest_open(const struct crowd *crowd, uint32_t voice)
{
    for (uint32_t i = 0; i < PROBES && i <= voice; i++)
        if (crowd_is_open(crowd, voice - i))
            return voice - i;
    return (uint32_t)crowd->anchor_voice;
}

static bool aim_at_recent(const struct plan *plan, struct chance *chance, struct job *job)
{
    const struct crowd *crowd = plan->crowd;
    uint32_t n = crowd->n_recent < CROWD_RECENT ? crowd->n_recent : CROWD_RECENT;
    if (n == 0)
        return false;
    const struct crowd_comment *comment = &crowd->recent[chance_below(chance, n)];
    if (!crowd_is_open(crowd, comment->voice))
        return false;
    job->voice = comment->voice;
    job->target = comment->id;
    return true;
}

/* One answer in ten goes to a comment. */
static void aim(const struct plan *plan, struct chance *chance, struct job *job)
{
    enum { TO_COMMENT_ONE_IN = 10 };
    const struct crowd *crowd = plan->crowd;
    bool is_deep = chance_below(chance, TO_COMMENT_ONE_IN) == 0;
    if (is_deep && aim_at_recent(plan, chance, job))
        return;
    job->voice = nearest_open(crowd, aim_at(&crowd->aim, chance, crowd->n_voices));
    job->target = crowd->ids[job->voice];
}

static void aim_comment(struct plan *plan, struct chance *chance, struct job *job)
{
    const struct crowd *crowd = plan->crowd;
    uint32_t hot = crowd->aim.hot;
    bool is_there = hot < crowd->n_voices && crowd_is_open(crowd, hot);
    if (is_there && mix_is_hot(&plan->mix, chance)) {
        job->voice = hot;
        job->target = crowd->ids[hot];
    } else {
        aim(plan, chance, job);
    }
}

/* False when she seems to have reacted to everything near. */
static bool aim_reaction(const struct plan *plan, struct chance *chance, struct job *job)
{
    const double hot_share = 0.02;
    struct crowd *crowd = plan->crowd;
    uint32_t hot = crowd->aim.hot;
    bool is_hot =
        hot < crowd->n_voices && crowd_is_open(crowd, hot) && chance_is(chance, hot_share);
    for (int i = 0; i < TRIES; i++) {
        if (is_hot && i == 0) {
            job->voice = hot;
            job->target = crowd->ids[hot];
        } else {
            aim(plan, chance, job);
        }
        if (job->target != 0 && crowd_reacts(crowd, job->person, job->target))
            return true;
    }
    return false;
}

/* --- the kinds --- */

static uint8_t draw_reaction(struct chance *chance)
{
    uint32_t percent = chance_below(chance, 100);
    return percent < 35   ? JOB_WITH_YOU
           : percent < 65 ? JOB_ME_TOO
           : percent < 90 ? JOB_BELIEVE
                          : JOB_THANK_YOU;
}

/* What her words say of language and place, and what they are counted under. */
static void say(const struct plan *plan, struct chance *chance, struct job *job, int tag)
{
    const struct family *family = plan->family;
    job->says_language = chance_below(chance, 10) > 0;
    job->says_country = chance_below(chance, 3) == 0;
    int of_tag = tag >= 0 ? family->tags[tag].language : 0;
    int hers = family->speech_language[job->speech];
    job->counted_language = (uint16_t)(job->says_language || of_tag == 0 ? hers : of_tag);
    int of_place = tag >= 0 ? family->tags[tag].country : 0;
    int place = family->speech_country[job->country];
    job->counted_country = (uint16_t)(job->says_country ? place : of_place);
}

/* The hashtag of her language, mostly; else any of the family. */
static void speak(struct plan *plan, struct chance *chance, struct job *job)
{
    const struct family *family = plan->family;
    int tag = family->speech_tag[job->speech];
    if (chance_below(chance, 10) == 0)
        tag = (int)chance_below(chance, (uint32_t)family->n_tags);
    say(plan, chance, job, tag);
    job->tag = (uint16_t)(tag + 1);
    job->voice = crowd_voice(plan->crowd, job->tag);
}

static void answer(struct plan *plan, struct chance *chance, struct job *job)
{
    if (job->kind == JOB_REACTION && !aim_reaction(plan, chance, job)) {
        mix_comment_instead(&plan->mix);
        job->kind = JOB_COMMENT;
    }
    if (job->kind == JOB_COMMENT) {
        aim_comment(plan, chance, job);
        say(plan, chance, job, -1);
    } else {
        job->detail = draw_reaction(chance);
        job->counted_language = (uint16_t)plan->family->speech_language[job->speech];
    }
    job->tag = plan->crowd->tags[job->voice];
}

bool plan_next(struct plan *plan, struct job *out)
{
    static const uint8_t kinds[MIX_KINDS] = {JOB_VOICE, JOB_COMMENT, JOB_REACTION};
    struct crowd *crowd = plan->crowd;
    if (plan->mix.acts_left == 0)
        return false;
    struct chance chance = chance_of(plan->seed, plan->n);
    *out = (struct job){.n = plan->n++};
    out->kind = kinds[mix_draw(&plan->mix, &chance, crowd->anchor_voice >= 0)];
    if (out->kind != JOB_VOICE && crowd->anchor_voice < 0)
        return false;
    out->is_new = mix_is_new(&plan->mix, &chance, crowd->anchor_person >= 0);
    if (!out->is_new && !find_person(plan, &chance, &out->person) && plan->mix.people_left > 0) {
        plan->mix.people_left--;
        out->is_new = true;
    }
    if (out->is_new)
        out->person = crowd->n_people++;
    know_person(plan, out);
    if (out->kind == JOB_VOICE)
        speak(plan, &chance, out);
    else
        answer(plan, &chance, out);
    out->is_doomed = crowd_is_doomed(crowd, out->voice);
    return true;
}

/* --- beside the acts --- */

void plan_read(const struct plan *plan, uint64_t n, struct job *out)
{
    struct chance chance = chance_of(plan->seed + SALT_READ, n);
    uint32_t percent = chance_below(&chance, 100);
    uint32_t hot = plan->crowd->aim.hot;
    *out = (struct job){.n = n, .kind = JOB_READ};
    out->detail = percent < 40   ? JOB_PAGE_CAMPAIGN
                  : percent < 70 ? JOB_PAGE_TIMELINE
                  : percent < 80 ? JOB_PAGE_FIGURES
                                 : JOB_PAGE_VOICE;
    if (plan->crowd->n_voices > 0)
        out->target = plan->crowd->ids[hot < plan->crowd->n_voices ? hot : 0];
    if (out->detail == JOB_PAGE_VOICE && out->target == 0)
        out->detail = JOB_PAGE_CAMPAIGN;
}

void plan_withdrawal(const struct plan *plan, const struct crowd_doomed *doomed, struct job *out)
{
    *out = (struct job){
        .kind = JOB_WITHDRAW,
        .n = plan->n,
        .person = doomed->person,
        .voice = doomed->voice,
        .target = plan->crowd->ids[doomed->voice],
    };
}

void plan_nudge(struct plan *plan, struct job *out)
{
    const struct crowd *crowd = plan->crowd;
    *out = (struct job){.n = plan->n++, .kind = JOB_COMMENT};
    out->person = (uint32_t)crowd->anchor_person;
    out->voice = (uint32_t)crowd->anchor_voice;
    know_person(plan, out);
    out->target = crowd->ids[out->voice];
    out->tag = crowd->tags[out->voice];
    out->says_language = true;
    out->counted_language = (uint16_t)plan->family->speech_language[out->speech];
}

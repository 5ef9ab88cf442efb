/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The model's rules, and acts by chance (counting_model.h). */
#include "counting_model.h"

#include <string.h>

/* --- chance --- */

static uint64_t next_random(struct model *m)
{
    m->seed ^= m->seed << 13;
    m->seed ^= m->seed >> 7;
    m->seed ^= m->seed << 17;
    return m->seed;
}

int model_pick(struct model *m, int n)
{
    return (int)(next_random(m) % (uint64_t)n);
}

static int pick_person(struct model *m)
{
    for (int i = 0; i < PEOPLE; i++) {
        int p = model_pick(m, PEOPLE);
        if (m->people[p].v > 0)
            return p;
    }
    return -1;
}

/* Mostly one of the latest that stand; sometimes one that is gone. -1 when there is none yet. */
static int pick_post(struct model *m)
{
    for (int i = 0; i < 20; i++) {
        int back = 1 + model_pick(m, m->n_posts < 150 ? m->n_posts + 1 : 150);
        int post = m->n_posts - back;
        if (post < 0 || m->posts[post].id == 0)
            continue;
        if (m->posts[post].state == STANDS || model_pick(m, 12) == 0)
            return post;
    }
    return -1;
}

/* --- the rules --- */

bool model_stands(const struct said *said)
{
    return said->state == STANDS && said->away == 0;
}

int model_root(const struct model *m, int post)
{
    return m->posts[post].root < 0 ? post : m->posts[post].root;
}

static bool may_answer(const struct model *m, int person, int post)
{
    const struct said *said = &m->posts[post];
    bool is_closed = said->root >= 0 && m->posts[said->root].answers >= ANSWERS_REACTIONS;
    if (!model_stands(said) || (is_closed && said->author != person))
        return false;
    return said->is_anonymous ||
           !(m->is_blocked[person][said->author] || m->is_blocked[said->author][person]);
}

static void drop_marks(struct model *m, int post)
{
    memset(m->reactions[post], 0, sizeof m->reactions[post]);
    memset(m->shares[post], 0, sizeof m->shares[post]);
}

static void withdraw(struct model *m, int post)
{
    bool is_voice = m->posts[post].root < 0;
    m->posts[post].state = GONE;
    drop_marks(m, post);
    for (int i = 0; is_voice && i < m->n_posts; i++)
        if (m->posts[i].root == post && m->posts[i].state == STANDS) {
            m->posts[i].state = FELL;
            drop_marks(m, i);
        }
}

/* Published for the first time, or again: what never was has the hour of now. */
static void come_back(struct model *m, int post, unsigned reasons, struct plan *plan)
{
    struct said *said = &m->posts[post];
    said->away &= ~reasons;
    if (said->away != NEW)
        return;
    said->away = 0;
    said->ms = m->f.now_ms;
    said->id = 0; /* not to be picked until its new number is known */
    plan->published = post;
}

void model_leave(struct model *m, int person)
{
    for (int i = 0; i < m->n_posts; i++) {
        if (m->posts[i].author == person && m->posts[i].state != GONE)
            withdraw(m, i);
        m->reactions[i][person] = m->shares[i][person] = (struct mark){0};
    }
    for (int i = 0; i < PEOPLE; i++)
        m->is_blocked[person][i] = m->is_blocked[i][person] = false;
    m->people[person].v = 0;
}

/* --- planning --- */

struct act *model_act(struct model *m, enum act_kind kind, int person)
{
    return fixture_act(&m->f, kind, m->people[person]);
}

/* A text, and the campaigns that its hashtags make it belong to. */
static unsigned choose_text(struct model *m, struct act_post *post)
{
    static const struct {
        const char *text;
        unsigned campaigns;
    } texts[] = {
        {"It was a Tuesday. #MeToo", 1},  {"#metoo", 1},
        {"También a mí. #YoTambién", 1},  {"Now her. #HerToo", 2},
        {"Both: #HerToo and #MeToo", 3},  {"#MeToo #YoTambién twice", 1},
        {"Nothing of a family here.", 0}, {"#somethingelse", 0},
    };
    size_t i = (size_t)model_pick(m, COUNT(texts));
    post->text = str_of(texts[i].text);
    post->language = model_pick(m, 3) == 0 ? STR("de") : STR("");
    post->country = model_pick(m, 4) == 0 ? STR("AT") : STR("");
    return texts[i].campaigns;
}

static void plan_answer(struct model *m, int person, int parent, struct said *said,
                        struct plan *plan)
{
    plan->act->post.parent.v = m->posts[parent].id;
    said->root = model_root(m, parent);
    const struct said *root = &m->posts[said->root];
    said->campaigns |= root->campaigns;
    /* Her leave to answer her own anonymous voice would tell that it is hers. */
    bool is_own = root->author == person && !root->is_anonymous;
    if (!may_answer(m, person, parent) || !may_answer(m, person, said->root))
        plan->wanted = ERR_NOT_FOUND;
    else if (!is_own && root->answers == ANSWERS_REACTIONS)
        plan->wanted = ERR_FORBIDDEN;
    else if (!is_own && root->answers == ANSWERS_APPROVED)
        said->away |= ASKED | NEW;
}

static void plan_post(struct model *m, int person, int parent, struct plan *plan)
{
    struct act *act = model_act(m, ACT_POST, person);
    struct said said = {.ms = m->f.now_ms, .author = person, .parent = parent, .root = -1};
    static const int answers[] = {ANSWERS_EVERYBODY, ANSWERS_EVERYBODY, ANSWERS_EVERYBODY,
                                  ANSWERS_APPROVED, ANSWERS_REACTIONS};
    said.campaigns = choose_text(m, &act->post);
    if (model_pick(m, 5) == 0) {
        int page = model_pick(m, CAMPAIGNS);
        act->post.page = m->campaigns[page];
        said.page = 1U << page;
    }
    said.campaigns |= said.page;
    said.is_anonymous = act->post.is_anonymous = model_pick(m, 3) == 0;
    said.is_unlisted = act->post.is_unlisted = model_pick(m, 9) == 0;
    said.answers = parent < 0 ? answers[model_pick(m, COUNT(answers))] : ANSWERS_EVERYBODY;
    act->post.answers = said.answers;
    if (model_pick(m, 10) == 0) {
        act->post.holds = HOLD_BIT(HOLD_LINK);
        said.away = HELD | NEW;
    }
    plan->act = act;
    if (parent >= 0)
        plan_answer(m, person, parent, &said, plan);
    if (plan->wanted != ERR_NOT_FOUND && said.is_anonymous && said.campaigns == 0)
        plan->wanted = ERR_BAD_INPUT;
    if (plan->wanted != OK || m->n_posts == POSTS)
        return;
    plan->post = m->n_posts;
    m->posts[m->n_posts++] = said;
}

static void plan_edit(struct model *m, int person, int post, struct plan *plan)
{
    struct said *said = &m->posts[post];
    if (model_pick(m, 8) != 0 && m->people[said->author].v > 0)
        person = said->author;
    plan->act = model_act(m, ACT_EDIT, person);
    plan->act->post.target.v = said->id;
    unsigned campaigns = choose_text(m, &plan->act->post) | said->page;
    if (said->state != STANDS || said->author != person) {
        plan->wanted = ERR_NOT_FOUND;
        plan->may_be_either = said->state == FELL && said->author == person;
        return;
    }
    said->campaigns = campaigns | (said->root >= 0 ? m->posts[said->root].campaigns : 0);
    if (model_pick(m, 10) == 0) {
        plan->act->post.holds = HOLD_BIT(HOLD_LINK);
        said->away |= HELD;
    } else if (said->away & HELD) { /* her words were mended */
        come_back(m, post, HELD, plan);
    }
}

static void plan_stand(struct model *m, int person, int post, struct plan *plan)
{
    struct said *said = &m->posts[post];
    bool is_pause = said->away & PAUSED ? model_pick(m, 4) == 0 : model_pick(m, 4) != 0;
    if (model_pick(m, 8) != 0 && m->people[said->author].v > 0)
        person = said->author;
    plan->act = model_act(m, is_pause ? ACT_PAUSE : ACT_RESUME, person);
    plan->act->stand.v = said->id;
    plan->may_be_either = said->state == FELL;
    if (said->state == GONE || said->author != person)
        plan->wanted = ERR_NOT_FOUND;
    else if (said->state == STANDS && is_pause)
        said->away |= PAUSED;
    else if (said->state == STANDS)
        come_back(m, post, PAUSED, plan);
}

/* The voice's author lets a comment through, or does not show it. */
static void plan_decide(struct model *m, int person, int post, struct plan *plan)
{
    struct said *said = &m->posts[post];
    const struct said *root = &m->posts[model_root(m, post)];
    bool is_approval =
        said->away & (ASKED | REFUSED) ? model_pick(m, 4) != 0 : model_pick(m, 4) == 0;
    if (model_pick(m, 8) != 0 && m->people[root->author].v > 0)
        person = root->author;
    plan->act = model_act(m, is_approval ? ACT_APPROVE : ACT_REFUSE, person);
    plan->act->stand.v = said->id;
    if (said->state != STANDS || said->root < 0 || said->away & HELD || root->state == GONE ||
        root->author != person) {
        plan->wanted = ERR_NOT_FOUND;
        plan->may_be_either = said->state == FELL;
    } else if (is_approval) {
        come_back(m, post, ASKED | REFUSED, plan);
    } else {
        said->away = (said->away & ~(unsigned)ASKED) | REFUSED;
    }
}

static void plan_answers(struct model *m, int person, int post, struct plan *plan)
{
    static const int policies[] = {ANSWERS_EVERYBODY, ANSWERS_APPROVED, ANSWERS_REACTIONS};
    struct said *said = &m->posts[post];
    int policy = policies[model_pick(m, COUNT(policies))];
    if (m->people[said->author].v > 0)
        person = said->author;
    plan->act = model_act(m, ACT_ANSWERS, person);
    plan->act->terms = (struct act_terms){.post = {said->id}, .answers = policy};
    plan->may_be_either = said->state == FELL;
    if (said->state != STANDS || said->author != person)
        plan->wanted = ERR_NOT_FOUND;
    else if (said->root >= 0)
        plan->wanted = ERR_BAD_INPUT;
    else
        said->answers = policy;
}

/* What comes and goes with a day is never the last day here: the run does not turn the clock for
 * it. */
static void plan_expiry(struct model *m, int person, int post, struct plan *plan)
{
    const struct said *said = &m->posts[post];
    plan->act = model_act(m, ACT_MOMENT, person);
    plan->act->terms = (struct act_terms){.post = {said->id}, .has_expiry = true};
    plan->act->terms.expires_ms = model_pick(m, 2) == 0 ? 0 : m->f.now_ms + (int64_t)9999 * HOUR_MS;
    plan->may_be_either = said->state == FELL;
    if (said->state != STANDS || said->author != person)
        plan->wanted = ERR_NOT_FOUND;
}

static void plan_terms(struct model *m, int person, int post, struct plan *plan)
{
    int dice = model_pick(m, 10);
    if (dice < 4)
        plan_stand(m, person, post, plan);
    else if (dice < 8)
        plan_decide(m, person, post, plan);
    else if (dice < 9)
        plan_answers(m, person, post, plan);
    else
        plan_expiry(m, person, post, plan);
}

static void plan_react(struct model *m, int person, int post, struct plan *plan)
{
    int kind = 1 + model_pick(m, REACTIONS - 1);
    struct mark *mark = &m->reactions[post][person];
    plan->act = model_act(m, ACT_REACT, person);
    plan->act->react = (struct act_react){{m->posts[post].id}, (enum reaction)kind};
    if (!may_answer(m, person, post) || !model_stands(&m->posts[model_root(m, post)]))
        plan->wanted = ERR_NOT_FOUND;
    else if (mark->kind == 0)
        *mark = (struct mark){0, m->f.now_ms, m->posts[post].campaigns, kind};
    else
        mark->kind = kind;
}

static void plan_unreact(struct model *m, int person, int post, struct plan *plan)
{
    int kind = model_pick(m, 2) == 0 ? 0 : 1 + model_pick(m, REACTIONS - 1);
    struct mark *mark = &m->reactions[post][person];
    plan->act = model_act(m, ACT_UNREACT, person);
    plan->act->react = (struct act_react){{m->posts[post].id}, (enum reaction)kind};
    plan->may_be_either = m->posts[post].state != STANDS;
    if (kind == 0 || kind == mark->kind)
        *mark = (struct mark){0};
}

static void plan_share(struct model *m, int person, int post, struct plan *plan)
{
    struct mark *mark = &m->shares[post][person];
    plan->act = model_act(m, ACT_SHARE, person);
    plan->act->share.v = m->posts[post].id;
    if (!may_answer(m, person, post) || !model_stands(&m->posts[model_root(m, post)]))
        plan->wanted = ERR_NOT_FOUND;
    else if (mark->kind == 0) {
        *mark = (struct mark){0, m->f.now_ms, m->posts[post].campaigns, 1};
        plan->mark = mark;
    }
}

/* By the post's number, or as apps do it, by the share's. */
static void plan_unshare(struct model *m, int person, int post, struct plan *plan)
{
    struct mark *mark = &m->shares[post][person];
    plan->may_be_either = m->posts[post].state != STANDS;
    if (mark->id != 0 && model_pick(m, 2) == 0) {
        plan->act = model_act(m, ACT_WITHDRAW, person);
        plan->act->withdraw.v = mark->id;
    } else {
        plan->act = model_act(m, ACT_UNSHARE, person);
        plan->act->share.v = m->posts[post].id;
    }
    *mark = (struct mark){0};
}

static void plan_withdraw(struct model *m, int person, int post, struct plan *plan)
{
    const struct said *said = &m->posts[post];
    if (model_pick(m, 8) != 0 && m->people[said->author].v > 0)
        person = said->author;
    plan->act = model_act(m, ACT_WITHDRAW, person);
    plan->act->withdraw.v = said->id;
    if (said->state == GONE || said->author != person)
        plan->wanted = ERR_NOT_FOUND;
    else
        withdraw(m, post);
}

/* Whether a block lies between a comment and its voice; what is said anonymously knows of none. */
static bool is_between(const struct model *m, int post, int person, int other)
{
    const struct said *said = &m->posts[post];
    if (said->root < 0 || said->state != STANDS || said->is_anonymous || said->author != other)
        return false;
    const struct said *voice = &m->posts[said->root];
    return voice->author == person && !voice->is_anonymous;
}

/* Several that appear at once would have numbers that the act does not tell. */
static bool would_publish(const struct model *m, int person, int other)
{
    for (int i = 0; i < m->n_posts; i++)
        if (is_between(m, i, person, other) && m->posts[i].away == (BLOCKED | NEW))
            return true;
    return false;
}

static void turn_comments(struct model *m, int person, int other, bool is_block)
{
    for (int i = 0; i < m->n_posts; i++)
        if (is_between(m, i, person, other))
            m->posts[i].away = (m->posts[i].away & ~(unsigned)BLOCKED) | (is_block ? BLOCKED : 0U);
}

static void plan_block(struct model *m, int person, struct plan *plan)
{
    int other = pick_person(m);
    bool is_block = model_pick(m, 3) != 0 || would_publish(m, person, other);
    plan->act = model_act(m, is_block ? ACT_TIE : ACT_UNTIE, person);
    plan->act->tie = (struct act_tie){.kind = TIE_BLOCK, .target = m->people[other].v};
    if (other == person)
        plan->wanted = ERR_NOT_FOUND;
    else {
        m->is_blocked[person][other] = is_block;
        turn_comments(m, person, other, is_block);
    }
}

static void plan_arrival(struct model *m, struct plan *plan)
{
    static const char *const languages[] = {"", "en", "es", "fa"};
    for (int i = 0; i < PEOPLE; i++) {
        if (m->people[i].v != 0)
            continue;
        plan->person = i;
        m->people[i].v = -1; /* not to be picked, nor to arrive twice */
        break;
    }
    plan->act = fixture_act(&m->f, ACT_ARRIVE, (struct person_id){0});
    plan->act->arrival.is_wanted = true;
    plan->act->arrival.language = str_of(languages[model_pick(m, COUNT(languages))]);
}

static void plan_leave(struct model *m, int person, struct plan *plan)
{
    plan->act = model_act(m, ACT_LEAVE, person);
    model_leave(m, person);
}

static void plan_on_post(struct model *m, int person, int post, struct plan *plan)
{
    int dice = model_pick(m, 100);
    if (dice < 28)
        plan_post(m, person, post, plan);
    else if (dice < 40)
        plan_terms(m, person, post, plan);
    else if (dice < 62)
        plan_react(m, person, post, plan);
    else if (dice < 69)
        plan_unreact(m, person, post, plan);
    else if (dice < 80)
        plan_share(m, person, post, plan);
    else if (dice < 85)
        plan_unshare(m, person, post, plan);
    else if (dice < 93)
        plan_edit(m, person, post, plan);
    else
        plan_withdraw(m, person, post, plan);
}

static bool is_full(const struct model *m)
{
    for (int i = 0; i < PEOPLE; i++)
        if (m->people[i].v == 0)
            return false;
    return true;
}

void model_plan(struct model *m, struct plan *plan)
{
    *plan = (struct plan){.person = -1, .post = -1, .published = -1};
    int person = pick_person(m);
    int dice = model_pick(m, 100);
    if (!is_full(m) && (person < 0 || dice < 8)) {
        plan_arrival(m, plan);
        return;
    }
    int post = pick_post(m);
    if (dice < 10)
        plan_leave(m, person, plan);
    else if (dice < 14)
        plan_block(m, person, plan);
    else if (post < 0 || dice < 34)
        plan_post(m, person, -1, plan);
    else
        plan_on_post(m, person, post, plan);
}

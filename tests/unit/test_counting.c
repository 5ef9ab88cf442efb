/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Thousands of random acts in batches, over many hours, against a simple model made from the rules:
 * answers, figures, counts of posts and the voices of campaigns are as there; recounts agree. */
#include <stdlib.h>
#include <string.h>

#include "campaign_fixture.h"
#include "domain/standing.h"

enum {
    PEOPLE = 60,
    POSTS = 4000,
    CAMPAIGNS = 2,
    BATCH_MOST = 24,
    BATCHES = 260,
    DAY_HOURS = 24,
    HOURS_MOST = 400
};
enum state { STANDS, FELL, GONE };
/* Reasons why a post that was not taken back does not stand, as in domain/standing.h. */
enum { PAUSED = 2, HELD = 8, ASKED = 64, NEW = 256, REFUSED = 512 };

/* A reaction or a share. kind 0: none. */
struct mark {
    int64_t id, ms;
    unsigned campaigns;
    int kind;
};

struct said {
    int64_t id, ms;
    int author, parent, root; /* -1: none */
    enum state state;
    unsigned campaigns; /* bits */
    unsigned page;      /* the bit of the page it was written on */
    unsigned away;      /* reasons */
    int answers;        /* enum answers_policy */
    bool is_anonymous, is_unlisted;
};

struct model {
    struct fixture f;
    struct campaign_id campaigns[CAMPAIGNS];
    int64_t called_ms[CAMPAIGNS];
    struct person_id people[PEOPLE]; /* 0: nobody yet, or left */
    bool is_blocked[PEOPLE][PEOPLE];
    struct said posts[POSTS];
    int n_posts;
    struct mark reactions[POSTS][PEOPLE], shares[POSTS][PEOPLE];
    uint64_t seed;
    size_t n_done[2]; /* acts that were refused, acts that were done */
};

/* An act under way, and what the model says of it. */
struct plan {
    struct act *act;
    enum err wanted;
    bool may_be_either; /* what it is about is being swept away */
    int person, post;   /* who arrives; the post that is made, or -1 */
    int published;      /* the post that gets a new number, or -1 */
    struct mark *mark;  /* the share that is made, or NULL */
};

/* --- chance --- */

static uint64_t next_random(struct model *m)
{
    m->seed ^= m->seed << 13;
    m->seed ^= m->seed >> 7;
    m->seed ^= m->seed << 17;
    return m->seed;
}

static int pick(struct model *m, int n)
{
    return (int)(next_random(m) % (uint64_t)n);
}

static int pick_person(struct model *m)
{
    for (int i = 0; i < PEOPLE; i++) {
        int p = pick(m, PEOPLE);
        if (m->people[p].v > 0)
            return p;
    }
    return -1;
}

/* Mostly one of the latest that stand; sometimes one that is gone. -1 when there is none yet. */
static int pick_post(struct model *m)
{
    for (int i = 0; i < 20; i++) {
        int back = 1 + pick(m, m->n_posts < 150 ? m->n_posts + 1 : 150);
        int post = m->n_posts - back;
        if (post < 0 || m->posts[post].id == 0)
            continue;
        if (m->posts[post].state == STANDS || pick(m, 12) == 0)
            return post;
    }
    return -1;
}

/* --- the rules --- */

static bool stands(const struct said *said)
{
    return said->state == STANDS && said->away == 0;
}

static int root_of(const struct model *m, int post)
{
    return m->posts[post].root < 0 ? post : m->posts[post].root;
}

static bool may_answer(const struct model *m, int person, int post)
{
    const struct said *said = &m->posts[post];
    if (!stands(said))
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

static void leave(struct model *m, int person)
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

static struct act *act_of(struct model *m, enum act_kind kind, int person)
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
    size_t i = (size_t)pick(m, COUNT(texts));
    post->text = str_of(texts[i].text);
    post->language = pick(m, 3) == 0 ? STR("de") : STR("");
    post->country = pick(m, 4) == 0 ? STR("AT") : STR("");
    return texts[i].campaigns;
}

static void plan_answer(struct model *m, int person, int parent, struct said *said,
                        struct plan *plan)
{
    plan->act->post.parent.v = m->posts[parent].id;
    said->root = root_of(m, parent);
    const struct said *root = &m->posts[said->root];
    said->campaigns |= root->campaigns;
    if (!may_answer(m, person, parent) || !may_answer(m, person, said->root))
        plan->wanted = ERR_NOT_FOUND;
    else if (root->author != person && root->answers == ANSWERS_REACTIONS)
        plan->wanted = ERR_FORBIDDEN;
    else if (root->author != person && root->answers == ANSWERS_APPROVED)
        said->away |= ASKED | NEW;
}

static void plan_post(struct model *m, int person, int parent, struct plan *plan)
{
    struct act *act = act_of(m, ACT_POST, person);
    struct said said = {.ms = m->f.now_ms, .author = person, .parent = parent, .root = -1};
    static const int answers[] = {ANSWERS_EVERYBODY, ANSWERS_EVERYBODY, ANSWERS_EVERYBODY,
                                  ANSWERS_APPROVED, ANSWERS_REACTIONS};
    said.campaigns = choose_text(m, &act->post);
    if (pick(m, 5) == 0) {
        int page = pick(m, CAMPAIGNS);
        act->post.page = m->campaigns[page];
        said.page = 1U << page;
    }
    said.campaigns |= said.page;
    said.is_anonymous = act->post.is_anonymous = pick(m, 6) == 0;
    said.is_unlisted = act->post.is_unlisted = pick(m, 9) == 0;
    said.answers = parent < 0 ? answers[pick(m, COUNT(answers))] : ANSWERS_EVERYBODY;
    act->post.answers = said.answers;
    if (pick(m, 10) == 0) {
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
    if (pick(m, 8) != 0 && m->people[said->author].v > 0)
        person = said->author;
    plan->act = act_of(m, ACT_EDIT, person);
    plan->act->post.target.v = said->id;
    unsigned campaigns = choose_text(m, &plan->act->post) | said->page;
    if (said->state != STANDS || said->author != person) {
        plan->wanted = ERR_NOT_FOUND;
        plan->may_be_either = said->state == FELL && said->author == person;
        return;
    }
    said->campaigns = campaigns | (said->root >= 0 ? m->posts[said->root].campaigns : 0);
    if (pick(m, 10) == 0) {
        plan->act->post.holds = HOLD_BIT(HOLD_LINK);
        said->away |= HELD;
    } else if (said->away & HELD) { /* her words were mended */
        come_back(m, post, HELD, plan);
    }
}

static void plan_stand(struct model *m, int person, int post, struct plan *plan)
{
    struct said *said = &m->posts[post];
    bool is_pause = said->away & PAUSED ? pick(m, 4) == 0 : pick(m, 4) != 0;
    if (pick(m, 8) != 0 && m->people[said->author].v > 0)
        person = said->author;
    plan->act = act_of(m, is_pause ? ACT_PAUSE : ACT_RESUME, person);
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
    const struct said *root = &m->posts[root_of(m, post)];
    bool is_approval = said->away & (ASKED | REFUSED) ? pick(m, 4) != 0 : pick(m, 4) == 0;
    if (pick(m, 8) != 0 && m->people[root->author].v > 0)
        person = root->author;
    plan->act = act_of(m, is_approval ? ACT_APPROVE : ACT_REFUSE, person);
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
    int policy = policies[pick(m, COUNT(policies))];
    if (m->people[said->author].v > 0)
        person = said->author;
    plan->act = act_of(m, ACT_ANSWERS, person);
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
    plan->act = act_of(m, ACT_MOMENT, person);
    plan->act->terms = (struct act_terms){.post = {said->id}, .has_expiry = true};
    plan->act->terms.expires_ms = pick(m, 2) == 0 ? 0 : m->f.now_ms + (int64_t)9999 * HOUR_MS;
    plan->may_be_either = said->state == FELL;
    if (said->state != STANDS || said->author != person)
        plan->wanted = ERR_NOT_FOUND;
}

static void plan_terms(struct model *m, int person, int post, struct plan *plan)
{
    int dice = pick(m, 10);
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
    int kind = 1 + pick(m, REACTIONS - 1);
    struct mark *mark = &m->reactions[post][person];
    plan->act = act_of(m, ACT_REACT, person);
    plan->act->react = (struct act_react){{m->posts[post].id}, (enum reaction)kind};
    if (!may_answer(m, person, post) || !stands(&m->posts[root_of(m, post)]))
        plan->wanted = ERR_NOT_FOUND;
    else if (mark->kind == 0)
        *mark = (struct mark){0, m->f.now_ms, m->posts[post].campaigns, kind};
    else
        mark->kind = kind;
}

static void plan_unreact(struct model *m, int person, int post, struct plan *plan)
{
    int kind = pick(m, 2) == 0 ? 0 : 1 + pick(m, REACTIONS - 1);
    struct mark *mark = &m->reactions[post][person];
    plan->act = act_of(m, ACT_UNREACT, person);
    plan->act->react = (struct act_react){{m->posts[post].id}, (enum reaction)kind};
    plan->may_be_either = m->posts[post].state != STANDS;
    if (kind == 0 || kind == mark->kind)
        *mark = (struct mark){0};
}

static void plan_share(struct model *m, int person, int post, struct plan *plan)
{
    struct mark *mark = &m->shares[post][person];
    plan->act = act_of(m, ACT_SHARE, person);
    plan->act->share.v = m->posts[post].id;
    if (!may_answer(m, person, post) || !stands(&m->posts[root_of(m, post)]))
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
    if (mark->id != 0 && pick(m, 2) == 0) {
        plan->act = act_of(m, ACT_WITHDRAW, person);
        plan->act->withdraw.v = mark->id;
    } else {
        plan->act = act_of(m, ACT_UNSHARE, person);
        plan->act->share.v = m->posts[post].id;
    }
    *mark = (struct mark){0};
}

static void plan_withdraw(struct model *m, int person, int post, struct plan *plan)
{
    const struct said *said = &m->posts[post];
    if (pick(m, 8) != 0 && m->people[said->author].v > 0)
        person = said->author;
    plan->act = act_of(m, ACT_WITHDRAW, person);
    plan->act->withdraw.v = said->id;
    if (said->state == GONE || said->author != person)
        plan->wanted = ERR_NOT_FOUND;
    else
        withdraw(m, post);
}

static void plan_block(struct model *m, int person, struct plan *plan)
{
    int other = pick_person(m);
    bool is_block = pick(m, 3) != 0;
    plan->act = act_of(m, is_block ? ACT_TIE : ACT_UNTIE, person);
    plan->act->tie = (struct act_tie){.kind = TIE_BLOCK, .target = m->people[other].v};
    if (other == person)
        plan->wanted = ERR_NOT_FOUND;
    else
        m->is_blocked[person][other] = is_block;
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
    plan->act->arrival.language = str_of(languages[pick(m, COUNT(languages))]);
}

static void plan_leave(struct model *m, int person, struct plan *plan)
{
    plan->act = act_of(m, ACT_LEAVE, person);
    leave(m, person);
}

static void plan_on_post(struct model *m, int person, int post, struct plan *plan)
{
    int dice = pick(m, 100);
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

static void plan_one(struct model *m, struct plan *plan)
{
    *plan = (struct plan){.person = -1, .post = -1, .published = -1};
    int person = pick_person(m);
    int dice = pick(m, 100);
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

/* --- one batch --- */

static void learn(struct model *m, const struct plan *plan)
{
    const struct act *act = plan->act;
    if (!plan->may_be_either)
        assert_int_equal(act->err, plan->wanted);
    m->n_done[act->err == OK]++;
    if (plan->person >= 0)
        m->people[plan->person] = act->person;
    if (plan->post >= 0)
        m->posts[plan->post].id = act->id;
    if (plan->published >= 0)
        m->posts[plan->published].id = act->id;
    if (plan->mark && plan->mark->kind != 0)
        plan->mark->id = act->id;
}

static void run_batch(struct model *m)
{
    struct plan plans[BATCH_MOST];
    struct act *acts[BATCH_MOST];
    size_t n = (size_t)(1 + pick(m, BATCH_MOST));
    for (size_t i = 0; i < n; i++) {
        plan_one(m, &plans[i]);
        acts[i] = plans[i].act;
    }
    fixture_apply_batch(&m->f, acts, n);
    for (size_t i = 0; i < n; i++)
        learn(m, &plans[i]);
}

/* --- comparing --- */

struct expected {
    struct figure_counts windows[WINDOWS];
    struct figure_counts hours[HOURS_MOST];
    bool is_person[WINDOWS][PEOPLE];
    int64_t first_hour[PEOPLE];
    int64_t now_hour, called_ms;
};

static void expect_act(struct expected *e, int person, int kind, int64_t ms)
{
    int64_t hour = ms < e->called_ms ? 0 : (ms - e->called_ms) / HOUR_MS;
    const bool is_in[WINDOWS] = {hour<DAY_HOURS, hour> e->now_hour - DAY_HOURS, true};
    assert_true(hour < HOURS_MOST);
    e->hours[hour].kinds[kind]++;
    if (!e->is_person[WINDOW_ALL][person] || hour < e->first_hour[person])
        e->first_hour[person] = hour;
    for (int w = 0; w < WINDOWS; w++) {
        if (!is_in[w])
            continue;
        e->windows[w].kinds[kind]++;
        e->windows[w].people += !e->is_person[w][person];
        e->is_person[w][person] = true;
    }
}

static void expect_campaign(const struct model *m, int campaign, struct expected *e)
{
    const unsigned bit = 1U << campaign;
    memset(e, 0, sizeof *e);
    e->called_ms = m->called_ms[campaign];
    e->now_hour = (m->f.now_ms - e->called_ms) / HOUR_MS;
    for (int i = 0; i < m->n_posts; i++) {
        const struct said *said = &m->posts[i];
        if (stands(said) && said->campaigns & bit)
            expect_act(e, said->author, said->root < 0 ? COUNT_POST : COUNT_COMMENT, said->ms);
        for (int p = 0; p < PEOPLE; p++) {
            if (m->reactions[i][p].kind && m->reactions[i][p].campaigns & bit)
                expect_act(e, p, COUNT_REACTION, m->reactions[i][p].ms);
            if (m->shares[i][p].kind && m->shares[i][p].campaigns & bit)
                expect_act(e, p, COUNT_SHARE, m->shares[i][p].ms);
        }
    }
    for (int p = 0; p < PEOPLE; p++)
        if (e->is_person[WINDOW_ALL][p])
            e->hours[e->first_hour[p]].people++;
}

static void assert_counts(const struct figure_counts *found, const struct figure_counts *wanted)
{
    assert_int_equal(found->people, wanted->people);
    for (int k = 0; k < COUNT_KINDS; k++)
        assert_int_equal(found->kinds[k], wanted->kinds[k]);
}

/* Every breakdown adds up to the whole. */
static void assert_parts(const struct figures *figures)
{
    for (int b = 0; b < BREAKDOWNS; b++) {
        struct figure_counts sum = {.people = figures->windows[WINDOW_ALL].people};
        for (size_t i = 0; i < figures->parts[b].n; i++)
            for (int k = 0; k < COUNT_KINDS; k++)
                sum.kinds[k] += figures->parts[b].items[i].counts.kinds[k];
        assert_counts(&sum, &figures->windows[WINDOW_ALL]);
    }
}

static void compare_figures(struct model *m)
{
    static struct expected e;
    for (int c = 0; c < CAMPAIGNS; c++) {
        struct figures figures = fixture_figures(&m->f, m->campaigns[c]);
        expect_campaign(m, c, &e);
        for (int w = 0; w < WINDOWS; w++)
            assert_counts(&figures.windows[w], &e.windows[w]);
        assert_int_equal(figures.n_hours, e.now_hour + 1);
        for (size_t h = 0; h < figures.n_hours; h++)
            assert_counts(&figures.hours[h].counts, &e.hours[h]);
        assert_parts(&figures);
    }
}

/* The answers of one post, and who may see it. */
static void compare_post(struct model *m, int i)
{
    const struct said *said = &m->posts[i];
    struct post post;
    int64_t comments = 0, shares = 0, reactions[REACTIONS] = {0};
    const struct said *root = &m->posts[root_of(m, i)];
    bool is_closed = root->answers == ANSWERS_REACTIONS;
    bool is_out = said->root >= 0 && !said->is_anonymous &&
                  m->is_blocked[root->author][said->author];
    bool is_shown = stands(said) && stands(root) && !(said->root >= 0 && is_closed) && !is_out;
    enum err wanted = is_shown ? OK : ERR_NOT_FOUND;
    assert_int_equal(fixture_post(&m->f, (struct person_id){0}, (struct post_id){said->id}, &post),
                     wanted);
    if (said->state == GONE || m->people[said->author].v <= 0)
        return;
    assert_int_equal(
        fixture_post(&m->f, m->people[said->author], (struct post_id){said->id}, &post), OK);
    assert_true(post.is_mine);
    assert_int_equal(post.is_fallen,
                     said->state == FELL || (said->root >= 0 && (!stands(root) || is_closed)));
    assert_int_equal(post.away & ~AWAY_FALLEN, said->away);
    assert_int_equal(post.account.is_campaign, said->is_anonymous);
    for (int k = 0; k < m->n_posts; k++)
        comments += stands(&m->posts[k]) &&
                    (said->root < 0 ? m->posts[k].root == i : m->posts[k].parent == i);
    for (int p = 0; p < PEOPLE; p++) {
        shares += m->shares[i][p].kind != 0;
        reactions[m->reactions[i][p].kind]++;
    }
    assert_int_equal(post.comments, said->root < 0 && is_closed ? 0 : comments);
    assert_int_equal(post.shares, shares);
    for (int k = 1; k < REACTIONS; k++)
        assert_int_equal(post.reactions[k], reactions[k]);
}

/* The newest before this number that stands in the list of the campaign; 0: none. */
static int64_t next_voice(const struct model *m, int campaign, int64_t before)
{
    int64_t newest = 0;
    for (int i = 0; i < m->n_posts; i++) {
        const struct said *said = &m->posts[i];
        if (said->root < 0 && stands(said) && !said->is_unlisted &&
            said->campaigns & 1U << campaign && said->id < before && said->id > newest)
            newest = said->id;
    }
    return newest;
}

static void compare_voices(struct model *m)
{
    enum { LIMIT = 40 };
    for (int c = 0; c < CAMPAIGNS; c++) {
        struct page page;
        size_t n = 0;
        assert_int_equal(timeline_campaign(m->f.reader, &m->f.arena,
                                           on_pages((struct person_id){0}), m->campaigns[c],
                                           (struct cursor){.limit = LIMIT}, &page),
                         OK);
        for (int64_t before = INT64_MAX; n < LIMIT; n++) {
            before = next_voice(m, c, before);
            if (before == 0)
                break;
            assert_true(n < page.n);
            assert_int_equal(page.items[n].id, before);
        }
        assert_int_equal(page.n, n);
    }
}

static void compare(struct model *m, int posts)
{
    fixture_settle(&m->f);
    fixture_assert_recount(&m->f);
    compare_figures(m);
    compare_voices(m);
    for (int i = 0; i < posts && m->n_posts > 0; i++)
        compare_post(m, posts >= m->n_posts ? i % m->n_posts : pick(m, m->n_posts));
}

/* --- the run --- */

static void pass_time(struct model *m)
{
    enum { MINUTE_MS = 60 * 1000 };
    int dice = pick(m, 40);
    if (dice == 0)
        m->f.now_ms += (int64_t)7 * HOUR_MS;
    else if (dice < 25)
        m->f.now_ms += (int64_t)pick(m, 25) * MINUTE_MS;
}

static void begin(struct model *m, uint64_t seed, const char *name)
{
    memset(m, 0, sizeof *m);
    m->seed = seed;
    fixture_open(&m->f, name);
    m->campaigns[0] = m->f.campaign;
    m->called_ms[0] = m->f.now_ms;
    m->f.now_ms += 5 * HOUR_MS + 1234567;
    m->campaigns[1] = fixture_campaign(&m->f, "hertoo", "HerToo");
    m->called_ms[1] = m->f.now_ms;
    fixture_start(&m->f);
}

static void run(uint64_t seed, const char *name)
{
    static struct model model;
    struct model *m = &model;
    begin(m, seed, name);
    for (int i = 0; i < BATCHES; i++) {
        pass_time(m);
        run_batch(m);
        if (i % 8 == 7) {
            compare(m, 50);
            arena_reset(&m->f.arena);
        }
        if (i % 50 == 49) { /* what is in memory is rebuilt from the database */
            fixture_reopen(&m->f);
            compare_figures(m);
            fixture_start(&m->f);
        }
    }
    compare(m, m->n_posts);
    assert_true(m->n_posts > 300);
    assert_true(m->n_done[0] > 50);
    assert_true(m->n_done[1] > 2000);
    for (int p = 0; p < PEOPLE; p++)
        if (m->people[p].v > 0) {
            struct act *act = act_of(m, ACT_LEAVE, p);
            leave(m, p);
            fixture_apply_batch(&m->f, &act, 1);
        }
    compare(m, m->n_posts);
    assert_int_equal(fixture_figures(&m->f, m->campaigns[0]).windows[WINDOW_ALL].people, 0);
    assert_int_equal(fixture_number(&m->f, "SELECT count(*) FROM post"), 0);
    fixture_close(&m->f);
}

static void random_histories(void **state)
{
    (void)state;
    run(UINT64_C(0x9E3779B97F4A7C15), "counting.db");
    run(UINT64_C(0xD1B54A32D192ED03), "counting2.db");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_histories),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

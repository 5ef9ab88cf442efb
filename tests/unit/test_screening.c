/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is found in a text becomes a reason to wait; a campaign's own call may be repeated freely; a
 * burst of one text waits, and honest voices go through meanwhile. */
#include "domain/screening.h"

#include "domain/moderation.h"
#include "domain/near.h"
#include "in_batch.h"

static const struct person_id nobody;

static struct act *say(struct fixture *f, struct person_id person, struct str text)
{
    struct act *act = fixture_act(f, ACT_POST, person);
    act->post.text = text;
    assert_int_equal(fixture_apply(f, act), OK);
    return act;
}

static bool is_shown(struct fixture *f, const struct act *act)
{
    struct post post;
    return fixture_post(f, nobody, (struct post_id){act->id}, &post) == OK;
}

static void every_kind_of_finding_has_its_reason(void **state)
{
    static const struct {
        const char *text;
        enum hold_reason reason;
    } texts[] = {
        {"See https://example.com/page #MeToo", HOLD_LINK},
        {"Write to her at someone@example.org #MeToo", HOLD_EMAIL},
        {"Call him on +1 202 555 0173 at night #MeToo", HOLD_PHONE},
        {"He lives at 12 Elm Street #MeToo", HOLD_ADDRESS},
        {"Send it to DE89 3704 0044 0532 0130 00 #MeToo", HOLD_IBAN},
        {"It was at 48.85837, 2.29448 #MeToo", HOLD_COORDINATES},
        {"He is @someone@elsewhere.example #MeToo", HOLD_HANDLE},
        {"It was Mr. Horace Plumtree #MeToo", HOLD_NAME},
    };
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct act *act = say(f, anna, str_of(texts[i].text));
        assert_true(act->is_away);
        assert_false(is_shown(f, act));
        struct str sql = arena_printf(&f->arena,
                                      "SELECT count(*) FROM hold WHERE post = %lld "
                                      "AND reason = %d",
                                      (long long)act->id, (int)texts[i].reason);
        assert_int_equal(fixture_number(f, arena_z(&f->arena, sql)), 1);
    }
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    fixture_assert_recount(f);
}

static void an_honest_story_does_not_wait(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct act *act =
        say(f, anna,
            STR("I was 19, in 2004, on the second floor of a shop. It took me 15 years "
                "to say it, and 112 did not help. #MeToo @someone knows."));
    assert_false(act->is_away);
    assert_true(is_shown(f, act));
}

static void the_call_may_be_repeated_with_all_that_stands_in_it(void **state)
{
    struct fixture *f = *state;
    struct act *campaign = fixture_act(f, ACT_CAMPAIGN_EDIT, nobody);
    campaign->campaign.target = f->campaign;
    campaign->campaign.call =
        STR("If you have been harassed, say so, and see https://example.org/call "
            "for people who listen.");
    assert_int_equal(fixture_apply(f, campaign), OK);
    for (int i = 0; i < 3 * NEAR_PEOPLE; i++) {
        struct act *copy = say(f, fixture_arrive(f, NULL),
                               STR("If you have been harassed, say so, and see "
                                   "https://example.org/call for people who listen. #MeToo"));
        assert_false(copy->is_away);
    }
    struct act *other = say(f, fixture_arrive(f, NULL), STR("https://example.com/call #MeToo"));
    assert_true(other->is_away);
    fixture_assert_recount(f);
}

static void a_burst_waits_and_others_go_through(void **state)
{
    enum { FLOOD = 40 };
    struct fixture *f = *state;
    int n_let_through = 0;
    for (int i = 0; i < FLOOD; i++) {
        struct act *act = say(
            f, fixture_arrive(f, NULL),
            arena_printf(
                &f->arena,
                "They only want attention and money and nobody should believe a word%.*s #MeToo",
                i % 4, "!!!!"));
        n_let_through += !act->is_away;
        struct act *honest =
            say(f, fixture_arrive(f, NULL), arena_printf(&f->arena, "Me too, %d. #MeToo", i));
        assert_false(honest->is_away);
    }
    assert_true(n_let_through < NEAR_PEOPLE);
    assert_int_equal(
        fixture_number(f, "SELECT count(DISTINCT cluster) FROM hold WHERE reason = 10"), 1);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM hold WHERE reason = 10"), FLOOD);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM hold JOIN post ON post.id = hold.post "
                                       "WHERE reason = 10 AND post.state = 0"),
                     n_let_through);
    fixture_assert_recount(f);
}

static void one_person_who_repeats_herself_is_no_burst(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    for (int i = 0; i < 3 * NEAR_PEOPLE; i++)
        assert_false(
            say(f, anna,
                STR("It happened to me at work and nobody wanted to hear about it. #MeToo"))
                ->is_away);
}

static void words_that_are_mended_go_on(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct act *act = say(f, anna, STR("Call him on +1 202 555 0173 #MeToo"));
    struct act *edit = fixture_act(f, ACT_EDIT, anna);
    edit->post.target.v = act->id;
    edit->post.text = STR("I will not say who it was. #MeToo");
    assert_int_equal(fixture_apply(f, edit), OK);
    assert_true(is_shown(f, edit));
    struct act *again = fixture_act(f, ACT_EDIT, anna);
    again->post.target.v = edit->id;
    again->post.text = STR("It was Mr. Horace Plumtree. #MeToo");
    assert_int_equal(fixture_apply(f, again), OK);
    assert_false(is_shown(f, again));
    fixture_assert_recount(f);
}

/* Words that come in by an edit are a flood too, and one to be decided about as a whole. */
static void a_burst_of_edits_is_a_burst(void **state)
{
    enum { FLOOD = 12 };
    struct fixture *f = *state;
    for (int i = 0; i < FLOOD; i++) {
        struct person_id person = fixture_arrive(f, NULL);
        struct act *edit = fixture_act(f, ACT_EDIT, person);
        edit->post.target = fixture_say(f, person, "#MeToo");
        edit->post.text =
            STR("They only want attention and money and nobody should believe a word #MeToo");
        assert_int_equal(fixture_apply(f, edit), OK);
    }
    assert_int_equal(
        fixture_number(f, "SELECT count(*) FROM hold WHERE reason = 10 AND cluster <> 0"), FLOOD);
    assert_int_equal(
        fixture_number(f, "SELECT count(DISTINCT cluster) FROM hold WHERE reason = 10"), 1);
    fixture_assert_recount(f);
}

static const char lie[] =
    "They only want attention and money and nobody should believe a word #MeToo";

static struct act *repeat(struct fixture *f)
{
    return say(f, fixture_arrive(f, NULL), str_of(lie));
}

/* The first are shown when it is seen to be a flood. They are put with the others, and stand:
 * whoever copies a voice does not silence it. */
static void what_was_shown_before_a_burst_is_decided_about_with_it(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct act *first = say(f, anna, str_of(lie));
    struct person_id berta = fixture_arrive(f, NULL);
    struct act *changed = say(f, berta, str_of(lie));
    struct act *edit = fixture_act(f, ACT_EDIT, berta);
    edit->post.target.v = changed->id;
    edit->post.text = STR("I wrote what somebody sent me, and I am sorry that I did so. #MeToo");
    assert_int_equal(fixture_apply(f, edit), OK);
    struct person_id carla = fixture_arrive(f, NULL);
    struct act *gone = say(f, carla, str_of(lie));
    assert_int_equal(fixture_withdraw(f, carla, (struct post_id){gone->id}), OK);
    struct act *fourth = repeat(f), *fifth = repeat(f);
    assert_true(fifth->is_away);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM hold WHERE cluster <> 0"), 3);
    assert_true(is_shown(f, first) && is_shown(f, fourth) && is_shown(f, changed));
    struct burst burst;
    struct act *role = fixture_act(f, ACT_ROLE, fixture_arrive(f, "mona"));
    role->role = (struct act_role){{0}, ROLE_MODERATOR, STR("")};
    assert_int_equal(fixture_apply(f, role), OK);
    int64_t cluster = fixture_number(f, "SELECT max(cluster) FROM hold");
    assert_int_equal(
        moderation_burst(f->reader, &f->arena, on_pages(role->person), cluster, &burst), OK);
    assert_int_equal(burst.posts, 3);
    assert_int_equal(burst.shown, 2);

    struct act *mended = fixture_act(f, ACT_EDIT, anna);
    mended->post.target.v = first->id;
    mended->post.text = STR("It happened to me, on a train. #MeToo");
    assert_int_equal(fixture_apply(f, mended), OK);
    assert_true(is_shown(f, mended));
    fixture_assert_recount(f);
}

static struct act *decide(struct fixture *f, enum decision_kind kind)
{
    struct act *act = fixture_act(f, ACT_DECIDE, nobody);
    act->decide.kind = kind;
    act->decide.is_operator = true;
    return act;
}

static void what_was_let_through_is_so_after_a_restart(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < NEAR_PEOPLE - 1; i++)
        assert_false(repeat(f)->is_away);
    assert_true(repeat(f)->is_away);
    struct act *approve = decide(f, DECIDE_APPROVE_MANY);
    approve->decide.cluster = fixture_number(f, "SELECT max(cluster) FROM hold");
    assert_int_equal(fixture_apply(f, approve), OK);
    assert_false(repeat(f)->is_away);
    fixture_hashtag(f, f->campaign, "MoiAussi", "fr"); /* families are read anew */
    for (int i = 0; i < 2 * NEAR_PEOPLE; i++)
        assert_false(repeat(f)->is_away);
    fixture_reopen(f);
    for (int i = 0; i < 2 * NEAR_PEOPLE; i++)
        assert_false(repeat(f)->is_away);

    struct act *undo = decide(f, DECIDE_UNDO);
    undo->decide.number = approve->id;
    assert_int_equal(fixture_apply(f, undo), OK);
    for (int i = 0; i < NEAR_PEOPLE - 1; i++)
        (void)repeat(f);
    assert_true(repeat(f)->is_away);
    fixture_assert_recount(f);
}

/* Where naming is asked for, a name needs no word before it. */
static void under_a_hashtag_that_exposes_a_name_alone_waits(void **state)
{
    static const struct {
        const char *text;
        bool waits;
    } texts[] = {
        {"Horace Plumtree, at the office. #ExposeIt", true},
        {"H. Plumtree did. #ExposeIt", true},
        {"You know what you did, @horace #ExposeIt", true},
        {"Jean-Luc Plumtree-Moss #ExposeIt", true},
        {"#ExposeIt", false},
        {"He was my boss, and I was nineteen. #ExposeIt", false},
        {"I told nobody in London until now. #ExposeIt", false},
        {"Horace Plumtree, at the office. #MeToo", false},
    };
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct act *act = fixture_act(f, ACT_HASHTAG, nobody);
    act->hashtag = (struct act_hashtag){.campaign = f->campaign,
                                        .name = STR("ExposeIt"),
                                        .sense = STR("expose"),
                                        .language = STR("en"),
                                        .region = STR(""),
                                        .source = STR(""),
                                        .since = STR("")};
    assert_int_equal(fixture_apply(f, act), OK);
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_int_equal(say(f, anna, str_of(texts[i].text))->is_away, texts[i].waits);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM hold WHERE reason = 9"), 4);
    struct act *edit = fixture_act(f, ACT_EDIT, anna); /* nor is it slipped in later */
    edit->post.target = fixture_say(f, anna, "#ExposeIt");
    edit->post.text = str_of(texts[0].text);
    assert_int_equal(fixture_apply(f, edit), OK);
    assert_false(is_shown(f, edit));
    fixture_assert_recount(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(every_kind_of_finding_has_its_reason),
        IN_MEMORY(an_honest_story_does_not_wait),
        IN_MEMORY(under_a_hashtag_that_exposes_a_name_alone_waits),
        IN_MEMORY(the_call_may_be_repeated_with_all_that_stands_in_it),
        IN_MEMORY(a_burst_waits_and_others_go_through),
        IN_MEMORY(one_person_who_repeats_herself_is_no_burst),
        IN_MEMORY(words_that_are_mended_go_on),
        IN_MEMORY(a_burst_of_edits_is_a_burst),
        IN_MEMORY(what_was_shown_before_a_burst_is_decided_about_with_it),
        IN_MEMORY(what_was_let_through_is_so_after_a_restart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

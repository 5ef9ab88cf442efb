/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Posts: which campaigns they belong to, editing, anonymity, answering and who may, threads,
 * reactions and shares. */
#include <string.h>

#include "campaign_fixture.h"
#include "domain/campaign.h"

static const struct person_id nobody;

static struct act *post_act(struct fixture *f, struct person_id person, const char *text)
{
    struct act *act = fixture_act(f, ACT_POST, person);
    act->post.text = str_of(text);
    return act;
}

static struct post seen(struct fixture *f, struct person_id viewer, struct post_id id)
{
    struct post post;
    assert_int_equal(fixture_post(f, viewer, id, &post), OK);
    return post;
}

static int64_t posts_of(struct fixture *f, struct campaign_id campaign)
{
    return fixture_figures(f, campaign).windows[WINDOW_ALL].kinds[COUNT_POST];
}

/* --- belonging --- */

static void hashtags_make_it_belong(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct campaign_id hertoo = fixture_campaign(f, "hertoo", "HerToo");
    fixture_hashtag(f, hertoo, "Both", "en");
    fixture_hashtag(f, f->campaign, "Both", "en");
    fixture_say(f, anna, "nothing");
    fixture_say(f, anna, "#somethingelse");
    assert_int_equal(posts_of(f, f->campaign), 0);
    fixture_say(f, anna, "#METOO");
    fixture_say(f, anna, "#yotambién");
    fixture_say(f, anna, "#YoTambien"); /* accents are never folded away */
    assert_int_equal(posts_of(f, f->campaign), 2);
    fixture_say(f, anna, "#MeToo #HerToo #metoo");
    assert_int_equal(posts_of(f, f->campaign), 3);
    assert_int_equal(posts_of(f, hertoo), 1);
    fixture_say(f, anna, "#both");
    assert_int_equal(posts_of(f, f->campaign), 4);
    assert_int_equal(posts_of(f, hertoo), 2);
    struct figure_counts counts = fixture_figures(f, f->campaign).windows[WINDOW_ALL];
    assert_int_equal(counts.people, 1); /* once in the family */
    fixture_assert_recount(f);
}

static void the_page_makes_it_belong(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct campaign_id hertoo = fixture_campaign(f, "hertoo", "HerToo");
    struct act *act = post_act(f, anna, "Me too.");
    act->post.page = f->campaign;
    assert_int_equal(fixture_apply(f, act), OK);
    struct post post = seen(f, nobody, (struct post_id){act->id});
    assert_int_equal(post.n_tags, 1);
    assert_str(post.tags[0].name, "MeToo");
    assert_str(post.tags[0].key, "metoo");
    assert_int_equal(post.page_campaign.v, f->campaign.v);
    assert_str(post.body, "Me too.");
    /* In the language that is said, where the family has a hashtag in it. */
    act = post_act(f, anna, "Yo también.");
    act->post.page = f->campaign;
    act->post.language = STR("es");
    assert_int_equal(fixture_apply(f, act), OK);
    assert_str(seen(f, nobody, (struct post_id){act->id}).tags[0].name, "YoTambién");
    /* A hashtag of the family in the words: the page adds none. Another family's: both. */
    act = post_act(f, anna, "#YoTambién");
    act->post.page = f->campaign;
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_equal(seen(f, nobody, (struct post_id){act->id}).n_tags, 1);
    act = post_act(f, anna, "#HerToo");
    act->post.page = f->campaign;
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_equal(seen(f, nobody, (struct post_id){act->id}).n_tags, 2);
    assert_int_equal(posts_of(f, f->campaign), 4);
    assert_int_equal(posts_of(f, hertoo), 1);
    act = post_act(f, anna, "A page that is not there");
    act->post.page.v = 99;
    assert_int_equal(fixture_apply(f, act), ERR_NOT_FOUND);
    act->post.parent.v = post.id.v;
    assert_int_equal(fixture_apply(f, act), ERR_NOT_FOUND);
    fixture_assert_recount(f);
}

static void answering_makes_it_belong(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct campaign_id hertoo = fixture_campaign(f, "hertoo", "HerToo");
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    struct post_id comment = fixture_comment(f, berta, voice, "No hashtag.");
    fixture_comment(f, anna, comment, "#HerToo");
    fixture_comment(f, berta, fixture_say(f, anna, "elsewhere"), "No hashtag.");
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){2, 1, 2, 0, 0});
    struct figure_counts counts = fixture_figures(f, hertoo).windows[WINDOW_ALL];
    assert_int_equal(counts.kinds[COUNT_COMMENT], 1);
    assert_int_equal(counts.people, 1);
    fixture_assert_recount(f);
}

/* The same campaigns in another order are counted under the same cell. */
static void equal_cells_are_one(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    fixture_campaign(f, "hertoo", "HerToo");
    fixture_say(f, anna, "#MeToo #HerToo");
    fixture_say(f, anna, "#HerToo #MeToo");
    fixture_reopen(f);
    fixture_say(f, anna, "#HerToo #MeToo");
    assert_int_equal(fixture_number(f, "SELECT count(DISTINCT cell) FROM post"), 1);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM cell"), 1);
}

/* --- refusals --- */

static void what_is_refused(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    assert_int_equal(fixture_apply(f, post_act(f, anna, "")), ERR_BAD_INPUT);
    assert_int_equal(fixture_apply(f, post_act(f, anna, " \n\t")), ERR_BAD_INPUT);
    assert_int_equal(fixture_apply(f, post_act(f, (struct person_id){999}, "text")), ERR_NOT_FOUND);
    assert_int_equal(fixture_apply(f, post_act(f, nobody, "text")), ERR_NOT_FOUND);
    struct act *act = post_act(f, anna, "text");
    act->post.parent.v = 12345;
    assert_int_equal(fixture_apply(f, act), ERR_NOT_FOUND);
    act = post_act(f, anna, "text");
    act->post.language = STR("no language at all");
    assert_int_equal(fixture_apply(f, act), ERR_BAD_INPUT);
    act = post_act(f, anna, "text");
    act->post.country = STR("Nowhere");
    assert_int_equal(fixture_apply(f, act), ERR_BAD_INPUT);
    act = post_act(f, anna, "anonymous, but in no campaign");
    act->post.is_anonymous = true;
    assert_int_equal(fixture_apply(f, act), ERR_BAD_INPUT);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM post"), 0);
}

/* --- anonymity --- */

static struct post_id say_anonymously(struct fixture *f, struct person_id person, const char *text)
{
    struct act *act = post_act(f, person, text);
    act->post.is_anonymous = true;
    act->post.client.v = 77;
    assert_int_equal(fixture_apply(f, act), OK);
    return (struct post_id){act->id};
}

static void an_anonymous_voice_is_the_campaigns(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, "anna"), berta = fixture_arrive(f, "berta");
    struct post_id voice = say_anonymously(f, anna, "#MeToo");
    struct post_id comment = fixture_comment(f, berta, voice, "I believe you.");
    struct act *answer = post_act(f, anna, "Thank you, @berta.");
    answer->post.parent = comment;
    answer->post.is_anonymous = true;
    assert_int_equal(fixture_apply(f, answer), OK);
    const struct person_id viewers[] = {nobody, berta, f->account};
    for (size_t i = 0; i < COUNT(viewers); i++) {
        struct post post = seen(f, viewers[i], voice);
        assert_int_equal(post.account.id.v, f->account.v);
        assert_true(post.account.is_campaign);
        assert_str(post.account.username, "metoo");
        assert_false(post.is_mine);
        assert_int_equal(post.client.v, 0);
        assert_int_equal(seen(f, viewers[i], comment).parent_account.v, f->account.v);
        assert_int_equal(seen(f, viewers[i], (struct post_id){answer->id}).account.id.v,
                         f->account.v);
    }
    assert_true(seen(f, anna, voice).is_mine);
    assert_int_equal(seen(f, anna, voice).account.id.v, f->account.v);
    /* Nor in what others are told, nor in what is counted of her. */
    struct notices notices;
    assert_int_equal(notice_list(f->reader, &f->arena, on_pages(berta), UINT32_MAX,
                                 (struct cursor){.limit = 5}, &notices),
                     OK);
    assert_int_equal(notices.n, 1);
    assert_int_equal(notices.items[0].account.id.v, f->account.v);
    struct person person;
    assert_int_equal(person_get(f->reader, &f->arena, anna, &person), OK);
    assert_int_equal(person.posts, 0);
    assert_int_equal(person.last_post_ms, 0);
    assert_int_equal(person_get(f->reader, &f->arena, f->account, &person), OK);
    assert_int_equal(person.posts, 0);
    assert_int_equal(board_voices(f->board, f->account).n, 1);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){2, 1, 2, 0, 0});
}

/* The page's campaign speaks for her, then that of the first hashtag, whatever their numbers. */
static void the_right_campaign_speaks(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct campaign_id hertoo = fixture_campaign(f, "hertoo", "HerToo");
    struct campaign campaign;
    assert_int_equal(campaign_get(f->reader, &f->arena, hertoo, &campaign), OK);
    struct post_id voice = say_anonymously(f, anna, "#HerToo #MeToo");
    assert_int_equal(seen(f, nobody, voice).account.id.v, campaign.account.v);
    voice = say_anonymously(f, anna, "#MeToo #HerToo");
    assert_int_equal(seen(f, nobody, voice).account.id.v, f->account.v);
    struct act *act = post_act(f, anna, "#MeToo");
    act->post.is_anonymous = true;
    act->post.page = hertoo;
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_equal(seen(f, nobody, (struct post_id){act->id}).account.id.v, campaign.account.v);
}

/* Blocking somebody, or being blocked, must not tell which anonymous voices are whose: neither by
 * what can be seen nor by what can be answered. */
static void blocks_do_not_uncover(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = say_anonymously(f, anna, "#MeToo");
    struct post_id bertas = fixture_say(f, berta, "#MeToo");
    struct act *comment = post_act(f, anna, "An anonymous comment.");
    comment->post.parent = bertas;
    comment->post.is_anonymous = true;
    assert_int_equal(fixture_apply(f, comment), OK);
    const struct person_id blocking[][2] = {{anna, berta}, {berta, anna}};
    for (size_t i = 0; i < COUNT(blocking); i++) {
        assert_int_equal(fixture_tie(f, blocking[i][0], TIE_BLOCK, blocking[i][1].v), OK);
        assert_false(seen(f, berta, voice).is_hidden);
        assert_false(seen(f, berta, (struct post_id){comment->id}).is_hidden);
        assert_int_equal(fixture_react(f, berta, voice, REACTION_BELIEVE), OK);
        fixture_share(f, berta, voice);
        fixture_comment(f, berta, voice, "An answer.");
        struct thread_page thread;
        struct thread_part part = {.root = bertas, .limit = 9};
        assert_int_equal(timeline_thread(f->reader, &f->arena, on_pages(nobody), part, &thread),
                         OK);
        assert_int_equal(thread.n, 1);
        assert_int_equal(fixture_untie(f, blocking[i][0], TIE_BLOCK, blocking[i][1].v), OK);
    }
}

/* --- answering --- */

static enum err comment(struct fixture *f, struct person_id person, struct post_id parent)
{
    struct act *act = post_act(f, person, "An answer.");
    act->post.parent = parent;
    return fixture_apply(f, act);
}

static enum err share(struct fixture *f, struct person_id person, struct post_id post)
{
    struct act *act = fixture_act(f, ACT_SHARE, person);
    act->share = post;
    return fixture_apply(f, act);
}

static void nobody_answers_across_a_block(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL),
                     clara = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    struct post_id claras = fixture_comment(f, clara, voice, "With you.");
    struct post_id bertas = fixture_say(f, berta, "#MeToo");
    assert_int_equal(fixture_tie(f, anna, TIE_BLOCK, berta.v), OK);
    assert_int_equal(comment(f, berta, voice), ERR_NOT_FOUND);
    assert_int_equal(comment(f, berta, claras), ERR_NOT_FOUND);
    assert_int_equal(fixture_react(f, berta, voice, REACTION_ME_TOO), ERR_NOT_FOUND);
    assert_int_equal(share(f, berta, voice), ERR_NOT_FOUND);
    assert_int_equal(comment(f, anna, bertas), ERR_NOT_FOUND);
    assert_int_equal(fixture_react(f, anna, bertas, REACTION_ME_TOO), ERR_NOT_FOUND);
    /* The one who wrote the comment may have blocked too. */
    assert_int_equal(fixture_untie(f, anna, TIE_BLOCK, berta.v), OK);
    assert_int_equal(fixture_tie(f, clara, TIE_BLOCK, berta.v), OK);
    assert_int_equal(comment(f, berta, claras), ERR_NOT_FOUND);
    assert_int_equal(comment(f, berta, voice), OK);
    assert_true(seen(f, berta, claras).is_hidden);
    assert_true(seen(f, clara, bertas).is_hidden);
    assert_false(seen(f, nobody, bertas).is_hidden);
}

static void one_reaction_each(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    assert_int_equal(fixture_react(f, berta, voice, REACTION_BELIEVE), OK);
    assert_int_equal(fixture_react(f, berta, voice, REACTION_BELIEVE), OK);
    assert_int_equal(fixture_react(f, berta, voice, REACTION_WITH_YOU), OK);
    struct post post = seen(f, berta, voice);
    assert_int_equal(post.my_reaction, REACTION_WITH_YOU);
    assert_int_equal(post.reactions[REACTION_NONE], 1);
    assert_int_equal(post.reactions[REACTION_WITH_YOU], 1);
    assert_int_equal(post.reactions[REACTION_BELIEVE], 0);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){2, 1, 0, 1, 0});
    struct act *act = fixture_act(f, ACT_UNREACT, berta);
    act->react = (struct act_react){voice, REACTION_BELIEVE}; /* not that one */
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_equal(seen(f, berta, voice).my_reaction, REACTION_WITH_YOU);
    assert_int_equal(fixture_unreact(f, berta, voice), OK);
    assert_int_equal(fixture_unreact(f, berta, voice), OK);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    assert_int_equal(fixture_react(f, berta, voice, REACTION_NONE), ERR_BAD_INPUT);
    assert_int_equal(fixture_react(f, berta, voice, REACTIONS), ERR_BAD_INPUT);
    assert_int_equal(fixture_react(f, nobody, voice, REACTION_ME_TOO), ERR_NOT_FOUND);
    assert_int_equal(fixture_react(f, berta, (struct post_id){123}, REACTION_ME_TOO),
                     ERR_NOT_FOUND);
    assert_int_equal(fixture_unreact(f, berta, (struct post_id){123}), ERR_NOT_FOUND);
    fixture_assert_recount(f);
}

static void one_share_each(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    int64_t id = fixture_share(f, berta, voice);
    assert_int_equal(fixture_share(f, berta, voice), id);
    assert_true(seen(f, berta, voice).is_shared);
    assert_false(seen(f, anna, voice).is_shared);
    assert_int_equal(seen(f, anna, voice).shares, 1);
    for (int i = 0; i < 2; i++) {
        struct act *act = fixture_act(f, ACT_UNSHARE, berta);
        act->share = voice;
        assert_int_equal(fixture_apply(f, act), OK);
    }
    assert_int_equal(seen(f, anna, voice).shares, 0);
    assert_int_equal(share(f, berta, (struct post_id){123}), ERR_NOT_FOUND);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    fixture_assert_recount(f);
}

/* --- editing --- */

static enum err edit(struct fixture *f, struct person_id person, struct post_id post,
                     const char *text)
{
    struct act *act = fixture_act(f, ACT_EDIT, person);
    act->post.target = post;
    act->post.text = str_of(text);
    return fixture_apply(f, act);
}

static void editing_keeps_earlier_wordings(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "First. #MeToo");
    assert_int_equal(seen(f, anna, voice).edited_ms, 0);
    assert_int_equal(edit(f, berta, voice, "Not hers."), ERR_NOT_FOUND);
    assert_int_equal(edit(f, anna, voice, ""), ERR_BAD_INPUT);
    assert_int_equal(edit(f, anna, (struct post_id){123}, "Nothing."), ERR_NOT_FOUND);
    f->now_ms += 1000;
    assert_int_equal(edit(f, anna, voice, "Second. #MeToo"), OK);
    assert_int_equal(edit(f, anna, voice, "Third. #MeToo"), OK); /* in the same millisecond */
    assert_str(seen(f, nobody, voice).body, "Third. #MeToo");
    assert_int_equal(seen(f, nobody, voice).edited_ms, f->now_ms);
    const struct wording *wordings;
    size_t n;
    assert_int_equal(post_wordings(f->reader, &f->arena, on_pages(anna), voice, &wordings, &n), OK);
    assert_int_equal(n, 2);
    assert_str(wordings[0].body, "First. #MeToo");
    assert_str(wordings[1].body, "Second. #MeToo");
    assert_int_equal(post_wordings(f->reader, &f->arena, on_pages(berta), voice, &wordings, &n),
                     ERR_NOT_FOUND);
    assert_int_equal(post_wordings(f->reader, &f->arena, on_pages(nobody), voice, &wordings, &n),
                     ERR_NOT_FOUND);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
}

static enum err wordings_for(struct fixture *f, struct person_id viewer, struct post_id post)
{
    const struct wording *wordings;
    size_t n;
    enum err err = post_wordings(f->reader, &f->arena, on_pages(viewer), post, &wordings, &n);
    assert_true(err != OK || n == 1);
    return err;
}

static void set_role(struct fixture *f, struct person_id person, int64_t campaign, enum role role,
                     const char *language)
{
    struct act *act = fixture_act(f, ACT_ROLE, person);
    act->role = (struct act_role){{campaign}, role, str_of(language)};
    assert_int_equal(fixture_apply(f, act), OK);
}

static void moderators_see_earlier_wordings_of_their_campaign(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id inside = fixture_say(f, anna, "First. #MeToo");
    struct post_id outside = fixture_say(f, anna, "Of something else.");
    f->now_ms += 1000;
    assert_int_equal(edit(f, anna, inside, "Second. #MeToo"), OK);
    assert_int_equal(edit(f, anna, outside, "Of something else again."), OK);
    set_role(f, berta, f->campaign.v, ROLE_ORGANISER, ""); /* another role is not enough */
    set_role(f, berta, f->campaign.v, ROLE_PARTNER, "");
    assert_int_equal(wordings_for(f, berta, inside), ERR_NOT_FOUND);
    set_role(f, berta, f->campaign.v, ROLE_MODERATOR, "");
    assert_int_equal(wordings_for(f, berta, inside), OK);
    assert_int_equal(wordings_for(f, berta, outside), ERR_NOT_FOUND);
    set_role(f, berta, f->campaign.v, ROLE_NONE, "");
    assert_int_equal(wordings_for(f, berta, inside), ERR_NOT_FOUND);
    set_role(f, berta, 0, ROLE_MODERATOR, ""); /* of the whole server */
    assert_int_equal(wordings_for(f, berta, outside), OK);
}

static void moderators_of_another_language_see_none(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), sol = fixture_arrive(f, NULL);
    struct act *act = fixture_act(f, ACT_POST, anna);
    act->post.text = STR("Zuerst. #MeToo");
    act->post.language = STR("de");
    assert_int_equal(fixture_apply(f, act), OK);
    const struct post_id voice = {act->id};
    assert_int_equal(edit(f, anna, voice, "Danach. #MeToo"), OK);
    set_role(f, sol, 0, ROLE_MODERATOR, "es");
    assert_int_equal(wordings_for(f, sol, voice), ERR_NOT_FOUND);
}

static void editing_moves_between_campaigns(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct campaign_id hertoo = fixture_campaign(f, "hertoo", "HerToo");
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    assert_int_equal(fixture_react(f, berta, voice, REACTION_BELIEVE), OK);
    f->now_ms += 3 * HOUR_MS;
    assert_int_equal(edit(f, anna, voice, "#HerToo"), OK);
    assert_int_equal(posts_of(f, f->campaign), 0);
    assert_int_equal(posts_of(f, hertoo), 1);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 0, 0, 1, 0}); /* said when it was there */
    assert_int_equal(edit(f, anna, voice, "nothing"), OK);
    assert_int_equal(posts_of(f, hertoo), 0);
    assert_int_equal(fixture_figures(f, hertoo).windows[WINDOW_ALL].people, 0);
    assert_int_equal(edit(f, anna, voice, "#MeToo again"), OK);
    assert_int_equal(posts_of(f, f->campaign), 1);
    /* It is still counted in the hour in which it was said. */
    assert_int_equal(fixture_figures(f, f->campaign).hours[0].counts.kinds[COUNT_POST], 1);
    fixture_assert_recount(f);
}

static void editing_keeps_page_and_account(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct act *act = post_act(f, anna, "Me too.");
    act->post.page = f->campaign;
    act->post.is_anonymous = act->post.is_unlisted = true;
    assert_int_equal(fixture_apply(f, act), OK);
    struct post_id voice = {act->id};
    assert_int_equal(edit(f, anna, voice, "Me too, as well."), OK);
    struct post post = seen(f, nobody, voice);
    assert_int_equal(post.account.id.v, f->account.v);
    assert_int_equal(post.flags & (POST_ANONYMOUS | POST_UNLISTED), POST_ANONYMOUS | POST_UNLISTED);
    assert_int_equal(post.n_tags, 1);
    assert_int_equal(posts_of(f, f->campaign), 1);
    assert_int_equal(edit(f, anna, voice, "Me too. #metoo"), OK);
    assert_int_equal(seen(f, nobody, voice).n_tags, 1);
    fixture_assert_recount(f);
}

static void editing_leaves_what_it_does_not_speak_of(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct act *act = post_act(f, anna, "#MeToo");
    act->post.language = STR("de");
    act->post.country = STR("AT");
    act->post.warning = STR("Violence");
    assert_int_equal(fixture_apply(f, act), OK);
    struct post_id voice = {act->id};
    assert_int_equal(edit(f, anna, voice, "#MeToo, again"), OK);
    struct post post = seen(f, nobody, voice);
    assert_str(post.language, "de");
    assert_str(post.country, "AT");
    assert_str(post.warning, "Violence");
    act = fixture_act(f, ACT_EDIT, anna);
    act->post = (struct act_post){.target = voice,
                                  .text = STR("#MeToo"),
                                  .language = STR("fr"),
                                  .country = STR(""),
                                  .warning = STR("")};
    assert_int_equal(fixture_apply(f, act), OK);
    post = seen(f, nobody, voice);
    assert_str(post.language, "fr");
    assert_str(post.country, "");
    assert_str(post.warning, "");
    fixture_assert_recount(f);
}

/* --- what is said of a post --- */

static void language_and_country_are_what_is_said(void **state)
{
    struct fixture *f = *state;
    struct act *arrival = fixture_act(f, ACT_ARRIVE, nobody);
    arrival->arrival =
        (struct act_arrival){.is_wanted = true, .language = STR("fa"), .country = STR("IR")};
    assert_int_equal(fixture_apply(f, arrival), OK);
    struct person_id anna = arrival->person;
    struct act *act = post_act(f, anna, "#MeToo");
    act->post.language = STR("de_at");
    act->post.country = STR("at");
    act->post.warning = STR("  Violence ");
    act->post.is_sensitive = true;
    assert_int_equal(fixture_apply(f, act), OK);
    struct post post = seen(f, nobody, (struct post_id){act->id});
    assert_str(post.language, "de-AT");
    assert_str(post.country, "AT");
    assert_str(post.warning, "Violence");
    assert_int_equal(post.flags & POST_SENSITIVE, POST_SENSITIVE);
    post = seen(f, nobody, fixture_say(f, anna, "#YoTambién"));
    assert_str(post.language, "es");
    assert_str(post.country, ""); /* her own country is hers to say each time */
    assert_str(seen(f, nobody, fixture_say(f, anna, "nothing")).language, "fa");
    assert_int_equal(seen(f, nobody, fixture_say(f, anna, "me too")).flags & POST_BARE, POST_BARE);
}

static void threads_up_and_down(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    struct post_id a = fixture_comment(f, berta, voice, "a");
    struct post_id b = fixture_comment(f, anna, voice, "b");
    struct post_id aa = fixture_comment(f, anna, a, "aa");
    struct post_id ba = fixture_comment(f, berta, b, "ba");
    struct post_id aaa = fixture_comment(f, berta, aa, "aaa");
    struct post_list list;
    struct post post = seen(f, nobody, aaa);
    assert_int_equal(post.root.v, voice.v);
    assert_int_equal(post_ancestors(f->reader, &f->arena, on_pages(nobody), &post, 40, &list), OK);
    const struct post_id above[] = {voice, a, aa};
    assert_int_equal(list.n, COUNT(above));
    for (size_t i = 0; i < COUNT(above); i++)
        assert_int_equal(list.items[i].id.v, above[i].v);
    post = seen(f, nobody, voice);
    assert_int_equal(post.comments, 5);
    assert_int_equal(post_descendants(f->reader, &f->arena, on_pages(nobody), &post, 40, &list),
                     OK);
    assert_int_equal(list.n, 5);
    assert_int_equal(list.items[4].id.v, aaa.v);
    assert_int_equal(post_descendants(f->reader, &f->arena, on_pages(nobody), &post, 2, &list), OK);
    assert_int_equal(list.n, 2);
    post = seen(f, nobody, a);
    assert_int_equal(post.comments, 1);
    assert_int_equal(post_descendants(f->reader, &f->arena, on_pages(nobody), &post, 40, &list),
                     OK);
    assert_int_equal(list.n, 2);
    assert_int_equal(list.items[0].id.v, aa.v);
    assert_int_equal(list.items[1].id.v, aaa.v);
    post = seen(f, nobody, ba);
    assert_int_equal(post_descendants(f->reader, &f->arena, on_pages(nobody), &post, 40, &list),
                     OK);
    assert_int_equal(list.n, 0);
    const struct post_id some[] = {aaa, {123}, voice};
    assert_int_equal(post_get_all(f->reader, &f->arena, on_pages(nobody), some, 3, &list), OK);
    assert_int_equal(list.n, 2);
    assert_int_equal(list.items[1].id.v, voice.v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(hashtags_make_it_belong),
        IN_MEMORY(the_page_makes_it_belong),
        IN_MEMORY(answering_makes_it_belong),
        IN_MEMORY(equal_cells_are_one),
        IN_MEMORY(what_is_refused),
        IN_MEMORY(an_anonymous_voice_is_the_campaigns),
        IN_MEMORY(the_right_campaign_speaks),
        IN_MEMORY(blocks_do_not_uncover),
        IN_MEMORY(nobody_answers_across_a_block),
        IN_MEMORY(one_reaction_each),
        IN_MEMORY(one_share_each),
        IN_MEMORY(editing_keeps_earlier_wordings),
        IN_MEMORY(moderators_see_earlier_wordings_of_their_campaign),
        IN_MEMORY(moderators_of_another_language_see_none),
        IN_MEMORY(editing_moves_between_campaigns),
        IN_MEMORY(editing_keeps_page_and_account),
        IN_MEMORY(editing_leaves_what_it_does_not_speak_of),
        IN_MEMORY(language_and_country_are_what_is_said),
        IN_MEMORY(threads_up_and_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

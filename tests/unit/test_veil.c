/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What was said anonymously is its author's and nobody else's: with the key all is found, counted,
 * told and taken back; without it, the database is the same whoever said it. */
#include "domain/veil.h"

#include <stdio.h>

#include "domain/recount.h"
#include "domain/standing.h"
#include "domain/sweep.h"
#include "in_batch.h"

static const struct person_id nobody;

/* --- saying --- */

static struct act *anonymous(struct fixture *f, struct person_id person, struct post_id parent)
{
    struct act *act = fixture_act(f, ACT_POST, person);
    act->post.text = STR("It was a Tuesday. #MeToo");
    act->post.parent = parent;
    act->post.is_anonymous = true;
    return act;
}

static struct post_id whisper_to(struct fixture *f, struct person_id person, struct post_id parent)
{
    struct act *act = anonymous(f, person, parent);
    assert_int_equal(fixture_apply(f, act), OK);
    return (struct post_id){act->id};
}

static struct post_id whisper(struct fixture *f, struct person_id person)
{
    return whisper_to(f, person, (struct post_id){0});
}

static void stand(struct fixture *f, enum act_kind kind, struct person_id person, struct post_id id)
{
    struct act *act = fixture_act(f, kind, person);
    act->stand = id;
    assert_int_equal(fixture_apply(f, act), OK);
}

static bool is_mine(struct fixture *f, struct person_id person, struct post_id id)
{
    struct post post;
    assert_int_equal(fixture_post(f, person, id, &post), OK);
    assert_int_equal(post.author.v, post.is_mine ? person.v : 0);
    assert_int_equal(post.account.id.v, f->account.v);
    return post.is_mine;
}

static int64_t stored_author(struct fixture *f, struct post_id id)
{
    return fixture_number(
        f, arena_printf(&f->arena, "SELECT author FROM post WHERE id = %lld", (long long)id.v).p);
}

static int64_t count(struct fixture *f, const char *table)
{
    return fixture_number(f, arena_printf(&f->arena, "SELECT count(*) FROM %s", table).p);
}

/* --- numbers --- */

static void an_author_is_another_number_for_each_post(void **state)
{
    (void)state;
    struct secret *key, *other;
    assert_int_equal(crypto_init(), OK);
    assert_int_equal(secret_random(&key), OK);
    assert_int_equal(secret_random(&other), OK);
    const struct person_id people[] = {{1}, {2}, {4700000}, {INT64_C(1) << 50}};
    for (size_t i = 0; i < COUNT(people); i++)
        for (int64_t post = 1; post < 100; post++) {
            struct person_id stored = veil_author(key, (struct post_id){post}, people[i]);
            assert_true(veil_is_veiled(stored));
            assert_int_equal(veil_author_of(key, (struct post_id){post}, stored).v, people[i].v);
            assert_int_not_equal(veil_author_of(other, (struct post_id){post}, stored).v,
                                 people[i].v);
            assert_int_not_equal(veil_author_of(key, (struct post_id){post + 1}, stored).v,
                                 people[i].v);
            assert_int_not_equal(veil_author(key, (struct post_id){post + 1}, people[i]).v,
                                 stored.v);
            assert_int_equal(veil_author_of(NULL, (struct post_id){post}, stored).v, 0);
        }
    assert_int_equal(veil_author_of(NULL, (struct post_id){7}, (struct person_id){9}).v, 9);
    secret_done(key);
    secret_done(other);
}

static void a_row_never_looks_the_same(void **state)
{
    (void)state;
    struct secret *key, *other;
    struct veil found;
    assert_int_equal(crypto_init(), OK);
    assert_int_equal(secret_random(&key), OK);
    assert_int_equal(secret_random(&other), OK);
    const struct veil veil = {VEIL_HOURS, {12}, 3, veil_hours_value(40, 4000)};
    struct veil_sealed a = veil_seal(key, &veil), b = veil_seal(key, &veil);
    assert_memory_not_equal(a.bytes, b.bytes, sizeof a.bytes);
    assert_int_equal(veil_unseal(key, (struct str){(char *)a.bytes, sizeof a.bytes}, &found), OK);
    assert_int_equal(found.kind, VEIL_HOURS);
    assert_int_equal(found.person.v, 12);
    assert_int_equal(found.of, 3);
    assert_int_equal(veil_first(&found), 40);
    assert_int_equal(veil_last(&found), 4000);
    assert_int_equal(veil_unseal(other, (struct str){(char *)a.bytes, sizeof a.bytes}, &found), OK);
    assert_int_not_equal(found.person.v, 12);
    assert_int_equal(veil_unseal(key, (struct str){(char *)a.bytes, 47}, &found), ERR_STORAGE);
    struct secret_hash tags[] = {
        veil_tag(key, VEIL_POST, (struct person_id){12}, 3),
        veil_tag(key, VEIL_HOURS, (struct person_id){12}, 3),
        veil_tag(key, VEIL_POST, (struct person_id){12}, 4),
        veil_tag(key, VEIL_POST, (struct person_id){13}, 3),
        veil_tag(other, VEIL_POST, (struct person_id){12}, 3),
    };
    for (size_t i = 0; i < COUNT(tags); i++)
        for (size_t k = 0; k < i; k++)
            assert_memory_not_equal(tags[i].bytes, tags[k].bytes, sizeof tags[i].bytes);
    secret_done(key);
    secret_done(other);
}

/* --- hers --- */

static void what_she_says_is_hers_with_the_key(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = whisper(f, anna), other = whisper(f, anna);
    struct post post;
    assert_true(is_mine(f, anna, voice));
    assert_false(is_mine(f, berta, voice));
    assert_false(is_mine(f, nobody, voice));
    assert_int_equal(
        post_get(f->reader, &f->arena, (struct reader){anna, AUDIENCE_PAGES, NULL}, voice, &post),
        OK);
    assert_false(post.is_mine);
    assert_true(stored_author(f, voice) < 0);
    assert_true(stored_author(f, other) < 0);
    assert_int_not_equal(stored_author(f, voice), stored_author(f, other));
    assert_int_equal(fixture_withdraw(f, berta, voice), ERR_NOT_FOUND);
    struct act *edit = fixture_act(f, ACT_EDIT, anna);
    edit->post.target = voice;
    edit->post.text = STR("It was a Wednesday. #MeToo");
    assert_int_equal(fixture_apply(f, edit), OK);
    const struct wording *wordings;
    size_t n;
    assert_int_equal(post_wordings(f->reader, &f->arena, on_pages(anna), voice, &wordings, &n), OK);
    assert_int_equal(n, 1);
    assert_int_equal(post_wordings(f->reader, &f->arena, on_pages(berta), voice, &wordings, &n),
                     ERR_NOT_FOUND);
    stand(f, ACT_PAUSE, anna, voice);
    assert_int_equal(fixture_post(f, berta, voice, &post), ERR_NOT_FOUND);
    assert_true(is_mine(f, anna, voice));
    stand(f, ACT_RESUME, anna, voice);
    assert_true(is_mine(f, anna, voice));
    fixture_reopen(f);
    assert_true(is_mine(f, anna, voice));
    assert_int_equal(fixture_withdraw(f, anna, voice), OK);
    assert_int_equal(fixture_withdraw(f, anna, other), OK);
    assert_int_equal(count(f, "veil"), 0);
}

/* Named and anonymous ones in one order, page by page, both ways. */
static void her_own_list_has_all_in_order(void **state)
{
    enum { POSTS = 60, PAGE = 7 };
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id said[POSTS];
    for (int i = 0; i < POSTS; i++) {
        f->now_ms += 1000;
        said[i] = i % 3 ? whisper(f, anna) : fixture_say(f, anna, "#MeToo");
        whisper(f, berta);
    }
    struct page page;
    struct cursor down = {.limit = PAGE};
    for (int i = POSTS; i > 0; down.max_id = page.oldest) {
        assert_int_equal(timeline_mine(f->reader, &f->arena, on_pages(anna), down, &page), OK);
        assert_int_equal(page.n, i < PAGE ? i : PAGE);
        for (size_t k = 0; k < page.n; k++)
            assert_int_equal(page.items[k].id, said[--i].v);
        assert_int_equal(page.has_more, i > 0);
    }
    struct cursor up = {.min_id = said[9].v, .limit = PAGE};
    assert_int_equal(timeline_mine(f->reader, &f->arena, on_pages(anna), up, &page), OK);
    assert_int_equal(page.n, PAGE);
    for (int k = 0; k < PAGE; k++)
        assert_int_equal(page.items[k].id, said[9 + PAGE - k].v);
}

static void a_place_that_becomes_free_is_taken(void **state)
{
    enum { POSTS = 40 };
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct post_id said[POSTS];
    for (int i = 0; i < POSTS; i++)
        said[i] = whisper(f, anna);
    for (int i = 0; i < POSTS; i += 3)
        assert_int_equal(fixture_withdraw(f, anna, said[i]), OK);
    whisper(f, anna);
    const struct post_id *posts;
    size_t n;
    assert_int_equal(veil_posts(f->db, &f->arena, f->key, anna, &posts, &n), OK);
    assert_int_equal(n, POSTS - POSTS / 3);
    assert_int_equal(n, count(f, "post"));
    fixture_assert_veil(f);
    for (size_t i = 0; i < n; i++)
        assert_true(is_mine(f, anna, posts[i]));
    fixture_assert_recount(f);
}

static void more_than_can_be_looked_through_is_refused(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    for (int i = 0; i < VEIL_POSTS_MOST; i++)
        whisper(f, anna);
    int64_t rows = count(f, "veil");
    assert_int_equal(fixture_apply(f, anonymous(f, anna, (struct post_id){0})), ERR_FORBIDDEN);
    assert_int_equal(count(f, "post"), VEIL_POSTS_MOST);
    assert_int_equal(count(f, "veil"), rows);
    fixture_say(f, anna, "#MeToo");
    assert_int_equal(fixture_leave(f, anna), OK);
    assert_int_equal(count(f, "post"), 0);
    assert_int_equal(count(f, "veil"), 0);
    fixture_assert_recount(f);
}

/* --- counting --- */

/* One person, whatever she does openly and what anonymously, and whatever she takes back. */
static void a_person_is_counted_once_for_both(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct post_id first = whisper(f, anna);
    f->now_ms += 3 * HOUR_MS;
    struct post_id named = fixture_say(f, anna, "#MeToo");
    f->now_ms += 4 * (int64_t)HOUR_MS;
    struct post_id last = whisper(f, anna);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 3, 0, 0, 0});
    fixture_assert_recount(f);
    assert_int_equal(fixture_number(f, "SELECT first_hour * 100 + last_hour FROM engaged"), 303);
    assert_int_equal(fixture_number(f, "SELECT sum(hour * firsts) FROM people_hour"), 0);
    assert_int_equal(fixture_number(f, "SELECT sum(hour * lasts) FROM people_hour"), 7);
    assert_int_equal(fixture_withdraw(f, anna, first), OK);
    assert_int_equal(fixture_number(f, "SELECT sum(hour * firsts) FROM people_hour"), 3);
    fixture_reopen(f);
    assert_int_equal(fixture_withdraw(f, anna, named), OK);
    assert_int_equal(count(f, "engaged"), 0);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    assert_int_equal(fixture_number(f, "SELECT sum(hour * firsts) FROM people_hour"), 7);
    fixture_assert_recount(f);
    stand(f, ACT_PAUSE, anna, last);
    fixture_assert_veil(f);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    fixture_assert_recount(f);
    stand(f, ACT_RESUME, anna, last);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    fixture_assert_recount(f);
}

static int64_t differences(struct fixture *f, bool is_repair)
{
    int64_t n = -1;
    const struct recount recount = {
        .db = f->db, .arena = &f->arena, .key = f->key, .is_repair = is_repair};
    assert_int_equal(recount_run(&recount, &n), OK);
    return n;
}

/* Puts hours into her row that her posts do not tell. */
static void spoil(struct fixture *f, struct person_id person)
{
    const struct veil veil = {VEIL_HOURS, person, f->campaign.v, veil_hours_value(1, 90)};
    struct secret_hash tag = veil_tag(f->key, VEIL_HOURS, person, f->campaign.v);
    struct veil_sealed sealed = veil_seal(f->key, &veil);
    char sql[300], hex[2][2 * VEIL_SEALED_BYTES + 1];
    for (int i = 0; i < SECRET_HASH_BYTES; i++)
        snprintf(hex[0] + 2 * i, 3, "%02x", tag.bytes[i]);
    for (int i = 0; i < VEIL_SEALED_BYTES; i++)
        snprintf(hex[1] + 2 * i, 3, "%02x", sealed.bytes[i]);
    snprintf(sql, sizeof sql, "INSERT OR REPLACE INTO veil VALUES (x'%s', x'%s')", hex[0], hex[1]);
    fixture_script(f, sql);
}

static void a_recount_sees_behind_the_veil_and_mends_it(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL),
                     clara = fixture_arrive(f, NULL);
    whisper(f, anna);
    f->now_ms += 2 * HOUR_MS;
    fixture_say(f, anna, "#MeToo");
    whisper(f, berta);
    f->now_ms += 2 * HOUR_MS;
    whisper(f, anna);
    fixture_say(f, clara, "#MeToo");
    assert_int_equal(differences(f, false), 0);
    spoil(f, anna);
    spoil(f, clara);
    assert_true(differences(f, false) > 0);
    assert_true(differences(f, true) > 0);
    assert_int_equal(differences(f, false), 0);
    fixture_script(f, "UPDATE people_hour SET firsts = firsts + 1");
    assert_true(differences(f, true) > 0);
    assert_int_equal(differences(f, false), 0);
    fixture_reopen(f);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){3, 5, 0, 0, 0});
    assert_int_equal(fixture_leave(f, anna), OK);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){2, 2, 0, 0, 0});
    fixture_assert_recount(f);
}

/* --- leaving, being told --- */

static void whoever_leaves_takes_it_along_at_once(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = whisper(f, anna), theirs = whisper(f, berta);
    struct post_id comment = whisper_to(f, anna, theirs);
    fixture_comment(f, berta, voice, "I believe you.");
    struct post post;
    assert_int_equal(fixture_leave(f, anna), OK);
    assert_int_equal(fixture_post(f, berta, voice, &post), ERR_NOT_FOUND);
    assert_int_equal(fixture_post(f, berta, comment, &post), ERR_NOT_FOUND);
    assert_true(is_mine(f, berta, theirs));
    assert_int_equal(count(f, "notice"), 0);
    assert_int_equal(count(f, "veil"), 2);
    fixture_assert_recount(f);
}

static size_t told(struct fixture *f, struct person_id person)
{
    struct notices found;
    assert_int_equal(notice_list(f->reader, &f->arena, on_pages(person), UINT32_MAX,
                                 (struct cursor){.limit = 40}, &found),
                     OK);
    for (size_t i = 0; i < found.n; i++) {
        struct notice one;
        assert_int_equal(
            notice_get(f->reader, &f->arena, on_pages(person), found.items[i].id, &one), OK);
        assert_int_equal(one.post.id.v, found.items[i].post.id.v);
        assert_true(i == 0 || found.items[i].id.v < found.items[i - 1].id.v);
    }
    return found.n;
}

static void she_is_told_under_the_posts_number(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, "anna"), berta = fixture_arrive(f, NULL);
    struct post_id voice = whisper(f, anna), named = fixture_say(f, anna, "#MeToo");
    fixture_comment(f, berta, voice, "I believe you.");
    fixture_comment(f, berta, named, "I believe you.");
    fixture_comment(f, berta, voice, "You said it, @anna."); /* noted twice, told once */
    assert_int_equal(fixture_react(f, berta, voice, REACTION_BELIEVE), OK);
    fixture_share(f, berta, voice);
    assert_int_equal(told(f, anna), 5);
    assert_int_equal(told(f, berta), 0);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM notice WHERE person > 0"), 2);
    /* Of what she does herself she is told nothing, though it is noted. */
    fixture_comment(f, anna, voice, "Thank you.");
    whisper_to(f, anna, named);
    assert_int_equal(fixture_react(f, anna, voice, REACTION_ME_TOO), OK);
    assert_int_equal(told(f, anna), 5);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM notice"), 9);
    assert_int_equal(fixture_unreact(f, berta, voice), OK);
    assert_int_equal(told(f, anna), 4);
    /* Nor of a thread that she mutes (but where she was named before), or of those whom she does.
     */
    assert_int_equal(fixture_tie(f, anna, TIE_THREAD, voice.v), OK);
    assert_int_equal(told(f, anna), 2);
    assert_int_equal(fixture_untie(f, anna, TIE_THREAD, voice.v), OK);
    assert_int_equal(fixture_tie(f, anna, TIE_MUTE, berta.v), OK);
    assert_int_equal(told(f, anna), 0);
    assert_int_equal(fixture_untie(f, anna, TIE_MUTE, berta.v), OK);
    assert_int_equal(told(f, anna), 4);
    assert_int_equal(fixture_apply(f, fixture_act(f, ACT_NOTICE_CLEAR, anna)), OK);
    assert_int_equal(count(f, "notice"), 0);
}

/* What only its author may do would tell who that is. */
static void she_answers_her_own_like_anybody(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct act *voice = anonymous(f, anna, (struct post_id){0});
    voice->post.answers = ANSWERS_NOBODY;
    assert_int_equal(fixture_apply(f, voice), OK);
    struct act *comment = fixture_act(f, ACT_POST, anna);
    comment->post.text = STR("More.");
    comment->post.parent.v = voice->id;
    assert_int_equal(fixture_apply(f, comment), ERR_FORBIDDEN);
    assert_int_equal(fixture_react(f, anna, (struct post_id){voice->id}, REACTION_ME_TOO),
                     ERR_FORBIDDEN);
    assert_int_equal(fixture_tie(f, anna, TIE_PIN, voice->id), ERR_NOT_FOUND);
}

static void what_is_published_late_is_veiled_anew(void **state)
{
    struct in_batch *b = *state;
    struct fixture *f = &b->f;
    struct person_id anna = fixture_arrive(f, NULL);
    struct act *act = anonymous(f, anna, (struct post_id){0});
    act->post.publish_at_ms = f->now_ms + HOUR_MS;
    assert_int_equal(fixture_apply(f, act), OK);
    int64_t before = stored_author(f, (struct post_id){act->id});
    f->now_ms += 2 * HOUR_MS;
    bool is_done;
    in_batch_begin(b);
    assert_int_equal(sweep_step(&b->batch, &is_done), OK);
    in_batch_end(b);
    struct post_id voice = {fixture_number(f, "SELECT id FROM post")};
    assert_int_not_equal(voice.v, act->id);
    assert_int_not_equal(stored_author(f, voice), before);
    assert_true(is_mine(f, anna, voice));
    fixture_assert_recount(f);
    fixture_reopen(f);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    assert_int_equal(fixture_leave(f, anna), OK);
    assert_int_equal(count(f, "post") + count(f, "veil"), 0);
}

/* --- a database of before --- */

/* As it was before there was the veil: authors in clear, what they were told too, one row of hours.
 */
static void lift(struct fixture *f, struct person_id anna, struct person_id berta)
{
    char sql[600];
    snprintf(
        sql, sizeof sql,
        "DELETE FROM veil; DELETE FROM engaged;"
        "UPDATE post SET author = CASE WHEN body LIKE '%%Tuesday%%' THEN %lld ELSE author END;"
        "UPDATE notice SET person = CASE person WHEN 0 - (SELECT max(id) FROM post WHERE root ="
        " 0) THEN %lld ELSE %lld END WHERE person < 0;"
        "UPDATE post SET author = %lld WHERE id = (SELECT max(id) FROM post WHERE root = 0);"
        "INSERT INTO engaged SELECT 1, author, min((id / 65536 - %lld) / 3600000),"
        " max((id / 65536 - %lld) / 3600000) FROM post GROUP BY author;"
        "INSERT INTO sweep VALUES (7, 0)",
        (long long)anna.v, (long long)berta.v, (long long)anna.v, (long long)berta.v,
        (long long)FIXTURE_CALLED_MS, (long long)FIXTURE_CALLED_MS);
    fixture_script(f, sql);
}

static void what_was_said_before_is_veiled_at_the_start(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id first = whisper(f, anna), named = fixture_say(f, anna, "#MeToo Monday");
    f->now_ms += 3 * HOUR_MS;
    struct post_id second = whisper(f, anna), theirs = whisper(f, berta);
    fixture_comment(f, berta, second, "I believe you.");
    fixture_comment(f, anna, theirs, "I believe you.");
    fixture_close_writer(f);
    lift(f, anna, berta);
    assert_int_equal(stored_author(f, second), anna.v);
    assert_int_equal(stored_author(f, theirs), berta.v);
    fixture_open_writer(f);
    assert_int_equal(count(f, "sweep"), 0);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM post WHERE author < 0"), 3);
    assert_int_equal(stored_author(f, named), anna.v);
    assert_true(is_mine(f, anna, first) && is_mine(f, anna, second) && is_mine(f, berta, theirs));
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM notice WHERE person < 0"), 2);
    assert_int_equal(told(f, anna), 1);
    assert_int_equal(told(f, berta), 1);
    fixture_assert_recount(f);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){2, 4, 2, 0, 0});
    fixture_assert_veil(f);
    assert_int_equal(fixture_leave(f, anna), OK);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    fixture_assert_recount(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_author_is_another_number_for_each_post),
        cmocka_unit_test(a_row_never_looks_the_same),
        IN_MEMORY(what_she_says_is_hers_with_the_key),
        IN_MEMORY(her_own_list_has_all_in_order),
        IN_MEMORY(a_place_that_becomes_free_is_taken),
        IN_MEMORY(more_than_can_be_looked_through_is_refused),
        IN_MEMORY(a_person_is_counted_once_for_both),
        IN_MEMORY(a_recount_sees_behind_the_veil_and_mends_it),
        IN_MEMORY(whoever_leaves_takes_it_along_at_once),
        IN_MEMORY(she_is_told_under_the_posts_number),
        IN_MEMORY(she_answers_her_own_like_anybody),
        IN_BATCH(what_is_published_late_is_veiled_anew),
        IN_MEMORY(what_was_said_before_is_veiled_at_the_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

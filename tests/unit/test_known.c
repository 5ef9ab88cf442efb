/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a worker knows without asking. Two ways to change a row are used here: an act, whose
 * revisions make copies old, and a statement behind the writer's back, which shows whether a copy
 * was used. */
#include "face/known.h"

#include <stdio.h>
#include <string.h>

#include "campaign_fixture.h"
#include "face/desk.h"

struct scene {
    struct fixture f;
    struct config config;
    struct house house;
    struct known known;
    struct desk *desk;
};

static int set_up(void **state)
{
    static struct scene scene;
    static int n;
    char name[32];
    void *desk;
    snprintf(name, sizeof name, "known%d.db", ++n);
    struct fixture *f = &scene.f;
    fixture_open(f, name);
    config_init(&scene.config, &f->arena);
    scene.house = (struct house){
        .config = &scene.config,
        .key = f->key,
        .writer = f->writer,
        .board = f->board,
        .revisions = &f->revisions,
        .known = &scene.known,
        .database_path = arena_z(&f->arena, str_of(scratch_path(name))),
    };
    assert_int_equal(known_open(&scene.known), OK);
    assert_int_equal(desk_open(&scene.house, &desk), OK);
    scene.desk = desk;
    *state = &scene;
    return 0;
}

static int tear_down(void **state)
{
    struct scene *s = *state;
    desk_close(s->desk);
    known_close(&s->known);
    fixture_close(&s->f);
    return 0;
}

#define ON_DESK(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)

static void behind(struct scene *s, const char *sql)
{
    fixture_script(&s->f, sql);
    desk_rest(s->desk); /* otherwise the snapshot in hand hides it */
}

/* --- tokens --- */

static struct str token_of(struct scene *s, struct person_id person, uint64_t scopes,
                           struct token_id *id)
{
    struct token_secret secret = token_secret_new();
    struct act *act = fixture_act(&s->f, ACT_TOKEN, person);
    act->token.scopes = scopes;
    act->token.secret = token_secret_hash(s->f.key, SECRET_TOKEN, &secret);
    assert_int_equal(fixture_apply(&s->f, act), OK);
    id->v = act->id;
    return token_text(&s->f.arena, act->id, &secret);
}

static enum err ask_token(struct scene *s, struct str text, struct token *out)
{
    return known_token(s->desk, &s->f.arena, text, out);
}

static void a_token_is_known_by_its_text(void **state)
{
    struct scene *s = *state;
    struct person_id anna = fixture_arrive(&s->f, "anna");
    struct token_id id;
    struct token token = {.id = {0}};
    struct str text = token_of(s, anna, SCOPE_OF(READ), &id);
    assert_int_equal(ask_token(s, text, &token), OK);
    behind(s, "DELETE FROM token");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(token.id.v, id.v);
        assert_int_equal(token.person.v, anna.v);
        assert_int_equal(token.client.v, 0);
        assert_true((token.scopes & SCOPE_OF(READ_ACCOUNTS)) != 0); /* it is included */
        assert_true((token.scopes & SCOPE_OF(WRITE)) == 0);
        token = (struct token){.id = {0}};
        assert_int_equal(ask_token(s, text, &token), OK); /* the copy */
    }
}

static void another_text_opens_nothing(void **state)
{
    struct scene *s = *state;
    struct person_id anna = fixture_arrive(&s->f, "anna");
    struct token_id id;
    struct token token = {.id = {0}};
    struct str text = token_of(s, anna, SCOPE_OF(READ), &id);
    assert_int_equal(ask_token(s, text, &token), OK);
    token.id.v = 0;
    for (size_t i = 0; i < text.n; i++) {
        char *other = arena_array(&s->f.arena, char, text.n);
        memcpy(other, text.p, text.n);
        other[i] = other[i] == 'A' ? 'B' : 'A';
        assert_int_equal(ask_token(s, (struct str){other, text.n}, &token), ERR_UNAUTHORISED);
    }
    assert_int_equal(ask_token(s, str_sub(text, 0, text.n - 1), &token), ERR_UNAUTHORISED);
    assert_int_equal(ask_token(s, STR(""), &token), ERR_UNAUTHORISED);
    assert_int_equal(token.id.v, 0); /* nothing was written */
    struct token_secret secret = token_secret_new();
    struct str forged = token_text(&s->f.arena, id.v, &secret); /* her number, another secret */
    assert_int_equal(ask_token(s, forged, &token), ERR_UNAUTHORISED);
    assert_int_equal(ask_token(s, forged, &token), ERR_UNAUTHORISED);
}

static void a_revoked_token_is_refused_at_once(void **state)
{
    struct scene *s = *state;
    struct person_id anna = fixture_arrive(&s->f, "anna");
    struct token_id one, two;
    struct token token;
    struct str first = token_of(s, anna, SCOPE_OF(READ), &one);
    struct str second = token_of(s, anna, SCOPE_OF(READ), &two);
    assert_int_equal(ask_token(s, first, &token), OK);
    assert_int_equal(ask_token(s, second, &token), OK);
    struct act *act = fixture_act(&s->f, ACT_REVOKE, anna);
    act->revoke = one;
    assert_int_equal(fixture_apply(&s->f, act), OK);
    assert_int_equal(ask_token(s, first, &token), ERR_UNAUTHORISED);
    assert_int_equal(ask_token(s, second, &token), OK);
    assert_int_equal(fixture_apply(&s->f, fixture_act(&s->f, ACT_REVOKE, anna)), OK); /* all */
    assert_int_equal(ask_token(s, second, &token), ERR_UNAUTHORISED);
}

static void who_left_has_no_token(void **state)
{
    struct scene *s = *state;
    struct person_id anna = fixture_arrive(&s->f, "anna");
    struct token_id id;
    struct token token;
    struct str text = token_of(s, anna, SCOPE_OF(READ), &id);
    assert_int_equal(ask_token(s, text, &token), OK);
    assert_int_equal(fixture_leave(&s->f, anna), OK);
    assert_int_equal(ask_token(s, text, &token), ERR_UNAUTHORISED);
}

/* --- people --- */

static struct person ask_person(struct scene *s, struct person_id id)
{
    struct person person;
    assert_int_equal(known_person(s->desk, &s->f.arena, id, &person), OK);
    assert_int_equal(person.id.v, id.v);
    return person;
}

static void rename_to(struct scene *s, struct person_id id, const char *pen_name)
{
    struct act *act = fixture_act(&s->f, ACT_PROFILE, id);
    act->profile.has_pen_name = true;
    act->profile.pen_name = str_of(pen_name);
    assert_int_equal(fixture_apply(&s->f, act), OK);
}

static void a_changed_profile_is_seen(void **state)
{
    struct scene *s = *state;
    struct person_id anna = fixture_arrive(&s->f, "anna");
    assert_str(ask_person(s, anna).pen_name, "");
    behind(s, "UPDATE person SET pen_name = 'unseen'");
    assert_str(ask_person(s, anna).pen_name, ""); /* the copy */
    rename_to(s, anna, "Anna B.");
    assert_str(ask_person(s, anna).pen_name, "Anna B.");
    assert_str(ask_person(s, anna).username, "anna");
}

static void somebody_who_is_not_there_is_not_found(void **state)
{
    struct scene *s = *state;
    struct person_id anna = fixture_arrive(&s->f, "anna");
    struct person person;
    struct arena *arena = &s->f.arena;
    assert_int_equal(known_person(s->desk, arena, (struct person_id){0}, &person), ERR_NOT_FOUND);
    assert_int_equal(known_person(s->desk, arena, (struct person_id){99}, &person), ERR_NOT_FOUND);
    (void)ask_person(s, anna);
    assert_int_equal(fixture_leave(&s->f, anna), OK);
    assert_int_equal(known_person(s->desk, arena, anna, &person), ERR_NOT_FOUND);
}

/* They are read each time, whole. */
static void long_words_of_a_person_are_not_kept(void **state)
{
    struct scene *s = *state;
    struct person_id anna = fixture_arrive(&s->f, "anna");
    char note[PERSON_NOTE_MAX + 1] = {0};
    memset(note, 'n', PERSON_NOTE_MAX);
    struct act *act = fixture_act(&s->f, ACT_PROFILE, anna);
    act->profile.has_note = true;
    act->profile.note = str_of(note);
    assert_int_equal(fixture_apply(&s->f, act), OK);
    for (int i = 0; i < 2; i++)
        assert_true(str_eq(ask_person(s, anna).note, str_of(note)));
    behind(s, "UPDATE person SET pen_name = 'seen' WHERE username = 'anna'");
    assert_str(ask_person(s, anna).pen_name, "seen");
}

/* --- arriving --- */

struct newcomer {
    struct token token;
    struct person person;
};

static void arrive(struct scene *s, uint64_t commit)
{
    static const struct newcomer newcomer = {
        .token = {.id = {900}, .person = {800}, .scopes = SCOPE_OF(READ)},
        .person = {.id = {800}, .username = STR_INIT("someone"), .pen_name = STR_INIT("S.")},
    };
    known_arrived(s->desk, commit, STR("her text"), &newcomer.token, &newcomer.person);
}

static void change(struct scene *s, int64_t number)
{
    (void)revision_commit(&s->f.revisions);
    revision_raise(&s->f.revisions, number);
}

static void who_arrived_is_known_whatever_others_do(void **state)
{
    struct scene *s = *state;
    struct token token;
    uint64_t commit = revision_commit(&s->f.revisions);
    (void)fixture_arrive(&s->f, "anna");
    assert_true(revision_now(&s->f.revisions) > commit);
    arrive(s, commit);
    assert_int_equal(ask_token(s, STR("her text"), &token), OK); /* no row has that number */
    assert_int_equal(token.person.v, 800);
    assert_true((token.scopes & SCOPE_OF(READ_ACCOUNTS)) != 0);
    assert_str(ask_person(s, (struct person_id){800}).pen_name, "S.");
    change(s, 900);
    assert_int_equal(ask_token(s, STR("her text"), &token), ERR_UNAUTHORISED);
}

static void who_was_changed_since_she_arrived_is_asked_for(void **state)
{
    struct scene *s = *state;
    struct token token;
    struct person out;
    uint64_t commit = revision_commit(&s->f.revisions);
    revision_raise(&s->f.revisions, 900); /* in the same batch */
    change(s, 800);                       /* in a later one */
    arrive(s, commit);
    assert_int_equal(ask_token(s, STR("her text"), &token), ERR_UNAUTHORISED);
    assert_int_equal(known_person(s->desk, &s->f.arena, (struct person_id){800}, &out),
                     ERR_NOT_FOUND);
    arrive(s, 0); /* a commit that was not told */
    assert_int_equal(ask_token(s, STR("her text"), &token), ERR_UNAUTHORISED);
}

/* --- apps --- */

static struct client_id app_of(struct scene *s, const char *name, const char *website)
{
    struct act *act = fixture_act(&s->f, ACT_CLIENT, (struct person_id){0});
    act->client = (struct act_client){
        .name = str_of(name),
        .website = str_of(website),
        .redirect_uris = STR("https://app.example/back"),
        .scopes = SCOPE_OF(READ),
    };
    assert_int_equal(fixture_apply(&s->f, act), OK);
    return (struct client_id){act->id};
}

static void apps_have_a_name_and_a_website(void **state)
{
    struct scene *s = *state;
    struct arena *arena = &s->f.arena;
    struct client_id app = app_of(s, "An app", "https://app.example");
    struct str name, website;
    assert_int_equal(known_app(s->desk, arena, app, &name, &website), OK);
    assert_str(name, "An app");
    assert_str(website, "https://app.example");
    behind(s, "DELETE FROM client");
    assert_int_equal(known_app(s->desk, arena, app, &name, &website), OK);
    assert_str(name, "An app");
    assert_int_equal(known_app(s->desk, arena, (struct client_id){0}, &name, &website), OK);
    assert_str(name, "");
    assert_str(website, "");
    assert_int_not_equal(known_app(s->desk, arena, (struct client_id){5}, &name, &website), OK);
}

/* --- posts --- */

static struct post ask_post(struct scene *s, struct post_id id)
{
    struct post post;
    assert_int_equal(known_post(s->desk, &s->f.arena, id, &post), OK);
    assert_int_equal(post.id.v, id.v);
    return post;
}

static void assert_no_post(struct scene *s, struct post_id id)
{
    struct post post;
    assert_int_equal(known_post(s->desk, &s->f.arena, id, &post), ERR_NOT_FOUND);
}

static void edit(struct scene *s, struct person_id who, struct post_id id, const char *text)
{
    struct act *act = fixture_act(&s->f, ACT_EDIT, who);
    act->post.target = id;
    act->post.text = str_of(text);
    assert_int_equal(fixture_apply(&s->f, act), OK);
}

static void an_edited_post_is_seen_at_once(void **state)
{
    struct scene *s = *state;
    struct person_id anna = fixture_arrive(&s->f, "anna");
    struct post_id id = fixture_say(&s->f, anna, "First. #MeToo");
    assert_str(ask_post(s, id).body, "First. #MeToo");
    behind(s, "UPDATE post SET body = 'unseen'");
    struct post post = ask_post(s, id); /* the copy */
    assert_str(post.body, "First. #MeToo");
    assert_int_equal(post.n_tags, 1);
    assert_str(post.tags[0].name, "MeToo");
    assert_str(post.tags[0].key, "metoo");
    edit(s, anna, id, "Second. #YoTambién");
    assert_str(ask_post(s, id).body, "Second. #YoTambién");
    assert_str(ask_post(s, id).tags[0].name, "YoTambién");
}

static void a_renamed_author_is_seen_on_her_posts(void **state)
{
    struct scene *s = *state;
    struct person_id anna = fixture_arrive(&s->f, "anna");
    struct post_id id = fixture_say(&s->f, anna, "#MeToo");
    assert_str(ask_post(s, id).account.pen_name, "");
    rename_to(s, anna, "Anna B.");
    assert_str(ask_post(s, id).account.pen_name, "Anna B.");
}

static void a_withdrawn_post_is_gone_at_once(void **state)
{
    struct scene *s = *state;
    struct person_id anna = fixture_arrive(&s->f, "anna");
    struct post_id id = fixture_say(&s->f, anna, "#MeToo");
    (void)ask_post(s, id);
    assert_int_equal(fixture_withdraw(&s->f, anna, id), OK);
    assert_no_post(s, id);
    assert_no_post(s, (struct post_id){0});
    assert_no_post(s, (struct post_id){12345});
}

static void what_fell_with_its_voice_is_gone_at_once(void **state)
{
    struct scene *s = *state;
    struct person_id anna = fixture_arrive(&s->f, "anna"), bea = fixture_arrive(&s->f, "bea");
    struct post_id voice = fixture_say(&s->f, anna, "#MeToo");
    struct post_id comment = fixture_comment(&s->f, bea, voice, "With you.");
    struct post_id below = fixture_comment(&s->f, bea, comment, "Always.");
    (void)ask_post(s, comment);
    (void)ask_post(s, below);
    assert_int_equal(fixture_withdraw(&s->f, anna, voice), OK);
    assert_no_post(s, comment);
    assert_no_post(s, below);
}

/* A long thread is swept in steps: a comment that no step has come to is gone all the same, for the
 * voice's number is enough. */
static void what_is_still_to_fall_is_gone_too(void **state)
{
    struct scene *s = *state;
    struct person_id anna = fixture_arrive(&s->f, "anna"), bea = fixture_arrive(&s->f, "bea");
    struct post_id voice = fixture_say(&s->f, anna, "#MeToo");
    struct post_id comment = fixture_comment(&s->f, bea, voice, "With you.");
    (void)ask_post(s, comment);
    behind(s, "DELETE FROM post WHERE root = 0");
    (void)ask_post(s, comment);
    change(s, voice.v);
    assert_no_post(s, comment);
}

static void what_she_said_goes_when_its_author_leaves(void **state)
{
    struct scene *s = *state;
    struct person_id anna = fixture_arrive(&s->f, "anna"), bea = fixture_arrive(&s->f, "bea");
    struct post_id voice = fixture_say(&s->f, anna, "#MeToo");
    struct post_id comment = fixture_comment(&s->f, bea, voice, "With you.");
    (void)ask_post(s, voice);
    (void)ask_post(s, comment);
    assert_int_equal(fixture_leave(&s->f, anna), OK);
    assert_no_post(s, voice);
    assert_no_post(s, comment);
}

static void long_texts_are_not_kept(void **state)
{
    struct scene *s = *state;
    struct person_id anna = fixture_arrive(&s->f, "anna");
    char words[1300] = {0};
    memset(words, 'w', sizeof words - 1);
    struct post_id id = fixture_say(&s->f, anna, words);
    for (int i = 0; i < 2; i++)
        assert_true(str_eq(ask_post(s, id).body, str_of(words))); /* and not cut */
    behind(s, "UPDATE post SET body = 'seen'");
    assert_str(ask_post(s, id).body, "seen");
}

static void posts_of_many_hashtags_are_not_kept(void **state)
{
    struct scene *s = *state;
    struct person_id anna = fixture_arrive(&s->f, "anna");
    struct post_id four = fixture_say(&s->f, anna, "#a #b #c #MeToo");
    struct post_id five = fixture_say(&s->f, anna, "#a #b #c #d #MeToo");
    assert_int_equal(ask_post(s, four).n_tags, 4);
    assert_int_equal(ask_post(s, five).n_tags, 5);
    behind(s, "UPDATE post SET body = 'seen'");
    assert_str(ask_post(s, four).body, "#a #b #c #MeToo");
    assert_str(ask_post(s, five).body, "seen");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_DESK(a_token_is_known_by_its_text),
        ON_DESK(another_text_opens_nothing),
        ON_DESK(a_revoked_token_is_refused_at_once),
        ON_DESK(who_left_has_no_token),
        ON_DESK(a_changed_profile_is_seen),
        ON_DESK(somebody_who_is_not_there_is_not_found),
        ON_DESK(long_words_of_a_person_are_not_kept),
        ON_DESK(who_arrived_is_known_whatever_others_do),
        ON_DESK(who_was_changed_since_she_arrived_is_asked_for),
        ON_DESK(apps_have_a_name_and_a_website),
        ON_DESK(an_edited_post_is_seen_at_once),
        ON_DESK(a_renamed_author_is_seen_on_her_posts),
        ON_DESK(a_withdrawn_post_is_gone_at_once),
        ON_DESK(what_fell_with_its_voice_is_gone_at_once),
        ON_DESK(what_is_still_to_fall_is_gone_too),
        ON_DESK(what_she_said_goes_when_its_author_leaves),
        ON_DESK(long_texts_are_not_kept),
        ON_DESK(posts_of_many_hashtags_are_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

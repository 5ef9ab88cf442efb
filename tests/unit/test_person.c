/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* People: names, receipts, profiles, roles. Leaving is test_withdraw.c's. */
#include <string.h>

#include "campaign_fixture.h"
#include "domain/token.h"

static const struct person_id nobody;

static struct person person_of(struct fixture *f, struct person_id id)
{
    struct person person;
    assert_int_equal(person_get(f->reader, &f->arena, id, &person), OK);
    return person;
}

static enum err arrive(struct fixture *f, struct str username)
{
    struct act *act = fixture_act(f, ACT_ARRIVE, nobody);
    act->arrival = (struct act_arrival){.is_wanted = true, .username = username};
    return fixture_apply(f, act);
}

static void names_are_given_once(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, "Anna_1");
    struct person found;
    assert_str(person_of(f, anna).username, "Anna_1");
    const struct str ways[] = {STR("anna_1"), STR("ANNA_1"), STR("@Anna_1")};
    for (size_t i = 0; i < COUNT(ways); i++) {
        assert_int_equal(person_by_username(f->reader, &f->arena, ways[i], &found), OK);
        assert_int_equal(found.id.v, anna.v);
        assert_int_equal(person_find(f->reader, &f->arena, ways[i], &found), OK);
        assert_int_equal(found.id.v, anna.v);
    }
    assert_int_equal(arrive(f, STR("anna_1")), ERR_CONFLICT);
    assert_int_equal(arrive(f, STR("METOO")), ERR_CONFLICT); /* the campaign's account */
    const struct str none[] = {STR(""), STR("@"), STR("anna"), STR("anna_1 "), STR("anna%")};
    for (size_t i = 0; i < COUNT(none); i++)
        assert_int_equal(person_by_username(f->reader, &f->arena, none[i], &found), ERR_NOT_FOUND);
    assert_int_equal(fixture_leave(f, anna), OK);
    assert_int_equal(arrive(f, STR("anna_1")), OK); /* free again */
}

static void names_have_a_form(void **state)
{
    struct fixture *f = *state;
    const struct str good[] = {STR("a"), STR("Z_9"), STR("123456789012345678901234567890")};
    const struct str bad[] = {STR(""),         STR("1234567890123456789012345678901"),
                              STR("a b"),      STR("ä"),
                              STR("a-b"),      STR("a@b"),
                              STR("a."),       STR("someone_1"),
                              STR("SomeOne_x")};
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_true(person_username_is_valid(good[i]));
        assert_int_equal(arrive(f, good[i]), OK);
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_false(person_username_is_valid(bad[i]));
        assert_int_equal(arrive(f, bad[i]), ERR_BAD_INPUT);
    }
}

/* Who chose no name has one made from her number. */
static void made_names(void **state)
{
    struct fixture *f = *state;
    struct person found;
    struct person_id ids[40];
    for (size_t i = 0; i < COUNT(ids); i++)
        ids[i] = fixture_arrive(f, i % 3 ? NULL
                                         : (char[]){(char)('a' + i % 26), (char)('a' + i / 26), 0});
    for (size_t i = 0; i < COUNT(ids); i++) {
        struct str name = person_of(f, ids[i]).username;
        assert_int_equal(str_starts(name, STR("someone_")), i % 3 != 0);
        assert_int_equal(person_by_username(f->reader, &f->arena, name, &found), OK);
        assert_int_equal(found.id.v, ids[i].v);
    }
    /* Of one who chose a name, the made one is not a name. */
    struct str made = person_made_username(&f->arena, ids[0]);
    assert_int_equal(person_by_username(f->reader, &f->arena, made, &found), ERR_NOT_FOUND);
    const struct str none[] = {STR("someone_"), STR("someone_zzzzzzzzzzzz"), STR("someone_01"),
                               STR("someone_u"), STR("someone_0000000000000000001")};
    for (size_t i = 0; i < COUNT(none); i++)
        assert_int_equal(person_by_username(f->reader, &f->arena, none[i], &found), ERR_NOT_FOUND);
}

static void names_are_searched(void **state)
{
    struct fixture *f = *state;
    const struct person *list;
    size_t n;
    fixture_arrive(f, "anna");
    fixture_arrive(f, "Annabel");
    struct person_id gone = fixture_arrive(f, "annamaria");
    fixture_arrive(f, "berta");
    assert_int_equal(fixture_leave(f, gone), OK);
    assert_int_equal(person_search(f->reader, &f->arena, STR("@AN"), 10, &list, &n), OK);
    assert_int_equal(n, 2);
    assert_str(list[0].username, "anna");
    assert_str(list[1].username, "Annabel");
    assert_int_equal(person_search(f->reader, &f->arena, STR("an"), 1, &list, &n), OK);
    assert_int_equal(n, 1);
    assert_int_equal(person_search(f->reader, &f->arena, STR("x"), 10, &list, &n), OK);
    assert_int_equal(n, 0);
}

/* --- receipts --- */

static void a_receipt_is_the_way_back(void **state)
{
    struct fixture *f = *state;
    struct receipt receipt = receipt_new(), second = receipt_new();
    struct secret_hash hash = receipt_hash(f->key, &receipt), other = receipt_hash(f->key, &second);
    struct person_id found;
    struct act *act = fixture_act(f, ACT_ARRIVE, nobody);
    act->arrival = (struct act_arrival){.is_wanted = true, .has_receipt = true, .receipt = hash};
    assert_int_equal(fixture_apply(f, act), OK);
    struct person_id anna = act->person;
    assert_true(person_of(f, anna).has_receipt);
    assert_int_equal(person_by_receipt(f->reader, &f->arena, &hash, &found), OK);
    assert_int_equal(found.v, anna.v);
    assert_int_equal(person_by_receipt(f->reader, &f->arena, &other, &found), ERR_NOT_FOUND);
    /* A new one replaces it. */
    act = fixture_act(f, ACT_RECEIPT, anna);
    const struct held_key none = {0}, held = {.has_receipt = true, .receipt = hash};
    act->renewal = (struct act_renewal){.receipt = other, .before = &none};
    assert_int_equal(fixture_apply(f, act), ERR_CONFLICT); /* of what she had before */
    act->renewal.before = &held;
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_equal(person_by_receipt(f->reader, &f->arena, &hash, &found), ERR_NOT_FOUND);
    assert_int_equal(person_by_receipt(f->reader, &f->arena, &other, &found), OK);
    struct person_id berta = fixture_arrive(f, NULL);
    assert_false(person_of(f, berta).has_receipt);
    assert_int_equal(fixture_leave(f, anna), OK);
    assert_int_equal(person_by_receipt(f->reader, &f->arena, &other, &found), ERR_NOT_FOUND);
    /* Stored is neither the code nor anything that contains it. */
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM person WHERE receipt IS NOT NULL "
                                       "AND length(receipt) <> 16"),
                     0);
}

/* --- profile --- */

static void a_profile_changes_by_parts(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct act *act = fixture_act(f, ACT_PROFILE, anna);
    act->profile = (struct act_profile){.has_pen_name = true,
                                        .pen_name = STR(" Anna "),
                                        .has_note = true,
                                        .note = STR("I am here."),
                                        .has_language = true,
                                        .language = STR("DE"),
                                        .has_country = true,
                                        .country = STR("at"),
                                        .has_anonymous = true,
                                        .is_anonymous = true};
    assert_int_equal(fixture_apply(f, act), OK);
    act = fixture_act(f, ACT_PROFILE, anna);
    act->profile = (struct act_profile){.has_note = true, .note = STR("")};
    uint64_t before = f->generation;
    assert_int_equal(fixture_apply(f, act), OK);
    assert_true(f->generation > before); /* the old words must not stand on kept pages */
    struct person person = person_of(f, anna);
    assert_str(person.pen_name, "Anna");
    assert_str(person.note, "");
    assert_str(person.language, "de");
    assert_str(person.country, "AT");
    assert_true(person.is_anonymous);
    char note[PERSON_NOTE_MAX + 2];
    memset(note, 'x', sizeof note - 1);
    note[sizeof note - 1] = '\0';
    act->profile.note = str_of(note);
    assert_int_equal(fixture_apply(f, act), ERR_BAD_INPUT);
    act = fixture_act(f, ACT_PROFILE, nobody);
    assert_int_equal(fixture_apply(f, act), ERR_NOT_FOUND);
    assert_int_equal(person.arrived_day_ms, time_day_start(f->now_ms)); /* the day, not the hour */
}

/* --- roles --- */

static enum err give(struct fixture *f, struct person_id person, int64_t campaign, enum role role)
{
    struct act *act = fixture_act(f, ACT_ROLE, person);
    act->role = (struct act_role){{campaign}, role, STR("")};
    return fixture_apply(f, act);
}

static void roles_hold_in_a_campaign_or_everywhere(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    const struct person_role *roles;
    size_t n;
    assert_int_equal(give(f, anna, f->campaign.v, ROLE_MODERATOR), OK);
    assert_int_equal(give(f, anna, f->campaign.v, ROLE_MODERATOR), OK);
    assert_int_equal(give(f, anna, 0, ROLE_ORGANISER), OK);
    assert_int_equal(give(f, anna, 99, ROLE_ORGANISER), ERR_NOT_FOUND);
    assert_int_equal(give(f, f->account, 0, ROLE_ORGANISER), ERR_NOT_FOUND);
    assert_int_equal(give(f, nobody, 0, ROLE_ORGANISER), ERR_NOT_FOUND);
    assert_int_equal(person_roles(f->reader, &f->arena, anna, &roles, &n), OK);
    assert_int_equal(n, 2);
    assert_int_equal(roles[0].campaign.v, 0);
    assert_int_equal(roles[0].role, ROLE_ORGANISER);
    assert_int_equal(roles[1].role, ROLE_MODERATOR);
    assert_int_equal(give(f, anna, f->campaign.v, ROLE_NONE), OK);
    assert_int_equal(person_roles(f->reader, &f->arena, anna, &roles, &n), OK);
    assert_int_equal(n, 1);
}

/* As a page hands it in: receipt and session made of the form's key. */
static struct act *press(struct fixture *f, const char *key)
{
    struct act *act = fixture_act(f, ACT_POST, nobody);
    struct str seed = str_of(key);
    struct receipt receipt = receipt_from(f->key, seed);
    struct token_secret secret = token_secret_from(f->key, seed);
    act->idempotency = seed;
    act->arrival = (struct act_arrival){.is_wanted = true,
                                        .is_repeatable = true,
                                        .has_receipt = true,
                                        .receipt = receipt_hash(f->key, &receipt),
                                        .has_token = true};
    act->token.secret = token_secret_hash(f->key, SECRET_TOKEN, &secret);
    act->post = (struct act_post){.text = STR("#MeToo"), .page = f->campaign};
    return act;
}

static enum err arrived(struct fixture *f, struct act *act)
{
    return person_arrived(f->reader, &f->arena, act, f->now_ms);
}

static void a_form_sent_twice_brings_one_person(void **state)
{
    struct fixture *f = *state;
    struct act *first = press(f, "key 1"), *second = press(f, "key 1"), *other = press(f, "key 2");
    assert_int_equal(fixture_apply(f, first), OK);
    assert_false(first->is_repeat);
    assert_int_equal(fixture_apply(f, second), OK);
    assert_true(second->is_repeat);
    assert_int_equal(second->id, first->id);
    assert_int_equal(arrived(f, second), OK);
    assert_int_equal(second->person.v, first->person.v);
    assert_int_equal(second->made_token.v, first->made_token.v);
    assert_int_equal(fixture_apply(f, other), OK);
    assert_false(other->is_repeat);
    fixture_assert_window(f, WINDOW_ALL, (const int64_t[]){2, 2, 0, 0, 0});
}

/* The two in one batch: what is said twice at the same moment. */
static void a_form_sent_twice_at_once(void **state)
{
    struct fixture *f = *state;
    fixture_start(f);
    struct act *acts[] = {press(f, "key"), press(f, "key"), press(f, "key")};
    fixture_apply_batch(f, acts, COUNT(acts));
    assert_int_equal(acts[0]->err, OK);
    assert_true(acts[1]->is_repeat && acts[2]->is_repeat);
    assert_int_equal(arrived(f, acts[2]), OK);
    assert_int_equal(acts[2]->person.v, acts[0]->person.v);
    fixture_assert_window(f, WINDOW_ALL, (const int64_t[]){1, 1, 0, 0, 0});
}

static void an_old_key_opens_nothing_and_brings_nobody(void **state)
{
    struct fixture *f = *state;
    struct act *first = press(f, "key");
    assert_int_equal(fixture_apply(f, first), OK);
    f->now_ms += ARRIVAL_REPEAT_MS + 1;
    struct act *late = press(f, "key");
    assert_int_equal(fixture_apply(f, late), OK);
    assert_true(late->is_repeat);
    assert_int_equal(arrived(f, late), ERR_NOT_FOUND);
    f->now_ms += 2 * HOUR_MS; /* beyond the memory of keys */
    assert_int_equal(fixture_apply(f, press(f, "key")), ERR_CONFLICT);
    assert_int_equal(fixture_leave(f, first->person), OK);
    fixture_assert_recount(f);
}

static void a_key_opens_no_more_than_its_session(void **state)
{
    struct fixture *f = *state;
    struct act *first = press(f, "key"), *second = press(f, "key"), *third = press(f, "key");
    assert_int_equal(fixture_apply(f, first), OK);
    assert_int_equal(fixture_apply(f, second), OK);
    assert_int_equal(arrived(f, second), OK);
    struct act *logout = fixture_act(f, ACT_REVOKE, first->person);
    logout->revoke = first->made_token;
    assert_int_equal(fixture_apply(f, logout), OK);
    assert_int_equal(arrived(f, second), ERR_NOT_FOUND);
    assert_int_equal(fixture_leave(f, first->person), OK);
    assert_int_equal(fixture_apply(f, third), OK);
    assert_int_equal(arrived(f, third), ERR_NOT_FOUND);
    fixture_assert_window(f, WINDOW_ALL, (const int64_t[]){0, 0, 0, 0, 0});
}

/* An app's Idempotency-Key is not the key of a form: what she gets could not be given again. */
static void other_arrivals_have_no_key(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 2; i++) {
        struct act *act = press(f, "key");
        act->arrival.is_repeatable = act->arrival.has_receipt = false;
        assert_int_equal(fixture_apply(f, act), OK);
        assert_false(act->is_repeat);
    }
    fixture_assert_window(f, WINDOW_ALL, (const int64_t[]){2, 2, 0, 0, 0});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(names_are_given_once),
        IN_MEMORY(names_have_a_form),
        IN_MEMORY(made_names),
        IN_MEMORY(names_are_searched),
        IN_MEMORY(a_receipt_is_the_way_back),
        IN_MEMORY(a_profile_changes_by_parts),
        IN_MEMORY(roles_hold_in_a_campaign_or_everywhere),
        IN_MEMORY(a_form_sent_twice_brings_one_person),
        IN_FILE(a_form_sent_twice_at_once),
        IN_MEMORY(an_old_key_opens_nothing_and_brings_nobody),
        IN_MEMORY(a_key_opens_no_more_than_its_session),
        IN_MEMORY(other_arrivals_have_no_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

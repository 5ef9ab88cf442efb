/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Log-ins: tokens, applications, authorization codes, scopes. */
#include <string.h>

#include "campaign_fixture.h"
#include "domain/token.h"

static const struct person_id nobody;

/* --- tokens --- */

static struct str issue(struct fixture *f, struct person_id person, struct token_id *id)
{
    struct token_secret secret = token_secret_new();
    struct act *act = fixture_act(f, ACT_TOKEN, person);
    act->token = (struct act_token){.client = {5},
                                    .scopes = SCOPE_OF(READ),
                                    .secret = token_secret_hash(f->key, SECRET_TOKEN, &secret)};
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_equal(act->id, act->made_token.v);
    *id = act->made_token;
    return token_text(&f->arena, act->id, &secret);
}

static enum err check(struct fixture *f, struct str text, struct token *out)
{
    return token_check(f->reader, &f->arena, f->key, text, out);
}

static void a_token_says_whose_it_is(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct token_id id;
    struct token token;
    struct str text = issue(f, anna, &id);
    assert_int_equal(check(f, text, &token), OK);
    assert_int_equal(token.id.v, id.v);
    assert_int_equal(token.person.v, anna.v);
    assert_int_equal(token.client.v, 5);
    assert_int_equal(token.scopes, SCOPE_OF(READ));
    assert_int_equal(token_stands(f->reader, &f->arena, id), OK);
    assert_int_equal(token_stands(f->reader, &f->arena, (struct token_id){id.v + 1}),
                     ERR_UNAUTHORISED);
}

static void every_other_text_is_refused(void **state)
{
    struct fixture *f = *state;
    struct token_id id;
    struct token token;
    struct str text = issue(f, fixture_arrive(f, NULL), &id);
    for (size_t i = 0; i < text.n; i++) {
        struct str copy = arena_str(&f->arena, text);
        char *p = arena_array(&f->arena, char, text.n);
        memcpy(p, copy.p, copy.n);
        p[i] = p[i] == 'A' ? 'B' : 'A';
        assert_int_equal(check(f, (struct str){p, text.n}, &token), ERR_UNAUTHORISED);
    }
    const struct str others[] = {STR(""),
                                 STR("x"),
                                 STR("not base64url!"),
                                 {NULL, 0},
                                 str_sub(text, 0, text.n - 1),
                                 str_sub(text, 1, text.n),
                                 arena_printf(&f->arena, "%.*sA", STRF(text)),
                                 arena_printf(&f->arena, "%0100d", 0)};
    for (size_t i = 0; i < COUNT(others); i++)
        assert_int_equal(check(f, others[i], &token), ERR_UNAUTHORISED);
    /* A hash that was made for another purpose is worth nothing. */
    struct token_secret secret = token_secret_new();
    struct act *act = fixture_act(f, ACT_TOKEN, nobody);
    act->token.secret = token_secret_hash(f->key, SECRET_CODE, &secret);
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_equal(check(f, token_text(&f->arena, act->id, &secret), &token), ERR_UNAUTHORISED);
}

static void tokens_are_revoked(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct token_id ids[4];
    struct token token;
    struct str first = issue(f, anna, &ids[0]), second = issue(f, anna, &ids[1]),
               third = issue(f, berta, &ids[2]), apps = issue(f, nobody, &ids[3]);
    struct act *act = fixture_act(f, ACT_REVOKE, anna);
    act->revoke = ids[0];
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_equal(check(f, first, &token), ERR_UNAUTHORISED);
    assert_int_equal(check(f, second, &token), OK);
    assert_int_equal(fixture_apply(f, fixture_act(f, ACT_REVOKE, anna)), OK);
    assert_int_equal(check(f, second, &token), ERR_UNAUTHORISED);
    /* Nobody's are the apps' own: they are not revoked together. */
    assert_int_equal(fixture_apply(f, fixture_act(f, ACT_REVOKE, nobody)), OK);
    assert_int_equal(check(f, apps, &token), OK);
    assert_int_equal(token.person.v, 0);
    assert_int_equal(check(f, third, &token), OK);
    assert_int_equal(fixture_leave(f, berta), OK);
    assert_int_equal(check(f, third, &token), ERR_UNAUTHORISED);
    assert_int_equal(token_stands(f->reader, &f->arena, ids[2]), ERR_UNAUTHORISED);
}

/* --- applications --- */

static struct client_id add_client(struct fixture *f, const char *redirect_uris,
                                   struct token_secret *secret)
{
    *secret = token_secret_new();
    struct str text = secret_base64url(
        &f->arena, (struct str){(const char *)secret->bytes, sizeof secret->bytes});
    struct act *act = fixture_act(f, ACT_CLIENT, nobody);
    act->client = (struct act_client){.name = STR(" An app "),
                                      .website = STR("https://app.example"),
                                      .redirect_uris = str_of(redirect_uris),
                                      .scopes = SCOPE_OF(READ) | SCOPE_OF(WRITE),
                                      .secret = secret_hash(f->key, SECRET_CLIENT, text)};
    assert_int_equal(fixture_apply(f, act), OK);
    return (struct client_id){act->id};
}

static void an_application_is_known_by_its_secret(void **state)
{
    struct fixture *f = *state;
    struct token_secret secret;
    struct client_id id = add_client(f, "https://app.example/back", &secret);
    struct client client;
    assert_int_equal(client_get(f->reader, &f->arena, id, &client), OK);
    assert_str(client.name, "An app");
    assert_str(client.website, "https://app.example");
    assert_int_equal(client.scopes, SCOPE_OF(READ) | SCOPE_OF(WRITE));
    struct str text =
        secret_base64url(&f->arena, (struct str){(const char *)secret.bytes, sizeof secret.bytes});
    assert_true(client_secret_matches(&client, f->key, text));
    assert_false(client_secret_matches(&client, f->key, str_sub(text, 0, text.n - 1)));
    assert_false(client_secret_matches(&client, f->key, STR("")));
    assert_int_equal(client_get(f->reader, &f->arena, (struct client_id){1}, &client),
                     ERR_NOT_FOUND);
}

static void redirects_are_exact(void **state)
{
    struct fixture *f = *state;
    struct token_secret secret;
    struct client client;
    struct client_id id = add_client(
        f, "https://app.example/back\nurn:ietf:wg:oauth:2.0:oob\nhttp://localhost:8080/", &secret);
    assert_int_equal(client_get(f->reader, &f->arena, id, &client), OK);
    const struct str good[] = {STR("https://app.example/back"), STR("urn:ietf:wg:oauth:2.0:oob"),
                               STR("http://localhost:8080/")};
    const struct str bad[] = {STR(""),
                              {NULL, 0},
                              STR("https://app.example/back/"),
                              STR("https://app.example/bac"),
                              STR("https://app.example/BACK"),
                              STR("https://app.example/back?x=1"),
                              STR("https://app.example.evil.example/back"),
                              STR("http://localhost:8081/"),
                              STR("http://localhost:8080"),
                              STR("https://app.example/back\nurn:ietf:wg:oauth:2.0:oob")};
    for (size_t i = 0; i < COUNT(good); i++)
        assert_true(client_has_redirect(&client, good[i]));
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(client_has_redirect(&client, bad[i]));
    client.redirect_uris = STR("");
    assert_false(client_has_redirect(&client, STR("")));
}

/* --- codes --- */

struct granted {
    int64_t code;
    struct token_secret secret;
    struct client_id client;
};

static struct granted grant(struct fixture *f, struct person_id person, const char *challenge)
{
    struct granted granted = {.secret = token_secret_new(), .client = {7}};
    struct act *act = fixture_act(f, ACT_CODE, person);
    act->code =
        (struct act_code){.client = granted.client,
                          .redirect_uri = STR("https://app.example/back"),
                          .scopes = SCOPE_OF(WRITE_STATUSES),
                          .challenge = str_of(challenge),
                          .secret = token_secret_hash(f->key, SECRET_CODE, &granted.secret)};
    assert_int_equal(fixture_apply(f, act), OK);
    granted.code = act->id;
    return granted;
}

static struct act *redemption(struct fixture *f, const struct granted *granted)
{
    struct token_secret secret = token_secret_new();
    struct act *act = fixture_act(f, ACT_REDEEM, nobody);
    act->redeem = (struct act_redeem){
        .code = granted->code,
        .code_secret = token_secret_hash(f->key, SECRET_CODE, &granted->secret),
        .client = granted->client,
        .redirect_uri = STR("https://app.example/back"),
        .challenge = STR("the-challenge"),
        .token_secret = token_secret_hash(f->key, SECRET_TOKEN, &secret),
    };
    return act;
}

static void a_code_becomes_a_token_once(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct granted granted = grant(f, anna, "the-challenge");
    struct act *act = redemption(f, &granted);
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_not_equal(act->made_token.v, 0);
    struct str whose = arena_printf(&f->arena, "SELECT person FROM token WHERE id = %lld",
                                    (long long)act->made_token.v);
    assert_int_equal(fixture_number(f, arena_z(&f->arena, whose)), anna.v);
    assert_int_equal(act->token_scopes, SCOPE_OF(WRITE_STATUSES));
    assert_int_equal(token_stands(f->reader, &f->arena, act->made_token), OK);
}

/* Two have it: neither goes on. */
static void a_code_that_is_shown_again_ends_its_token(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct granted granted = grant(f, anna, "the-challenge");
    struct act *first = redemption(f, &granted);
    assert_int_equal(fixture_apply(f, first), OK);
    uint64_t before = revision_now(&f->revisions);
    struct act *again = redemption(f, &granted);
    again->redeem.challenge = STR("another-challenge");
    assert_int_equal(fixture_apply(f, again), OK);
    assert_int_equal(again->made_token.v, 0);
    assert_int_not_equal(token_stands(f->reader, &f->arena, first->made_token), OK);
    assert_false(revision_holds(&f->revisions, first->made_token.v, before)); /* nor any copy */
    assert_int_equal(fixture_apply(f, redemption(f, &granted)), ERR_NOT_FOUND);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM token"), 0);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM code"), 0);
}

/* One that does not match is used up, or somebody could go on trying. */
static void a_code_that_does_not_match_is_used_up(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    for (int what = 1; what < 6; what++) {
        struct granted granted = grant(f, anna, "the-challenge");
        struct act *act = redemption(f, &granted);
        if (what == 1)
            act->redeem.client.v++;
        else if (what == 2)
            act->redeem.redirect_uri = STR("https://app.example/other");
        else if (what == 3)
            act->redeem.challenge = STR("another-challenge");
        else if (what == 4)
            act->redeem.challenge = STR("");
        else
            f->now_ms += 600 * 1000;
        assert_int_equal(fixture_apply(f, act), OK);
        assert_int_equal(act->made_token.v, 0);
        assert_int_equal(fixture_apply(f, redemption(f, &granted)), ERR_NOT_FOUND);
    }
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM token"), 0);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM code"), 0);
}

/* Numbers of codes follow the time: who guesses one must not keep others from being let in. */
static void the_number_of_a_code_uses_up_nothing(void **state)
{
    struct fixture *f = *state;
    struct granted granted = grant(f, fixture_arrive(f, NULL), "the-challenge");
    struct act *act = redemption(f, &granted);
    act->redeem.code_secret.bytes[0] ^= 1;
    assert_int_equal(fixture_apply(f, act), ERR_NOT_FOUND);
    act = redemption(f, &granted);
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_not_equal(act->made_token.v, 0);
}

static void codes_without_a_challenge(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct granted granted = grant(f, anna, "");
    struct act *act = redemption(f, &granted);
    act->redeem.challenge = STR("");
    f->now_ms += 600 * 1000 - 1; /* just in time */
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_not_equal(act->made_token.v, 0);
    granted = grant(f, anna, "");
    act = redemption(f, &granted); /* sends a verifier that was never announced */
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_equal(act->made_token.v, 0);
}

static void codes_of_one_who_left(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct granted granted = grant(f, anna, "the-challenge");
    assert_int_equal(fixture_leave(f, anna), OK);
    assert_int_equal(fixture_apply(f, redemption(f, &granted)), ERR_NOT_FOUND);
}

/* --- scopes --- */

static void scopes_are_read_and_written(void **state)
{
    struct fixture *f = *state;
    uint64_t scopes = 1234;
    assert_int_equal(scopes_parse(STR("read write:statuses  follow"), &scopes), OK);
    assert_int_equal(scopes, SCOPE_OF(READ) | SCOPE_OF(WRITE_STATUSES) | SCOPE_OF(FOLLOW));
    assert_str(scopes_text(&f->arena, scopes), "read follow write:statuses");
    assert_int_equal(scopes_parse(STR(""), &scopes), OK);
    assert_int_equal(scopes, 0);
    assert_str(scopes_text(&f->arena, 0), "");
    const struct str bad[] = {STR("admin"),      STR("read admin:all"), STR("READ"),
                              STR("read,write"), STR("read:"),          STR("read\nwrite")};
    for (size_t i = 0; i < COUNT(bad); i++) {
        scopes = 1234;
        assert_int_equal(scopes_parse(bad[i], &scopes), ERR_BAD_INPUT);
        assert_int_equal(scopes, 1234);
    }
}

static void scopes_include_others(void **state)
{
    (void)state;
    uint64_t read = scopes_expand(SCOPE_OF(READ));
    assert_true(read & SCOPE_OF(READ_STATUSES));
    assert_true(read & SCOPE_OF(READ_NOTIFICATIONS));
    assert_false(read & SCOPE_OF(WRITE_STATUSES));
    assert_false(read & SCOPE_OF(PROFILE));
    uint64_t follow = scopes_expand(SCOPE_OF(FOLLOW));
    assert_true(follow & SCOPE_OF(WRITE_FOLLOWS));
    assert_true(follow & SCOPE_OF(READ_BLOCKS));
    assert_false(follow & SCOPE_OF(WRITE_STATUSES));
    assert_int_equal(scopes_expand(SCOPE_OF(WRITE_STATUSES)), SCOPE_OF(WRITE_STATUSES));
    uint64_t admin = scopes_expand(SCOPE_OF(ADMIN_READ));
    assert_true(admin & SCOPE_OF(ADMIN_READ_REPORTS));
    assert_false(admin & SCOPE_OF(ADMIN_WRITE_REPORTS));
    assert_false(admin & SCOPE_OF(READ_ACCOUNTS));
    assert_false(read & SCOPE_OF(ADMIN_READ_ACCOUNTS));
    assert_int_equal(scopes_expand(0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(a_token_says_whose_it_is),
        IN_MEMORY(every_other_text_is_refused),
        IN_MEMORY(tokens_are_revoked),
        IN_MEMORY(an_application_is_known_by_its_secret),
        IN_MEMORY(redirects_are_exact),
        IN_MEMORY(a_code_becomes_a_token_once),
        IN_MEMORY(a_code_that_is_shown_again_ends_its_token),
        IN_MEMORY(a_code_that_does_not_match_is_used_up),
        IN_MEMORY(the_number_of_a_code_uses_up_nothing),
        IN_MEMORY(codes_without_a_challenge),
        IN_MEMORY(codes_of_one_who_left),
        IN_MEMORY(scopes_are_read_and_written),
        cmocka_unit_test(scopes_include_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

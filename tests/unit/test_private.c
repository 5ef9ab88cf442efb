/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What only she reads, through log-ins with her key and without, after a new receipt, and when the
 * database was changed by hand. A session's cookie serves as an app's token here: they are one. */
#include "crypto/field_key.h"
#include "site.h"

static const char made[] = "title=Not+now&context[]=home&context[]=public&"
                           "keywords_attributes[0][keyword]=court";

/* The receipt of somebody who had none, and her log-in with it. */
struct her {
    struct guest in;
    struct receipt receipt;
};

static struct guest log_in(struct site *s, struct person_id id, const struct receipt *receipt)
{
    struct guest guest = {.id = id};
    struct str text, value;
    struct token_secret secret;
    assert_int_equal(site_press(s, NULL, "/login", NULL, site_path(s, "receipt=%s", receipt->text)),
                     303);
    text = wire_header(&s->wire, "Set-Cookie");
    value = str_sub(text, sizeof "__Host-s=" - 1, text.n);
    guest.token = guest.cookie = arena_str(&s->f.arena, str_cut(&value, ';'));
    assert_int_equal(token_parse(&s->f.arena, guest.cookie, &guest.session.v, &secret), OK);
    return guest;
}

static struct her come(struct site *s, const char *username)
{
    struct her her;
    struct guest guest = site_guest(s, username);
    assert_int_equal(site_send(s, &guest, "POST", "/api/chorus/v1/receipt", ""), 200);
    assert_int_equal(receipt_parse(site_json(s, "receipt"), &her.receipt), OK);
    her.in = log_in(s, guest.id, &her.receipt);
    return her;
}

/* A log-in as before there were keys. */
static struct guest keyless(struct site *s, const struct her *her)
{
    const uint64_t all = (UINT64_C(1) << SCOPE_BITS) - 1;
    struct guest guest = her->in;
    guest.token = site_token(s, her->in.id, all, &guest.session);
    return guest;
}

/* A change by hand, which the workers see with the next commit. */
static void change(struct site *s, const char *sql)
{
    static const struct person_id nobody;
    fixture_script(&s->f, sql);
    site_token(s, nobody, 0, NULL);
}

static void make(struct site *s, const struct guest *who)
{
    assert_int_equal(site_send(s, who, "POST", "/api/v2/filters", made), 200);
    assert_json(s, "title", "Not now");
    assert_json(s, "keywords.0.keyword", "court");
}

static int filters_of(struct site *s, const struct guest *who)
{
    return site_get(s, who, "/api/v2/filters") == 200 ? site_count(s, "") : -1;
}

/* How many of her filters a post with the word meets. */
static int met(struct site *s, const struct guest *who, struct post_id post)
{
    assert_int_equal(site_get(s, who, site_path(s, "/api/v1/statuses/%lld", (long long)post.v)),
                     200);
    int n = site_count(s, "filtered");
    return n > 0 ? n : 0;
}

static void C03_every_log_in_with_her_receipt_reads_it(void **state)
{
    struct site *s = *state;
    struct her anna = come(s, "anna");
    struct guest bea = site_guest(s, "bea"), again = log_in(s, anna.in.id, &anna.receipt);
    struct post_id post = site_say(s, &bea, "In court.");
    make(s, &anna.in);
    assert_int_equal(filters_of(s, &again), 1);
    assert_json(s, "0.keywords.0.keyword", "court");
    assert_int_equal(met(s, &again, post), 1);
    assert_int_equal(filters_of(s, &bea), 0);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM filter WHERE title = '' AND "
                                           "length(sealed) = 72"),
                     1);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM filter_keyword WHERE keyword = '' "
                                           "AND length(sealed) = 72"),
                     1);
}

static void C03_what_was_sealed_before_a_receipt_stays_hers(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    make(s, &anna);
    assert_int_equal(site_send(s, &anna, "POST", "/api/chorus/v1/receipt", ""), 200);
    struct receipt receipt;
    assert_int_equal(receipt_parse(site_json(s, "receipt"), &receipt), OK);
    struct guest again = log_in(s, anna.id, &receipt);
    assert_int_equal(filters_of(s, &anna), 1);
    assert_int_equal(filters_of(s, &again), 1);
    assert_json(s, "0.title", "Not now");
}

static void C03_a_log_in_without_a_key_says_so(void **state)
{
    struct site *s = *state;
    struct her anna = come(s, "anna");
    struct guest bea = site_guest(s, "bea"), old = keyless(s, &anna);
    struct post_id post = site_say(s, &bea, "In court.");
    assert_int_equal(filters_of(s, &old), 0);
    assert_int_equal(site_send(s, &old, "POST", "/api/v2/filters", made), 403);
    assert_true(site_says(s, "Please log in again with your receipt"));
    /* what was kept before there were keys can be read until it is changed */
    change(s, site_path(s,
                        "INSERT INTO filter (id, person, title, contexts, is_hiding, expires_ms) "
                        "VALUES (7, %lld, 'Old', 'home', 1, 0);"
                        "INSERT INTO filter_keyword (id, filter, keyword, is_whole_word) "
                        "VALUES (8, 7, 'court', 1);",
                        (long long)anna.in.id.v));
    assert_int_equal(filters_of(s, &old), 1);
    assert_json(s, "0.title", "Old");
    assert_int_equal(met(s, &old, post), 1);
    assert_int_equal(site_send(s, &old, "PUT", "/api/v2/filters/7", "title=New"), 403);
    assert_int_equal(site_send(s, &anna.in, "PUT", "/api/v2/filters/7", "title=New"), 200);
    assert_json(s, "keywords.0.keyword", "court");
    assert_int_equal(
        fixture_number(&s->f, "SELECT count(*) FROM filter WHERE title = '' AND sealed <> ''"), 1);
    assert_int_equal(
        fixture_number(&s->f, "SELECT count(*) FROM filter_keyword WHERE keyword <> ''"), 0);
    /* and is then closed to it: it is told so, and everything else works on */
    assert_int_equal(site_get(s, &old, "/api/v2/filters"), 403);
    assert_int_equal(site_get(s, &old, "/api/v2/filters/7"), 403);
    assert_int_equal(met(s, &old, post), 0);
    assert_int_equal(met(s, &anna.in, post), 1);
    assert_int_equal(site_send(s, &old, "DELETE", "/api/v2/filters/7", ""), 200);
    assert_int_equal(filters_of(s, &old), 0);
}

static void C03_another_place_or_person_does_not_open_it(void **state)
{
    static const char *const swaps[] = {
        "UPDATE filter SET sealed = other.sealed FROM (SELECT id, sealed FROM filter) AS other "
        "WHERE other.id <> filter.id",
        "UPDATE filter_keyword SET sealed = other.sealed "
        "FROM (SELECT id, sealed FROM filter_keyword) AS other WHERE other.id <> filter_keyword.id",
        "UPDATE filter SET sealed = (SELECT sealed FROM filter_keyword LIMIT 1)",
        "UPDATE filter SET sealed = x''",
        "UPDATE filter_keyword SET sealed = NULL",
        "UPDATE filter_keyword SET sealed = zeroblob(72)",
    };
    struct site *s = *state;
    struct her anna = come(s, "anna"), bea = come(s, "bea");
    struct post_id post = site_say(s, &bea.in, "In court.");
    for (size_t i = 0; i < COUNT(swaps); i++) {
        make(s, &anna.in);
        make(s, &anna.in);
        const char *path = site_path(s, "/api/v2/filters/%.*s", STRF(site_json(s, "id")));
        assert_int_equal(met(s, &anna.in, post), 2);
        change(s, swaps[i]);
        assert_int_equal(filters_of(s, &anna.in), 0);
        assert_int_equal(site_get(s, &anna.in, path), 404);
        assert_int_equal(met(s, &anna.in, post), 0);
        change(s, "DELETE FROM filter; DELETE FROM filter_keyword;");
    }
    make(s, &anna.in);
    change(s, site_path(s, "UPDATE filter SET person = %lld", (long long)bea.in.id.v));
    assert_int_equal(filters_of(s, &bea.in), 0);
}

static void C03_a_log_in_whose_key_was_changed_opens_nothing(void **state)
{
    struct site *s = *state;
    struct her anna = come(s, "anna"), bea = come(s, "bea");
    make(s, &anna.in);
    change(s, site_path(s,
                        "UPDATE token SET wrapped = (SELECT wrapped FROM token WHERE id = %lld) "
                        "WHERE id = %lld",
                        (long long)bea.in.session.v, (long long)anna.in.session.v));
    assert_int_equal(site_get(s, &anna.in, "/api/v2/filters"), 403);
    assert_int_equal(site_send(s, &anna.in, "POST", "/api/v2/filters", made), 403);
    change(s, "UPDATE token SET wrapped = x'00'");
    assert_int_equal(site_get(s, &anna.in, "/api/v2/filters"), 403);
    /* without a receipt's hash the log-in is not taken for one of somebody who never had any */
    change(s, "UPDATE person SET receipt = NULL");
    assert_int_equal(site_get(s, &anna.in, "/api/v2/filters"), 403);
}

/* Whether the key of this receipt opens what is stored of hers. */
static bool opens(struct site *s, const struct her *her)
{
    struct field_key key = field_key_of(s->f.key, &her->receipt);
    struct filter *filters;
    size_t n;
    assert_int_equal(filter_list(s->f.reader, &s->f.arena, her->in.id, &filters, &n), OK);
    assert_int_equal(n, 1);
    assert_int_equal(filter_open(&s->f.arena, &key, her->in.id, filters, n), OK);
    return !filters[0].is_closed;
}

static void C03_a_new_receipt_seals_anew_and_ends_other_log_ins(void **state)
{
    struct site *s = *state;
    struct her anna = come(s, "anna");
    struct guest other = log_in(s, anna.in.id, &anna.receipt), bea = site_guest(s, "bea");
    make(s, &anna.in);
    assert_true(opens(s, &anna));
    assert_int_equal(site_press(s, &anna.in, "/me/receipt", NULL, ""), 303);
    assert_false(opens(s, &anna));
    assert_int_equal(site_get(s, &other, "/api/v2/filters"), 401);
    assert_int_equal(site_get(s, &bea, "/api/v2/filters"), 200);
    assert_int_equal(filters_of(s, &anna.in), 1);
    assert_json(s, "0.title", "Not now");
    assert_json(s, "0.keywords.0.keyword", "court");
    assert_int_equal(site_press(s, &anna.in, "/me/receipt", NULL, ""), 303); /* and once more */
    assert_int_equal(filters_of(s, &anna.in), 1);
    make(s, &anna.in);
    assert_int_equal(filters_of(s, &anna.in), 2);
}

static void C03_what_no_key_opens_goes_with_the_old_receipt(void **state)
{
    struct site *s = *state;
    struct her anna = come(s, "anna");
    struct guest old = keyless(s, &anna);
    make(s, &anna.in);
    old.cookie = old.token;
    assert_int_equal(site_press(s, &old, "/me/receipt", NULL, ""), 303);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM filter"), 0);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM filter_keyword"), 0);
    make(s, &old); /* it has a key now */
    assert_int_equal(filters_of(s, &old), 1);
}

static void filters_have_an_end(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    for (int i = 0; i < FILTERS_MOST; i++)
        make(s, &anna);
    assert_int_equal(site_send(s, &anna, "POST", "/api/v2/filters", made), 422);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM filter"), FILTERS_MOST);
}

static void C03_her_copies_have_it_in_clear(void **state)
{
    struct site *s = *state;
    struct her anna = come(s, "anna");
    make(s, &anna.in);
    assert_int_equal(site_page(s, &anna.in, "/me/export.json"), 200);
    assert_json(s, "filters.0.title", "Not now");
    assert_json(s, "filters.0.words.0.word", "court");
    assert_int_equal(site_page(s, &anna.in, "/me/export.txt"), 200);
    assert_true(site_says(s, "[Filter: Not now: court]"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(C03_every_log_in_with_her_receipt_reads_it),
        ON_SITE(C03_what_was_sealed_before_a_receipt_stays_hers),
        ON_SITE(C03_a_log_in_without_a_key_says_so),
        ON_SITE(C03_another_place_or_person_does_not_open_it),
        ON_SITE(C03_a_log_in_whose_key_was_changed_opens_nothing),
        ON_SITE(C03_a_new_receipt_seals_anew_and_ends_other_log_ins),
        ON_SITE(C03_what_no_key_opens_goes_with_the_old_receipt),
        ON_SITE(filters_have_an_end),
        ON_SITE(C03_her_copies_have_it_in_clear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

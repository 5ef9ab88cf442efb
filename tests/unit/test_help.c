/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The help directory: what may stand in it, what is found for whom, how it ages, who confirms it.
 */
#include "domain/help.h"

#include <string.h>

#include "campaign_fixture.h"

static const int64_t day_ms = INT64_C(24) * HOUR_MS;

/* A set of one service, for a test to change before it is imported. */
struct example {
    struct help_organisation organisation;
    struct help_service service;
    struct help_phone phone;
    struct help_language language;
    struct help_area area;
    struct help_url url;
    struct help_attribute attribute;
    struct help_set set;
};

#define ROWS(row)                                                                                  \
    {                                                                                              \
        &(row), 1                                                                                  \
    }

static struct example *example(struct fixture *f, const char *id, const char *country)
{
    struct example *e = arena_new(&f->arena, struct example);
    struct str service = str_of(id);
    e->organisation = (struct help_organisation){.id = STR("org"), .name = STR("Listeners")};
    e->service = (struct help_service){
        .id = service, .organisation = STR("org"), .name = STR("A line"), .status = STR("active")};
    e->phone = (struct help_phone){.id = arena_printf(&f->arena, "%s-p", id),
                                   .service = service,
                                   .number = STR("0800 100 200"),
                                   .type = STR("voice")};
    e->language = (struct help_language){
        .id = arena_printf(&f->arena, "%s-l", id), .service = service, .code = STR("PT-br")};
    e->area = (struct help_area){
        .id = arena_printf(&f->arena, "%s-a", id), .service = service, .country = str_of(country)};
    e->url = (struct help_url){.id = arena_printf(&f->arena, "%s-u", id),
                               .service = service,
                               .label = STR("source"),
                               .url = STR("https://example.org")};
    e->attribute = (struct help_attribute){
        .id = arena_printf(&f->arena, "%s-t", id), .service = service, .term = STR("24-7")};
    e->set.tables[HELP_ORGANISATION] = (struct help_rows)ROWS(e->organisation);
    e->set.tables[HELP_SERVICE] = (struct help_rows)ROWS(e->service);
    e->set.tables[HELP_PHONE] = (struct help_rows)ROWS(e->phone);
    e->set.tables[HELP_LANGUAGE] = (struct help_rows)ROWS(e->language);
    e->set.tables[HELP_AREA] = (struct help_rows)ROWS(e->area);
    e->set.tables[HELP_URL] = (struct help_rows)ROWS(e->url);
    e->set.tables[HELP_ATTRIBUTE] = (struct help_rows)ROWS(e->attribute);
    return e;
}

static struct act *import(struct fixture *f, struct help_set *set)
{
    struct act *act = fixture_act(f, ACT_HELP_IMPORT, (struct person_id){0});
    act->help_import.set = set;
    assert_int_equal(fixture_apply(f, act), OK);
    return act;
}

static enum err confirm(struct fixture *f, struct person_id person, const char *id)
{
    struct act *act = fixture_act(f, ACT_HELP_CONFIRM, person);
    act->help_service = str_of(id);
    return fixture_apply(f, act);
}

static enum err remove_entry(struct fixture *f, const char *id)
{
    struct act *act = fixture_act(f, ACT_HELP_REMOVE, (struct person_id){0});
    act->help_service = str_of(id);
    return fixture_apply(f, act);
}

static struct person_id with_role(struct fixture *f, const char *name, enum role role)
{
    struct person_id person = fixture_arrive(f, name);
    struct act *act = fixture_act(f, ACT_ROLE, person);
    act->role = (struct act_role){{0}, role, STR("")};
    assert_int_equal(fixture_apply(f, act), OK);
    return person;
}

static size_t find(struct fixture *f, const char *country, const char *language,
                   const struct help_entry **entries)
{
    size_t n;
    struct help_question question = {str_of(country), str_of(language), f->now_ms};
    assert_int_equal(help_find(f->db, &f->arena, &question, entries, &n), OK);
    return n;
}

static struct help_entry entry(struct fixture *f, const char *id)
{
    struct help_entry found;
    assert_int_equal(help_get(f->db, &f->arena, str_of(id), f->now_ms, &found), OK);
    return found;
}

/* --- reading --- */

static void F8_what_was_imported_is_found_for_its_country(void **state)
{
    struct fixture *f = *state;
    const struct help_entry *entries;
    const struct str *countries;
    size_t n;
    struct act *act = import(f, &example(f, "one", "br")->set);
    assert_int_equal(act->help_import.n_added, 1);
    assert_int_equal(act->help_import.n_changed, 0);
    assert_int_equal(find(f, "BR", "", &entries), 1);
    assert_str(entries[0].service->name, "A line");
    assert_str(entries[0].organisation->name, "Listeners");
    const struct help_phone *phones = entries[0].tables[HELP_PHONE].rows;
    assert_str(phones[0].number, "0800 100 200");
    const struct help_language *languages = entries[0].tables[HELP_LANGUAGE].rows;
    assert_str(languages[0].code, "pt-BR");
    assert_true(help_has(&entries[0], HELP_TERM_ALL_DAY));
    assert_false(help_has(&entries[0], HELP_TERM_CHILD));
    assert_false(entries[0].is_confirmed);
    assert_int_equal(find(f, "PT", "", &entries), 0);
    assert_int_equal(help_countries(f->db, &f->arena, f->now_ms, &countries, &n), OK);
    assert_int_equal(n, 1);
    assert_str(countries[0], "BR");
}

static void F8_the_language_asked_for_comes_first(void **state)
{
    struct fixture *f = *state;
    const struct help_entry *entries;
    struct example *other = example(f, "a", "BR");
    other->language.code = STR("en");
    import(f, &other->set);
    import(f, &example(f, "b", "BR")->set);
    assert_int_equal(find(f, "BR", "pt", &entries), 2);
    assert_str(entries[0].service->id, "b");
    assert_true(entries[0].is_spoken);
    assert_false(entries[1].is_spoken);
    assert_int_equal(find(f, "BR", "", &entries), 2);
    assert_str(entries[0].service->id, "a");
    assert_false(entries[0].is_spoken);
}

static void what_is_not_active_is_not_found(void **state)
{
    struct fixture *f = *state;
    const struct help_entry *entries;
    const struct help_entry *all;
    size_t n;
    struct example *closed = example(f, "one", "BR");
    closed->service.status = STR("temporarily closed");
    import(f, &closed->set);
    assert_int_equal(find(f, "BR", "", &entries), 0);
    assert_int_equal(help_all(f->db, &f->arena, f->now_ms, &all, &n), OK);
    assert_int_equal(n, 1);
}

static void a_line_for_perpetrators_makes_no_country_helped(void **state)
{
    struct fixture *f = *state;
    const struct str *countries;
    const struct help_entry *entries;
    size_t n;
    struct example *e = example(f, "one", "FR");
    e->attribute.term = STR("audience-perpetrator");
    import(f, &e->set);
    assert_int_equal(find(f, "FR", "", &entries), 1);
    assert_true(help_is_for_perpetrators(&entries[0]));
    assert_int_equal(help_countries(f->db, &f->arena, f->now_ms, &countries, &n), OK);
    assert_int_equal(n, 0);
    e->attribute.term = STR("audience-child");
    import(f, &e->set);
    assert_int_equal(help_countries(f->db, &f->arena, f->now_ms, &countries, &n), OK);
    assert_int_equal(n, 1);
}

static void countries_that_were_said_and_have_no_help_are_missing(void **state)
{
    struct fixture *f = *state;
    const struct str *missing;
    size_t n;
    import(f, &example(f, "one", "BR")->set);
    fixture_script(f, "INSERT INTO cell VALUES (901, 'x', 'pt', 'BR', 'here'), "
                      "(902, 'y', 'pt', 'MZ', 'here'), (903, 'z', 'pt', '', 'here')");
    assert_int_equal(help_missing(f->db, &f->arena, f->now_ms, &missing, &n), OK);
    assert_int_equal(n, 1);
    assert_str(missing[0], "MZ");
}

/* --- freshness, with a moved clock --- */

static void F8_an_entry_that_was_checked_ages(void **state)
{
    struct fixture *f = *state;
    const struct help_entry *entries;
    const struct str *countries;
    size_t n;
    struct example *e = example(f, "one", "BR");
    e->service.assured = time_day(&f->arena, f->now_ms);
    import(f, &e->set);
    int64_t from_ms = time_day_start(f->now_ms);
    assert_int_equal(entry(f, "one").age, HELP_FRESH);
    assert_true(entry(f, "one").checked_ms == from_ms);
    f->now_ms = from_ms + 364 * day_ms;
    assert_int_equal(entry(f, "one").age, HELP_FRESH);
    f->now_ms = from_ms + 365 * day_ms;
    assert_int_equal(entry(f, "one").age, HELP_OLD);
    f->now_ms = from_ms + 540 * day_ms;
    assert_int_equal(entry(f, "one").age, HELP_OLD);
    assert_int_equal(find(f, "BR", "", &entries), 1);
    f->now_ms = from_ms + 541 * day_ms;
    assert_int_equal(entry(f, "one").age, HELP_GONE);
    assert_int_equal(find(f, "BR", "", &entries), 0);
    assert_int_equal(help_countries(f->db, &f->arena, f->now_ms, &countries, &n), OK);
    assert_int_equal(n, 0);
}

static void F8_an_entry_that_was_never_checked_is_old_and_then_gone(void **state)
{
    struct fixture *f = *state;
    const struct help_entry *entries;
    const struct str *countries;
    size_t n;
    import(f, &example(f, "one", "BR")->set);
    int64_t from_ms = time_day_start(f->now_ms);
    assert_int_equal(entry(f, "one").age, HELP_OLD);
    assert_true(entry(f, "one").checked_ms == 0);
    f->now_ms = from_ms + 540 * day_ms;
    assert_int_equal(find(f, "BR", "", &entries), 1);
    assert_int_equal(help_countries(f->db, &f->arena, f->now_ms, &countries, &n), OK);
    assert_int_equal(n, 1);
    f->now_ms = from_ms + 541 * day_ms;
    assert_int_equal(find(f, "BR", "", &entries), 0);
    assert_int_equal(help_countries(f->db, &f->arena, f->now_ms, &countries, &n), OK);
    assert_int_equal(n, 0);
}

static void a_check_that_is_still_to_come_counts_as_one_of_today(void **state)
{
    struct fixture *f = *state;
    struct example *e = example(f, "one", "BR");
    e->service.assured = STR("2999-01-01");
    import(f, &e->set);
    assert_true(entry(f, "one").checked_ms == time_day_start(f->now_ms));
}

/* --- importing again --- */

static void the_same_import_changes_nothing(void **state)
{
    struct fixture *f = *state;
    import(f, &example(f, "one", "BR")->set);
    struct act *act = import(f, &example(f, "one", "BR")->set);
    assert_int_equal(act->help_import.n_added + act->help_import.n_changed, 0);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM help_change"), 1);
    struct example *later = example(f, "one", "BR");
    later->service.assured = STR("2017-10-01");
    act = import(f, &later->set);
    assert_int_equal(act->help_import.n_changed, 0);
    assert_str(entry(f, "one").service->assured, "2017-10-01");
    later = example(f, "one", "BR");
    later->service.assured = STR("2017-09-01");
    import(f, &later->set);
    assert_str(entry(f, "one").service->assured, "2017-10-01");
}

static void a_changed_entry_is_described_anew_and_no_longer_confirmed(void **state)
{
    struct fixture *f = *state;
    struct person_id ana = with_role(f, "ana", ROLE_ORGANISER);
    struct person_id bea = with_role(f, "bea", ROLE_PARTNER);
    import(f, &example(f, "one", "BR")->set);
    assert_int_equal(confirm(f, ana, "one"), OK);
    assert_int_equal(confirm(f, bea, "one"), OK);
    assert_true(entry(f, "one").is_confirmed);
    struct example *e = example(f, "one", "BR");
    e->phone.number = STR("0800 999 999");
    struct act *act = import(f, &e->set);
    assert_int_equal(act->help_import.n_changed, 1);
    assert_false(entry(f, "one").is_confirmed);
    assert_int_equal(entry(f, "one").n_confirmed, 0);
    assert_int_equal(entry(f, "one").tables[HELP_PHONE].n, 1);
}

static void an_organisation_that_changes_unconfirms_its_other_entries(void **state)
{
    struct fixture *f = *state;
    struct person_id ana = with_role(f, "ana", ROLE_ORGANISER);
    import(f, &example(f, "one", "BR")->set);
    import(f, &example(f, "two", "BR")->set);
    assert_int_equal(confirm(f, ana, "one"), OK);
    import(f, &example(f, "two", "BR")->set);
    assert_int_equal(entry(f, "one").n_confirmed, 1);
    struct example *e = example(f, "two", "BR");
    e->organisation.name = STR("Others");
    import(f, &e->set);
    assert_int_equal(entry(f, "one").n_confirmed, 0);
    assert_str(entry(f, "one").organisation->name, "Others");
}

/* --- confirming --- */

static void two_persons_confirm(void **state)
{
    struct fixture *f = *state;
    struct person_id ana = with_role(f, "ana", ROLE_ORGANISER);
    struct person_id bea = with_role(f, "bea", ROLE_COUNSELLOR);
    import(f, &example(f, "one", "BR")->set);
    int64_t first_ms = time_day_start(f->now_ms);
    assert_int_equal(confirm(f, ana, "one"), OK);
    assert_int_equal(confirm(f, ana, "one"), OK);
    assert_int_equal(entry(f, "one").n_confirmed, 1);
    assert_false(entry(f, "one").is_confirmed);
    assert_int_equal(entry(f, "one").age, HELP_OLD);
    f->now_ms += 10 * day_ms;
    assert_int_equal(confirm(f, bea, "one"), OK);
    assert_true(entry(f, "one").is_confirmed);
    assert_int_equal(entry(f, "one").age, HELP_FRESH);
    assert_true(entry(f, "one").checked_ms == first_ms); /* both have, since then */
    f->now_ms += 10 * day_ms;
    assert_int_equal(confirm(f, ana, "one"), OK);
    assert_true(entry(f, "one").checked_ms == first_ms + 10 * day_ms);
}

static void nobody_else_confirms(void **state)
{
    struct fixture *f = *state;
    struct person_id ana = with_role(f, "ana", ROLE_ORGANISER);
    struct person_id mod = with_role(f, "mod", ROLE_MODERATOR);
    struct person_id eve = fixture_arrive(f, "eve");
    import(f, &example(f, "one", "BR")->set);
    assert_int_equal(confirm(f, mod, "one"), ERR_FORBIDDEN);
    assert_int_equal(confirm(f, eve, "one"), ERR_FORBIDDEN);
    assert_int_equal(confirm(f, (struct person_id){0}, "one"), ERR_NOT_FOUND);
    assert_int_equal(confirm(f, ana, "two"), ERR_NOT_FOUND);
    assert_int_equal(entry(f, "one").n_confirmed, 0);
}

static void who_leaves_takes_her_confirmation_along(void **state)
{
    struct fixture *f = *state;
    struct person_id ana = with_role(f, "ana", ROLE_ORGANISER);
    import(f, &example(f, "one", "BR")->set);
    assert_int_equal(confirm(f, ana, "one"), OK);
    assert_int_equal(fixture_leave(f, ana), OK);
    assert_int_equal(entry(f, "one").n_confirmed, 0);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM help_confirmation"), 0);
}

/* --- removing, and the log --- */

static void what_is_removed_leaves_nothing_but_a_line_in_the_log(void **state)
{
    struct fixture *f = *state;
    const struct help_change *changes;
    size_t n;
    import(f, &example(f, "one", "BR")->set);
    import(f, &example(f, "two", "BR")->set);
    assert_int_equal(remove_entry(f, "nothing"), ERR_NOT_FOUND);
    assert_int_equal(remove_entry(f, "one"), OK);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM help_organisation"), 1);
    assert_int_equal(remove_entry(f, "two"), OK);
    static const char *const tables[] = {"organisation", "service", "phone", "language",
                                         "area",         "url",     "state", "attribute"};
    for (size_t i = 0; i < COUNT(tables); i++) {
        struct str sql = arena_printf(&f->arena, "SELECT count(*) FROM help_%s", tables[i]);
        assert_int_equal(fixture_number(f, sql.p), 0);
    }
    assert_int_equal(help_changes(f->db, &f->arena, 10, &changes, &n), OK);
    assert_int_equal(n, 4);
    assert_int_equal(changes[0].action, HELP_REMOVED);
    assert_str(changes[0].service, "two");
    assert_int_equal(changes[3].action, HELP_ADDED);
    assert_true(changes[3].at_ms == f->now_ms);
}

static void the_directory_has_a_limit(void **state)
{
    struct fixture *f = *state;
    fixture_script(f, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 4999) "
                      "INSERT INTO help_service SELECT 'x' || i, 'o', '', '', '', '', '', '', '', "
                      "'', '', '', '', '' FROM n");
    import(f, &example(f, "one", "BR")->set);
    struct act *act = fixture_act(f, ACT_HELP_IMPORT, (struct person_id){0});
    act->help_import.set = &example(f, "two", "BR")->set;
    assert_int_equal(fixture_apply(f, act), ERR_BAD_INPUT);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM help_phone"), 1);
}

/* --- what may stand in it --- */

struct told {
    struct help_fault last;
    int n;
};

static bool tell(void *context, const struct help_fault *found)
{
    struct told *told = context;
    told->last = *found;
    told->n++;
    return true;
}

/* The one fault of the set. */
static void assert_fault(struct fixture *f, struct example *e, enum help_table table,
                         const char *column, const char *why)
{
    struct told told = {.n = 0};
    assert_int_equal(help_set_check(&f->arena, &e->set, tell, &told), ERR_BAD_INPUT);
    assert_int_equal(told.n, 1);
    assert_int_equal(told.last.table, table);
    assert_string_equal(told.last.column ? told.last.column : "", column);
    if (!strstr(told.last.why, why))
        fail_msg("\"%s\" is not in \"%s\"", why, told.last.why);
    /* and nobody gets it past the door */
    struct act *act = fixture_act(f, ACT_HELP_IMPORT, (struct person_id){0});
    act->help_import.set = &e->set;
    assert_int_equal(fixture_apply(f, act), ERR_BAD_INPUT);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM help_service"), 0);
}

static struct str repeated(struct fixture *f, char c, size_t n)
{
    char *p = arena_array(&f->arena, char, n);
    memset(p, c, n);
    return (struct str){p, n};
}

static void every_field_has_its_rule(void **state)
{
    struct fixture *f = *state;
    struct example *e;
#define REFUSED(member, value, table, column, why)                                                 \
    e = example(f, "one", "BR");                                                                   \
    e->member = (value);                                                                           \
    assert_fault(f, e, table, column, why)
    REFUSED(service.name, STR(" "), HELP_SERVICE, "name", "is missing");
    REFUSED(service.name, repeated(f, 'x', 201), HELP_SERVICE, "name", "too long");
    REFUSED(service.description, repeated(f, 'x', 2001), HELP_SERVICE, "description", "too long");
    REFUSED(service.name, STR("\xFF"), HELP_SERVICE, "name", "no text");
    REFUSED(service.status, STR("open"), HELP_SERVICE, "status", "active");
    REFUSED(service.assured, STR("2026"), HELP_SERVICE, "assured_date", "date");
    REFUSED(service.assured, STR("2026-02-30"), HELP_SERVICE, "assured_date", "date");
    REFUSED(service.minimum_age, STR("-1"), HELP_SERVICE, "minimum_age", "age");
    REFUSED(service.url, STR("javascript:alert(1)"), HELP_SERVICE, "url", "https://");
    REFUSED(service.url, STR("https:///x"), HELP_SERVICE, "url", "https://");
    REFUSED(service.url, STR("https://a b"), HELP_SERVICE, "url", "spaces");
    REFUSED(service.email, STR("nobody"), HELP_SERVICE, "email", "e-mail");
    REFUSED(service.organisation, STR("other"), HELP_SERVICE, "organization_id", "no such");
    REFUSED(phone.number, STR("call us"), HELP_PHONE, "number", "digits");
    REFUSED(phone.number, STR("+ -"), HELP_PHONE, "number", "digits");
    REFUSED(phone.type, STR("carrier pigeon"), HELP_PHONE, "type", "voice");
    REFUSED(phone.service, STR("two"), HELP_PHONE, "", "no such service");
    REFUSED(language.code, STR("klingonese-of-old"), HELP_LANGUAGE, "code", "not known");
    REFUSED(language.code, STR(""), HELP_LANGUAGE, "code", "missing");
    REFUSED(language.phone, STR("nine"), HELP_LANGUAGE, "phone_id", "no such phone");
    REFUSED(area.country, STR("Atlantis"), HELP_AREA, "uri", "too long");
    REFUSED(area.country, STR("QQ"), HELP_AREA, "uri", "not known");
    REFUSED(attribute.term, STR("kind"), HELP_ATTRIBUTE, "taxonomy_term_id", "not known");
    REFUSED(url.id, STR("a b"), HELP_URL, "id", "letters");
#undef REFUSED
}

static void ids_stand_once_and_services_have_no_more_than_200_of_each(void **state)
{
    struct fixture *f = *state;
    struct example *e = example(f, "one", "BR");
    struct help_area areas[HELP_EACH_MAX + 1];
    for (size_t i = 0; i < COUNT(areas); i++)
        areas[i] = (struct help_area){
            .id = arena_printf(&f->arena, "a%zu", i), .service = STR("one"), .country = STR("BR")};
    e->set.tables[HELP_AREA] = (struct help_rows){areas, COUNT(areas)};
    assert_fault(f, e, HELP_AREA, "", "200");
    areas[7].id = STR("a6");
    e->set.tables[HELP_AREA] = (struct help_rows){areas, 8};
    assert_fault(f, e, HELP_AREA, "id", "twice");
    e->set.tables[HELP_AREA] = (struct help_rows){areas, 7};
    import(f, &e->set);
    assert_int_equal(entry(f, "one").tables[HELP_AREA].n, 7);
}

static void the_language_of_a_number_is_one_of_its_service(void **state)
{
    struct fixture *f = *state;
    struct example *e = example(f, "one", "BR");
    e->language.service = STR("");
    e->language.phone = STR("one-p");
    import(f, &e->set);
    const struct help_entry *entries;
    assert_int_equal(find(f, "BR", "pt", &entries), 1);
    assert_true(entries[0].is_spoken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(F8_what_was_imported_is_found_for_its_country),
        IN_MEMORY(F8_the_language_asked_for_comes_first),
        IN_MEMORY(what_is_not_active_is_not_found),
        IN_MEMORY(a_line_for_perpetrators_makes_no_country_helped),
        IN_MEMORY(countries_that_were_said_and_have_no_help_are_missing),
        IN_MEMORY(F8_an_entry_that_was_checked_ages),
        IN_MEMORY(F8_an_entry_that_was_never_checked_is_old_and_then_gone),
        IN_MEMORY(a_check_that_is_still_to_come_counts_as_one_of_today),
        IN_MEMORY(the_same_import_changes_nothing),
        IN_MEMORY(a_changed_entry_is_described_anew_and_no_longer_confirmed),
        IN_MEMORY(an_organisation_that_changes_unconfirms_its_other_entries),
        IN_MEMORY(two_persons_confirm),
        IN_MEMORY(nobody_else_confirms),
        IN_MEMORY(who_leaves_takes_her_confirmation_along),
        IN_MEMORY(what_is_removed_leaves_nothing_but_a_line_in_the_log),
        IN_MEMORY(the_directory_has_a_limit),
        IN_MEMORY(every_field_has_its_rule),
        IN_MEMORY(ids_stand_once_and_services_have_no_more_than_200_of_each),
        IN_MEMORY(the_language_of_a_number_is_one_of_its_service),
    };
    return cmocka_run_group_tests_name("help", tests, NULL, NULL);
}

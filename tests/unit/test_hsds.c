/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The files of a help directory: what is read, what is passed over, what is refused and where, and
 * that what is written is read as the same. */
#include "command/hsds.h"

#include <stdio.h>
#include <string.h>

#include "campaign_fixture.h"
#include "command/csv.h"

enum { SAID_MAX = 2000 };

struct said {
    char text[SAID_MAX];
    int left;
};

static bool complain(void *context, const char *path, size_t line, const char *message)
{
    struct said *said = context;
    size_t n = strlen(said->text);
    snprintf(said->text + n, sizeof said->text - n, "%s:%zu: %s\n", path, line, message);
    return --said->left > 0;
}

/* A directory that is right; a test changes a file of it. */
static void good(struct hsds_text texts[HSDS_FILES])
{
    static const struct {
        size_t file;
        const char *text;
    } files[] = {
        {HELP_ORGANISATION, "id,name,website\no1,Listeners,https://example.org\n"},
        {HELP_SERVICE, "name,id,organization_id,status,assured_date\n"
                       "\"A line, and more\",s1,o1,active,2017-10-01\n"},
        {HELP_PHONE, "id,service_id,number,type\np1,s1,0800 1,voice\n"},
        {HELP_AREA, "id,service_id,uri\na1,s1,https://www.iso.org/obp/ui/#iso:code:3166:BR\n"},
        {HELP_ATTRIBUTE, "id,link_id,link_entity,taxonomy_term_id\nx1,s1,service,t1\n"},
        {HSDS_TAXONOMY, "id,name\nt,chorus-help\n"},
        {HSDS_TAXONOMY_TERM, "id,code,taxonomy_id\nt1,audience-child,t\n"},
    };
    memset(texts, 0, HSDS_FILES * sizeof texts[0]);
    for (size_t i = 0; i < COUNT(files); i++)
        texts[files[i].file] = (struct hsds_text){hsds_name(files[i].file), str_of(files[i].text)};
}

static enum err read_texts(struct fixture *f, const struct hsds_text *texts, struct said *said,
                           struct hsds_read *out)
{
    *said = (struct said){.left = 20};
    return hsds_read(&f->arena, texts, complain, said, out);
}

static void assert_read(struct fixture *f, const struct hsds_text *texts, struct hsds_read *out)
{
    struct said said;
    enum err err = read_texts(f, texts, &said, out);
    assert_string_equal(said.text, "");
    assert_int_equal(err, OK);
}

/* The directory with this file in place of its own is refused with this among the complaints. */
static void assert_refused(struct fixture *f, size_t file, struct str text, const char *wanted)
{
    struct hsds_text texts[HSDS_FILES];
    struct hsds_read read;
    struct said said;
    good(texts);
    texts[file] = (struct hsds_text){hsds_name(file), text};
    assert_int_equal(read_texts(f, texts, &said, &read), ERR_BAD_INPUT);
    if (!strstr(said.text, wanted))
        fail_msg("%s is not in %s", wanted, said.text);
}

static void columns_may_stand_in_any_order(void **state)
{
    struct fixture *f = *state;
    struct hsds_text texts[HSDS_FILES];
    struct hsds_read read;
    good(texts);
    assert_read(f, texts, &read);
    const struct help_service *service = read.set.tables[HELP_SERVICE].rows;
    assert_str(service->name, "A line, and more");
    assert_str(service->assured, "2017-10-01");
    assert_str(service->description, "");
    const struct help_area *area = read.set.tables[HELP_AREA].rows;
    assert_str(area->country, "BR");
    const struct help_attribute *attribute = read.set.tables[HELP_ATTRIBUTE].rows;
    assert_str(attribute->term, "audience-child");
    assert_int_equal(read.n_notes, 0);
}

static void what_is_not_kept_is_said(void **state)
{
    struct fixture *f = *state;
    struct hsds_text texts[HSDS_FILES];
    struct hsds_read read;
    good(texts);
    texts[HELP_SERVICE].text = STR("id,organization_id,name,status,assurer_email,licenses\n"
                                   "s1,o1,A line,active,ana@example.org,\n");
    texts[HELP_PHONE].text = STR("id,service_id,location_id,number\np1,s1,,1\np2,,l1,2\n");
    texts[HELP_ATTRIBUTE].text = STR("id,link_id,link_entity,taxonomy_term_id\n"
                                     "x1,s1,service,t1\nx2,s1,service,elsewhere\n"
                                     "x3,l1,location,t1\n");
    texts[HELP_METADATA] = (struct hsds_text){
        "metadata.csv", STR("id,resource_id,resource_type,last_action_date,last_action_type\n"
                            "m1,s1,service,2017-10-01,create\nm2,o1,organization,2017-10-01,x\n")};
    assert_read(f, texts, &read);
    assert_int_equal(read.set.tables[HELP_PHONE].n, 1);
    assert_int_equal(read.set.tables[HELP_ATTRIBUTE].n, 1);
    assert_int_equal(read.set.tables[HELP_METADATA].n, 1);
    assert_int_equal(read.n_notes, 5);
    assert_string_equal(read.notes[0], "service.csv: these columns are not kept: assurer_email, "
                                       "licenses");
    assert_string_equal(read.notes[2], "phone.csv: rows that say nothing of a service are not "
                                       "kept: 1");
}

static void mistakes_are_named_with_their_line(void **state)
{
    struct fixture *f = *state;
    assert_refused(f, HELP_PHONE, STR("id,service_id,number\np1,s1,1\n\np2,s1,what\n"),
                   "phone.csv:4: number: a number is made of digits");
    assert_refused(f, HELP_PHONE, STR("id,service_id,number\np1,s9,1\n"),
                   "phone.csv:2: there is no such service");
    assert_refused(f, HELP_PHONE, STR("id,service_id,number\np1,s1,1\np1,s1,2\n"),
                   "phone.csv:3: id: stands twice");
    assert_refused(f, HELP_PHONE, STR("id,service_id\np1,s1\n"), "phone.csv:2: number: is missing");
    assert_refused(f, HELP_PHONE, STR("id,service_id,number\np1,s1,1,2\n"),
                   "phone.csv:2: there are 4 fields; the first line names 3");
    assert_refused(f, HELP_PHONE, STR("service_id,number\ns1,1\n"), "phone.csv:1: the first line");
    assert_refused(f, HELP_PHONE, STR("id,id\np1,p2\n"), "phone.csv:1: a column stands twice");
    assert_refused(f, HELP_PHONE, STR("id,service_id,number\np1,s1,\"1\n"),
                   "phone.csv:2: a quote is not closed");
    assert_refused(f, HELP_PHONE, STR(""), "phone.csv:0: is empty");
    assert_refused(f, HELP_PHONE, STR("id\xFF\n"), "phone.csv:0: is not UTF-8");
    assert_refused(f, HELP_AREA, STR("id,service_id,uri\na1,s1,https://example.org/DE\n"),
                   "service_area.csv:2: uri: is too long");
    assert_refused(f, HELP_AREA, STR("id,service_id,extent\na1,s1,Brazil\n"),
                   "service_area.csv:2: uri: ");
    assert_refused(f, HSDS_TAXONOMY_TERM, STR("id,code,taxonomy\nt1,kind,chorus-help\n"),
                   "attribute.csv:2: taxonomy_term_id: this term is not known");
}

static void files_that_are_needed(void **state)
{
    struct fixture *f = *state;
    struct hsds_text texts[HSDS_FILES] = {{NULL, {NULL, 0}}};
    struct hsds_read read;
    struct said said;
    assert_int_equal(read_texts(f, texts, &said, &read), ERR_BAD_INPUT);
    assert_string_equal(said.text, "organization.csv:0: is missing\nservice.csv:0: is missing\n");
}

static void complaints_end_when_nobody_listens(void **state)
{
    struct fixture *f = *state;
    struct hsds_text texts[HSDS_FILES];
    struct hsds_read read;
    struct said said = {.left = 2};
    good(texts);
    texts[HELP_PHONE].text = STR("id,service_id,number\na,s1,x\nb,s1,x\nc,s1,x\nd,s1,x\n");
    assert_int_equal(hsds_read(&f->arena, texts, complain, &said, &read), ERR_BAD_INPUT);
    assert_non_null(strstr(said.text, ":3:"));
    assert_null(strstr(said.text, ":4:"));
}

/* Rows and bytes are limited before anything is made of them. */
static void a_file_has_limits(void **state)
{
    struct fixture *f = *state;
    struct buf buf = buf_init((size_t)2 * HSDS_FILE_MAX_BYTES);
    buf_put(&buf, STR("id,service_id,number\n"));
    for (int i = 0; i <= HELP_ROWS_MAX; i++)
        buf_printf(&buf, "%d,s1,1\n", i);
    assert_refused(f, HELP_PHONE, buf_str(&buf), "phone.csv:20002: a file holds at most 20000");
    while (buf.n <= HSDS_FILE_MAX_BYTES)
        buf_put(&buf, STR("0,1,2\n"));
    assert_refused(f, HELP_PHONE, buf_str(&buf), "phone.csv:0: is too large");
    buf_clear(&buf);
    buf_put(&buf, STR("id,organization_id,name,status\n"));
    for (int i = 0; i <= HELP_SERVICES_MAX; i++)
        buf_printf(&buf, "%d,o1,x,active\n", i);
    assert_refused(f, HELP_SERVICE, buf_str(&buf), "service.csv:0: holds more than 5000");
    buf_clear(&buf);
    buf_put(&buf, STR("id"));
    for (int i = 0; i < CSV_FIELDS_MAX; i++)
        buf_put(&buf, STR(",x"));
    assert_refused(f, HELP_PHONE, buf_str(&buf), "phone.csv:1: there are too many fields");
    buf_free(&buf);
}

/* --- there and back --- */

static void import(struct fixture *f, struct help_set *set)
{
    struct act *act = fixture_act(f, ACT_HELP_IMPORT, (struct person_id){0});
    act->help_import.set = set;
    assert_int_equal(fixture_apply(f, act), OK);
}

static void remove_entry(struct fixture *f, struct str service)
{
    struct act *act = fixture_act(f, ACT_HELP_REMOVE, (struct person_id){0});
    act->help_service = service;
    assert_int_equal(fixture_apply(f, act), OK);
}

static void write_all(struct fixture *f, struct hsds_text texts[HSDS_FILES])
{
    const struct help_entry *entries;
    size_t n;
    assert_int_equal(help_all(f->db, &f->arena, f->now_ms, &entries, &n), OK);
    for (size_t file = 0; file < HSDS_FILES; file++) {
        struct buf buf = buf_init(HSDS_FILE_MAX_BYTES);
        hsds_write(&buf, file, entries, n);
        texts[file] = (struct hsds_text){hsds_name(file), arena_str(&f->arena, buf_str(&buf))};
        buf_free(&buf);
    }
}

static void what_is_written_is_read_as_the_same(void **state)
{
    struct fixture *f = *state;
    struct hsds_text first[HSDS_FILES], second[HSDS_FILES];
    struct hsds_read read;
    good(first);
    first[HELP_SERVICE].text =
        STR("id,organization_id,name,status,description,alert\n"
            "s1,o1,\"Quotes \"\"and\"\" commas,\",active,\"two\nlines, é, أ\",' x\n"
            "s2,o1,b,defunct,,\n");
    first[HELP_LANGUAGE] = (struct hsds_text){
        "language.csv", STR("id,service_id,phone_id,code,note\nl1,,p1,eng,evenings\nl2,s2,,ar,\n")};
    first[HELP_SCHEDULE] = (struct hsds_text){
        "schedule.csv", STR("id,service_id,description,freq,byday,opens_at,closes_at\n"
                            "h1,s1,Mornings,WEEKLY,\"MO,TU\",09:00,12:00\n")};
    first[HELP_URL] = (struct hsds_text){
        "url.csv", STR("id,service_id,label,url\nu1,s1,source,https://a.org/\n")};
    first[HELP_METADATA] = (struct hsds_text){
        "metadata.csv", STR("id,resource_id,resource_type,last_action_date,last_action_type,"
                            "field_name\nm1,s2,service,2017-01-01,update,number\n")};
    assert_read(f, first, &read);
    import(f, &read.set);
    write_all(f, first);
    assert_read(f, first, &read);
    assert_int_equal(read.n_notes, 0);
    remove_entry(f, STR("s1"));
    remove_entry(f, STR("s2"));
    import(f, &read.set);
    write_all(f, second);
    for (size_t file = 0; file < HSDS_FILES; file++)
        if (!str_eq(first[file].text, second[file].text))
            fail_msg("%.*s\nbecame\n%.*s", STRF(first[file].text), STRF(second[file].text));
    assert_non_null(strstr(first[HELP_LANGUAGE].text.p, "l1,s1,p1,en,evenings"));
    assert_non_null(strstr(first[HELP_AREA].text.p, "#iso:code:3166:BR"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(columns_may_stand_in_any_order),      IN_MEMORY(what_is_not_kept_is_said),
        IN_MEMORY(mistakes_are_named_with_their_line),  IN_MEMORY(files_that_are_needed),
        IN_MEMORY(complaints_end_when_nobody_listens),  IN_MEMORY(a_file_has_limits),
        IN_MEMORY(what_is_written_is_read_as_the_same),
    };
    return cmocka_run_group_tests_name("hsds", tests, NULL, NULL);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The server without faces of tests; see campaign_fixture.h. */
#include "campaign_fixture.h"

#include <stdalign.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "domain/campaign.h"
#include "domain/recount.h"

enum { FIXTURE_MEMORY = 1 << 30, CACHE_MIB = 4 };

static const struct person_id nobody;
static const struct secret *last_key;

/* --- opening and closing --- */

static void open_database(struct fixture *f, const char *name)
{
    enum db_mode mode = name ? DB_WRITER : DB_EXCLUSIVE_MEMORY;
    assert_int_equal(db_open(&f->db, name ? scratch_path(name) : "", mode, CACHE_MIB), OK);
    assert_int_equal(db_migrate(f->db), OK);
    f->reader = f->db;
    if (name)
        assert_int_equal(db_open(&f->reader, scratch_path(name), DB_READER, CACHE_MIB), OK);
}

void fixture_open_writer(struct fixture *f)
{
    assert_int_equal(board_open(&f->board, f->floor), OK);
    f->options.db = f->db;
    f->options.key = last_key = f->key;
    f->options.board = f->board;
    assert_int_equal(writer_open(&f->writer, &f->options), OK);
}

void fixture_close_writer(struct fixture *f)
{
    writer_close(f->writer);
    board_close(f->board);
    f->writer = NULL;
    f->board = NULL;
    f->is_started = false;
}

void fixture_reopen(struct fixture *f)
{
    fixture_close_writer(f);
    fixture_open_writer(f);
}

void fixture_start(struct fixture *f)
{
    assert_int_equal(writer_start(f->writer), OK);
    f->is_started = true;
}

static int64_t now(void *context)
{
    struct fixture *f = context;
    return f->now_ms;
}

/* Everything but the database. */
static void begin(struct fixture *f)
{
    *f = (struct fixture){.now_ms = FIXTURE_CALLED_MS, .floor = 1};
    f->clock = (struct clock){now, f};
    assert_int_equal(arena_init(&f->arena, FIXTURE_MEMORY), OK);
    assert_int_equal(sem_init(&f->gate, 0, 0), 0);
    assert_int_equal(sem_init(&f->answered, 0, 0), 0);
    f->options = (struct writer_options){
        .clock = &f->clock,
        .generation = &f->generation,
        .revisions = &f->revisions,
        .release_step = 1,
        .queue_max = 100000,
        .batch_max = 100000,
        .context = f,
    };
}

void fixture_open(struct fixture *f, const char *name)
{
    log_set_level(LOG_ERROR);
    begin(f);
    assert_int_equal(crypto_init(), OK);
    assert_int_equal(secret_random(&f->key), OK);
    open_database(f, name);
    fixture_open_writer(f);
    f->campaign = fixture_campaign(f, "metoo", "MeToo");
    fixture_hashtag(f, f->campaign, "YoTambién", "es");
    struct campaign campaign;
    assert_int_equal(campaign_get(f->reader, &f->arena, f->campaign, &campaign), OK);
    f->account = campaign.account;
}

void fixture_open_beside(struct fixture *f, const struct fixture *other, const char *name)
{
    begin(f);
    f->key = other->key;
    atomic_store(&f->now_ms, other->now_ms);
    open_database(f, name);
    fixture_open_writer(f);
}

void fixture_close(struct fixture *f)
{
    struct secret *key = f->key;
    fixture_close_beside(f);
    secret_done(key);
}

void fixture_close_beside(struct fixture *f)
{
    fixture_close_writer(f);
    if (f->reader != f->db)
        db_close(f->reader);
    db_close(f->db);
    arena_done(&f->arena);
    sem_destroy(&f->gate);
    sem_destroy(&f->answered);
}

int fixture_set_up(void **state)
{
    static struct fixture fixture;
    fixture_open(&fixture, NULL);
    *state = &fixture;
    return 0;
}

int fixture_set_up_file(void **state)
{
    static struct fixture fixture;
    static int n;
    char name[32];
    snprintf(name, sizeof name, "fixture%d.db", ++n);
    fixture_open(&fixture, name);
    *state = &fixture;
    return 0;
}

int fixture_tear_down(void **state)
{
    fixture_close(*state);
    return 0;
}

/* --- acts --- */

struct act *fixture_act(struct fixture *f, enum act_kind kind, struct person_id person)
{
    struct act *act = arena_new(&f->arena, struct act);
    act->kind = kind;
    act->person = person;
    act->audience = AUDIENCE_PAGES;
    act->context = f;
    return act;
}

enum err fixture_apply(struct fixture *f, struct act *act)
{
    const char *why;
    enum err err = act_prepare(act, &f->arena, f->key, FIXTURE_TEXT_MAX, &why);
    return err == OK ? act_apply_now(f->writer, act) : err;
}

static void hold(struct act *act)
{
    struct fixture *f = act->context;
    while (sem_wait(&f->gate) != 0)
        ;
    sem_post(&f->answered);
}

static void count(struct act *act)
{
    struct fixture *f = act->context;
    sem_post(&f->answered);
}

/* An act that changes nothing. */
static struct act *idle(struct fixture *f)
{
    return fixture_act(f, ACT_NOTICE_CLEAR, nobody);
}

/* While the writer's thread is held by the first act's answer, the others wait in the queue. */
void fixture_apply_batch(struct fixture *f, struct act **acts, size_t n)
{
    const char *why;
    struct act *first = idle(f);
    first->done = hold;
    assert_int_equal(act_submit(f->writer, first), OK);
    for (size_t i = 0; i < n; i++) {
        acts[i]->done = count;
        assert_int_equal(act_prepare(acts[i], &f->arena, f->key, FIXTURE_TEXT_MAX, &why), OK);
        assert_int_equal(act_submit(f->writer, acts[i]), OK);
    }
    sem_post(&f->gate);
    for (size_t i = 0; i < n + 1; i++)
        assert_int_equal(sem_wait(&f->answered), 0);
}

void fixture_settle(struct fixture *f)
{
    do {
        struct act *act = idle(f);
        fixture_apply_batch(f, &act, 1);
    } while (fixture_number(f, "SELECT count(*) FROM sweep") > 0);
    struct act *act = idle(f);
    fixture_apply_batch(f, &act, 1);
}

struct person_id fixture_arrive(struct fixture *f, const char *username)
{
    struct act *act = fixture_act(f, ACT_ARRIVE, nobody);
    act->arrival.is_wanted = true;
    act->arrival.username = str_of(username);
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_equal(act->id, act->person.v);
    return act->person;
}

struct campaign_id fixture_campaign(struct fixture *f, const char *slug, const char *hashtag)
{
    struct act *act = fixture_act(f, ACT_CAMPAIGN, nobody);
    act->campaign.slug = str_of(slug);
    act->campaign.title = str_of(slug);
    act->campaign.call = STR("Say it.");
    act->campaign.language = STR("en");
    assert_int_equal(fixture_apply(f, act), OK);
    struct campaign_id id = {act->id};
    fixture_hashtag(f, id, hashtag, "en");
    return id;
}

void fixture_hashtag(struct fixture *f, struct campaign_id campaign, const char *name,
                     const char *language)
{
    struct act *act = fixture_act(f, ACT_HASHTAG, nobody);
    act->hashtag.campaign = campaign;
    act->hashtag.name = str_of(name);
    act->hashtag.language = str_of(language);
    assert_int_equal(fixture_apply(f, act), OK);
}

struct post_id fixture_comment(struct fixture *f, struct person_id person, struct post_id parent,
                               const char *text)
{
    struct act *act = fixture_act(f, ACT_POST, person);
    act->post.text = str_of(text);
    act->post.parent = parent;
    assert_int_equal(fixture_apply(f, act), OK);
    return (struct post_id){act->id};
}

struct post_id fixture_say(struct fixture *f, struct person_id person, const char *text)
{
    return fixture_comment(f, person, (struct post_id){0}, text);
}

int64_t fixture_share(struct fixture *f, struct person_id person, struct post_id post)
{
    struct act *act = fixture_act(f, ACT_SHARE, person);
    act->share = post;
    assert_int_equal(fixture_apply(f, act), OK);
    return act->id;
}

enum err fixture_react(struct fixture *f, struct person_id person, struct post_id post,
                       enum reaction reaction)
{
    struct act *act = fixture_act(f, ACT_REACT, person);
    act->react = (struct act_react){post, reaction};
    return fixture_apply(f, act);
}

enum err fixture_unreact(struct fixture *f, struct person_id person, struct post_id post)
{
    struct act *act = fixture_act(f, ACT_UNREACT, person);
    act->react.post = post;
    return fixture_apply(f, act);
}

enum err fixture_withdraw(struct fixture *f, struct person_id person, struct post_id post)
{
    struct act *act = fixture_act(f, ACT_WITHDRAW, person);
    act->withdraw = post;
    return fixture_apply(f, act);
}

enum err fixture_leave(struct fixture *f, struct person_id person)
{
    return fixture_apply(f, fixture_act(f, ACT_LEAVE, person));
}

enum err fixture_tie(struct fixture *f, struct person_id person, enum tie_kind kind, int64_t target)
{
    struct act *act = fixture_act(f, ACT_TIE, person);
    act->tie = (struct act_tie){.kind = kind, .target = target};
    return fixture_apply(f, act);
}

enum err fixture_untie(struct fixture *f, struct person_id person, enum tie_kind kind,
                       int64_t target)
{
    struct act *act = fixture_act(f, ACT_UNTIE, person);
    act->tie = (struct act_tie){.kind = kind, .target = target};
    return fixture_apply(f, act);
}

/* --- looking --- */

struct reader on_pages(struct person_id person)
{
    return (struct reader){person, AUDIENCE_PAGES, last_key};
}

static void print_difference(void *context, const char *what, int64_t stored, int64_t counted)
{
    (void)context;
    print_error("%s: stored %lld, counted %lld\n", what, (long long)stored, (long long)counted);
}

void fixture_assert_veil(struct fixture *f)
{
    int64_t posts = fixture_number(f, "SELECT count(*) FROM post WHERE author < 0");
    int64_t parts = fixture_number(f, "SELECT count(*) FROM post JOIN cell_campaign ON "
                                      "cell_campaign.cell = post.cell WHERE author < 0");
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM veil"), posts + parts);
}

void fixture_assert_recount(struct fixture *f)
{
    int64_t differences = -1;
    const struct recount recount = {
        .db = f->reader, .arena = &f->arena, .key = f->key, .difference = print_difference};
    assert_int_equal(recount_run(&recount, &differences), OK);
    assert_int_equal(differences, 0);
    fixture_assert_veil(f);
}

struct figures fixture_figures(struct fixture *f, struct campaign_id campaign)
{
    struct figures figures;
    assert_int_equal(board_figures(f->board, campaign, &f->arena, &figures), OK);
    return figures;
}

void fixture_assert_window(struct fixture *f, enum figure_window window, const int64_t wanted[5])
{
    struct figure_counts counts = fixture_figures(f, f->campaign).windows[window];
    assert_int_equal(counts.people, wanted[0]);
    for (int i = 0; i < COUNT_KINDS; i++)
        assert_int_equal(counts.kinds[i], wanted[i + 1]);
}

enum err fixture_post(struct fixture *f, struct person_id viewer, struct post_id id,
                      struct post *out)
{
    return post_get(f->reader, &f->arena, on_pages(viewer), id, out);
}

void fixture_script(struct fixture *f, const char *sql)
{
    assert_int_equal(f->db->engine->script(f->db, sql), OK);
}

struct one_number {
    int64_t n;
};

int64_t fixture_number(struct fixture *f, const char *sql)
{
    static const struct db_field fields[] = {
        {DB_I64, false, offsetof(struct one_number, n), "n"},
    };
    const struct db_query query = {
        .name = "number",
        .sqlite = sql,
        .out = fields,
        .n_out = 1,
        .row_size = sizeof(struct one_number),
        .row_align = alignof(struct one_number),
        .slot = SLOT_STEP_ADD, /* not used after the migration */
    };
    struct one_number row;
    assert_int_equal(db_one(f->reader, &query, &f->arena, NULL, &row), OK);
    return row.n;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The log's drain: it stays within its bound, a reader in the way stops nobody, a quiet moment
 * empties it, and the writer never takes it for somebody who wrote. */
#include <sched.h>
#include <stdio.h>
#include <sys/stat.h>

#include "db/drain.h"
#include "things.h"

enum { BEGIN_BYTES = 64 * 1024, MOST_BYTES = 128 * 1024, ROWS = 20, COMMIT_MOST = 32 * 1024 };
static const struct drain_bounds bounds = {BEGIN_BYTES, MOST_BYTES};

struct shop {
    const char *name;
    struct db *writer, *reader;
    struct drain *drain;
    int64_t n; /* things added */
    uint64_t version;
};

static void shop_open(struct shop *shop, const char *name)
{
    *shop = (struct shop){.name = name, .writer = things_open(name), .reader = things_reader(name)};
    assert_int_equal(drain_open(&shop->drain, shop->writer, scratch_path(name), &bounds), OK);
}

static void shop_close(struct shop *shop)
{
    drain_close(shop->drain);
    db_close(shop->reader);
    assert_int_equal(db_integrity(shop->writer), OK);
    db_close(shop->writer);
}

static int64_t log_file_bytes(const struct shop *shop)
{
    char name[64];
    struct stat file;
    snprintf(name, sizeof name, "%s-wal", shop->name);
    assert_int_equal(stat(scratch_path(name), &file), 0);
    return (int64_t)file.st_size;
}

static void commit_some(struct shop *shop)
{
    assert_int_equal(db_begin(shop->writer), OK);
    for (int i = 0; i < ROWS; i++)
        assert_int_equal(things_add(shop->writer, ++shop->n, "a word that takes some room"), OK);
    assert_int_equal(db_commit(shop->writer), OK);
}

/* As a worker does after a commit, and when the writer says that it is worth it: in a new
 * snapshot, which is kept. */
static void read_some(struct shop *shop)
{
    assert_int_equal(db_hold(shop->reader, ++shop->version), OK);
    assert_int_equal(things_count(shop->reader), shop->n);
}

static void the_log_stays_within_its_bound_while_others_read(void **state)
{
    (void)state;
    struct shop shop;
    int n_anew = 0;
    shop_open(&shop, "bound.db");
    for (int i = 0; i < 500; i++) {
        int64_t before = db_log_bytes(shop.writer);
        commit_some(&shop);
        n_anew += db_log_bytes(shop.writer) < before;
        assert_true(db_log_bytes(shop.writer) <= MOST_BYTES + COMMIT_MOST);
        read_some(&shop);
        if (drain_turn(shop.drain, false))
            read_some(&shop);
    }
    assert_true(log_file_bytes(&shop) <= MOST_BYTES + COMMIT_MOST);
    assert_true(n_anew > 3);
    shop_close(&shop);
}

static void the_log_may_be_longer_beside_a_large_database(void **state)
{
    (void)state;
    enum { MIB = 1024 * 1024 };
    const struct drain_bounds least = {INT64_C(64) * MIB, INT64_C(128) * MIB};
    const struct {
        int64_t database_mib, begin_mib, most_mib;
    } cases[] = {
        {0, 64, 128}, {512, 64, 128}, {800, 100, 164}, {3072, 384, 448}, {100000, 384, 448}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct drain_bounds found = drain_bounds_for(&least, cases[i].database_mib * MIB);
        assert_int_equal(found.begin_bytes, cases[i].begin_mib * MIB);
        assert_int_equal(found.most_bytes, cases[i].most_mib * MIB);
    }
}

static void a_reader_in_the_way_stops_nobody(void **state)
{
    (void)state;
    struct shop shop;
    shop_open(&shop, "held.db");
    commit_some(&shop);
    read_some(&shop);
    while (db_log_bytes(shop.writer) <= 2 * MOST_BYTES) {
        commit_some(&shop);
        assert_false(drain_turn(shop.drain, false));
    }
    assert_int_equal(things_count(shop.reader), ROWS);
    db_let_go(shop.reader);
    int64_t before;
    do {
        before = db_log_bytes(shop.writer);
        commit_some(&shop);
        (void)!drain_turn(shop.drain, false);
    } while (db_log_bytes(shop.writer) >= before);
    read_some(&shop);
    shop_close(&shop);
}

static void a_quiet_moment_empties_the_log(void **state)
{
    (void)state;
    struct shop shop;
    shop_open(&shop, "quiet.db");
    commit_some(&shop);
    read_some(&shop);
    assert_true(log_file_bytes(&shop) > 0);
    bool is_moved = false;
    while (!is_moved) {
        is_moved = drain_turn(shop.drain, true);
        sched_yield();
    }
    assert_true(log_file_bytes(&shop) > 0); /* a snapshot from before needs it */
    read_some(&shop);
    while (db_log_bytes(shop.writer) > 0) {
        (void)!drain_turn(shop.drain, true);
        sched_yield();
    }
    assert_int_equal(log_file_bytes(&shop), 0);
    assert_false(drain_turn(shop.drain, true));
    commit_some(&shop);
    read_some(&shop);
    shop_close(&shop);
}

static void what_a_crash_left_is_moved_in_the_first_quiet_moment(void **state)
{
    (void)state;
    struct shop shop;
    struct db *before = things_open("left.db");
    things_fill(before, ROWS);
    shop_open(&shop, "left.db");
    shop.n = ROWS;
    assert_true(db_log_bytes(shop.writer) > 0);
    while (db_log_bytes(shop.writer) > 0) {
        (void)!drain_turn(shop.drain, true);
        sched_yield();
    }
    assert_int_equal(log_file_bytes(&shop), 0);
    read_some(&shop);
    db_close(before);
    shop_close(&shop);
}

static void the_writer_takes_it_for_nobody_who_wrote(void **state)
{
    (void)state;
    struct shop shop;
    int64_t version, now;
    shop_open(&shop, "version.db");
    assert_int_equal(db_version(shop.writer, &version), OK);
    for (int i = 0; i < 100; i++) {
        commit_some(&shop);
        read_some(&shop);
        if (drain_turn(shop.drain, i % 10 == 0))
            read_some(&shop);
        assert_int_equal(db_version(shop.writer, &now), OK);
        assert_int_equal(now, version);
    }
    db_let_go(shop.reader);
    while (db_log_bytes(shop.writer) > 0) {
        (void)!drain_turn(shop.drain, true);
        sched_yield();
    }
    assert_int_equal(db_version(shop.writer, &now), OK);
    assert_int_equal(now, version);
    shop_close(&shop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_log_stays_within_its_bound_while_others_read),
        cmocka_unit_test(the_log_may_be_longer_beside_a_large_database),
        cmocka_unit_test(a_reader_in_the_way_stops_nobody),
        cmocka_unit_test(a_quiet_moment_empties_the_log),
        cmocka_unit_test(what_a_crash_left_is_moved_in_the_first_quiet_moment),
        cmocka_unit_test(the_writer_takes_it_for_nobody_who_wrote),
    };
    return cmocka_run_group_tests_name("drain", tests, things_set_up, things_tear_down);
}

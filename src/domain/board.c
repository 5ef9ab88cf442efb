/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The live and the released figures (board.h, board_live.h).
 *
 * Per campaign one sheet of dense hours since the call and short lists of languages, countries,
 * hashtags and networks; the live sheet belongs to the writer's thread, the released one is
 * copied from it under the lock. Rows are never removed. What is shown of a released sheet is made
 * in figures.c. */
#include "domain/board_live.h"

#include <pthread.h>
#include <string.h>

#include "domain/sheet.h"
#include "domain/told.h"
#include "sql/tally.h"

enum { BOARD_MEMORY = 1 << 30 };

struct board {
    struct arena memory;  /* holds this struct too */
    pthread_mutex_t lock; /* over the released sheets and the number of campaigns */
    int64_t floor;
    struct sheet_pair *pairs[CAMPAIGNS_MAX];
    size_t n_pairs;
};

enum err board_open(struct board **out, int64_t floor)
{
    struct arena memory;
    TRY(arena_init(&memory, BOARD_MEMORY));
    struct board *board = arena_new(&memory, struct board);
    board->memory = memory;
    board->floor = floor;
    pthread_mutex_init(&board->lock, NULL);
    *out = board;
    return OK;
}

void board_close(struct board *board)
{
    if (board == NULL)
        return;
    pthread_mutex_destroy(&board->lock);
    struct arena memory = board->memory;
    arena_done(&memory);
}

int64_t board_floor(const struct board *board)
{
    return board->floor;
}

static struct sheet_pair *find(const struct board *board, struct campaign_id id)
{
    for (size_t i = 0; i < board->n_pairs; i++)
        if (board->pairs[i]->campaign.v == id.v)
            return board->pairs[i];
    return NULL;
}

/* The rows of the breakdowns that a cell's acts are added to. */
static void place(struct board *board, struct sheet_pair *pair, const struct cell *cell, int member,
                  int rows[BREAKDOWNS])
{
    struct str names[BREAKDOWNS] = {
        [BY_LANGUAGE] = cell->language,
        [BY_COUNTRY] = cell->country,
        [BY_HASHTAG] = cell->members[member].name,
        [BY_NETWORK] = cell->network,
    };
    for (int i = 0; i < BREAKDOWNS; i++)
        rows[i] = sheet_part(&pair->live, &board->memory, (enum figure_breakdown)i, names[i]);
}

static void add(struct board *board, const struct tally_change *change)
{
    struct sheet_pair *pair = find(board, change->campaign);
    if (pair == NULL)
        return;
    const struct cell *cell = change->cell;
    int member = 0;
    while (member < cell->n_members - 1 && cell->members[member].campaign.v != change->campaign.v)
        member++;
    int rows[BREAKDOWNS];
    place(board, pair, cell, member, rows);
    for (int i = 0; i < BREAKDOWNS; i++)
        pair->live.parts[i].items[rows[i]].kinds[change->kind] += change->n;
    sheet_hour(&pair->live, &board->memory, change->hour)->kinds[change->kind] += change->n;
    pair->n_since += change->n < 0 ? -change->n : change->n;
}

void board_apply(struct board *board, const struct ledger *ledger)
{
    for (size_t i = 0; i < ledger->n_done_tally; i++)
        add(board, &ledger->done_tally[i]);
    for (size_t i = 0; i < ledger->n_done_hours; i++) {
        const struct hour_change *change = &ledger->done_hours[i];
        struct sheet_pair *pair = find(board, change->campaign);
        if (pair == NULL)
            continue;
        struct sheet_hour *hour = sheet_hour(&pair->live, &board->memory, change->hour);
        hour->firsts += change->firsts;
        hour->lasts += change->lasts;
    }
}

static struct board_voices voices_of(const struct sheet_pair *pair)
{
    enum { HOUR_MS = 3600 * 1000 };
    const struct sheet *sheet = &pair->released;
    const struct sheet_parts *parts = &sheet->parts[BY_NETWORK];
    struct board_voices voices = {0};
    for (size_t i = 0; i < parts->n; i++)
        voices.n += parts->items[i].kinds[COUNT_POST];
    size_t h = sheet->n_hours;
    while (h > 0 && sheet->hours[h - 1].kinds[COUNT_POST] == 0)
        h--;
    if (h > 0)
        voices.last_ms = pair->called_ms + (int64_t)(h - 1) * HOUR_MS;
    return voices;
}

static void release(struct board *board, struct sheet_pair *pair, int64_t now_ms)
{
    told_move(&pair->live, board->floor);
    pthread_mutex_lock(&board->lock);
    sheet_copy(&pair->released, &pair->live, &board->memory);
    pair->released_ms = now_ms;
    pair->release++;
    pair->voices = voices_of(pair);
    pthread_mutex_unlock(&board->lock);
    pair->n_since = 0;
}

bool board_release(struct board *board, int64_t now_ms, int64_t step,
                   void (*released)(void *context, struct campaign_id campaign), void *context)
{
    bool is_any = false;
    for (size_t i = 0; i < board->n_pairs; i++) {
        struct sheet_pair *pair = board->pairs[i];
        bool is_new_hour =
            sheet_pair_hour(pair, now_ms) != sheet_pair_hour(pair, pair->released_ms);
        if (pair->n_since < step && !is_new_hour)
            continue;
        release(board, pair, now_ms);
        if (released)
            released(context, pair->campaign);
        is_any = true;
    }
    return is_any;
}

/* --- loading --- */

static struct sheet_pair *pair_of(struct board *board, const struct campaign *campaign)
{
    struct sheet_pair *pair = find(board, campaign->id);
    if (pair == NULL) {
        BUG_IF(board->n_pairs == CAMPAIGNS_MAX);
        pair = arena_new(&board->memory, struct sheet_pair);
        pair->campaign = campaign->id;
        pair->slug = arena_str(&board->memory, campaign->slug);
        pair->called_ms = campaign->called_ms;
        pair->account = campaign->account;
        pthread_mutex_lock(&board->lock);
        board->pairs[board->n_pairs++] = pair;
        pthread_mutex_unlock(&board->lock);
    }
    return pair;
}

static enum err load_hours(struct board *board, struct sheet_pair *pair, struct db *db,
                           struct arena *arena)
{
    const struct tally_by_hour_out *rows;
    const struct people_hour_rows_out *people;
    size_t n;
    TRY(sql_tally_by_hour_list(db, arena, &(struct tally_by_hour_in){pair->campaign}, &rows, &n));
    for (size_t i = 0; i < n; i++)
        sheet_hour(&pair->live, &board->memory, rows[i].hour)->kinds[rows[i].kind - 1] = rows[i].n;
    TRY(sql_people_hour_rows_list(db, arena, &(struct people_hour_rows_in){pair->campaign}, &people,
                                  &n));
    for (size_t i = 0; i < n; i++) {
        struct sheet_hour *hour = sheet_hour(&pair->live, &board->memory, people[i].hour);
        hour->firsts = people[i].firsts;
        hour->lasts = people[i].lasts;
    }
    return OK;
}

static enum err load_parts(struct board *board, struct sheet_pair *pair, struct db *db,
                           struct registry *registry, struct arena *arena)
{
    const struct tally_by_cell_out *rows;
    size_t n;
    TRY(sql_tally_by_cell_list(db, arena, &(struct tally_by_cell_in){pair->campaign}, &rows, &n));
    for (size_t i = 0; i < n; i++) {
        struct cell *cell;
        TRY(cell_read(registry, db, arena, rows[i].cell, &cell));
        int member = 0;
        while (member < cell->n_members - 1 && cell->members[member].campaign.v != pair->campaign.v)
            member++;
        int places[BREAKDOWNS];
        place(board, pair, cell, member, places);
        for (int k = 0; k < BREAKDOWNS; k++)
            pair->live.parts[k].items[places[k]].kinds[rows[i].kind - 1] += rows[i].n;
    }
    return OK;
}

enum err board_load(struct board *board, struct db *db, struct registry *registry,
                    struct arena *arena, int64_t now_ms)
{
    for (size_t i = 0; i < registry->n_campaigns; i++) {
        struct sheet_pair *pair = pair_of(board, &registry->campaigns[i]);
        sheet_clear(&pair->live);
        TRY(load_hours(board, pair, db, arena));
        TRY(load_parts(board, pair, db, registry, arena));
        /* What came from elsewhere is a step like any other. */
        pair->n_since = sheet_distance(&pair->live, &pair->released);
        if (pair->release == 0)
            release(board, pair, now_ms);
    }
    return OK;
}

enum err board_figures(struct board *board, struct campaign_id campaign, struct arena *arena,
                       struct figures *out)
{
    pthread_mutex_lock(&board->lock);
    const struct sheet_pair *pair = find(board, campaign);
    if (pair != NULL)
        figures_make(pair, board->floor, arena, out);
    pthread_mutex_unlock(&board->lock);
    return pair ? OK : ERR_NOT_FOUND;
}

struct board_voices board_voices(struct board *board, struct person_id account)
{
    struct board_voices voices = {0};
    pthread_mutex_lock(&board->lock);
    for (size_t i = 0; i < board->n_pairs; i++)
        if (board->pairs[i]->account.v == account.v)
            voices = board->pairs[i]->voices;
    pthread_mutex_unlock(&board->lock);
    return voices;
}

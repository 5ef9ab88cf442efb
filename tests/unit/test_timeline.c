/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages of posts: every combination of cursors against a model list, for every kind of list; and
 * who sees what in them. */
#include <string.h>

#include "campaign_fixture.h"

static const struct person_id nobody;

/* --- a list and its model --- */

enum { ITEMS_MOST = 400 };

struct list;
typedef enum err page_fn(const struct list *list, struct cursor cursor, struct page *out);

/* What a list must hold, newest first: places, and the posts in them. */
struct list {
    struct fixture *f;
    page_fn *page;
    struct person_id viewer;
    int64_t of;
    const struct tag_query *query;
    struct account_filter filter;
    int64_t ids[ITEMS_MOST], posts[ITEMS_MOST];
    size_t n;
};

/* At the newer end. */
static void expect(struct list *list, int64_t id, int64_t post)
{
    assert_true(list->n < ITEMS_MOST);
    memmove(list->ids + 1, list->ids, list->n * sizeof *list->ids);
    memmove(list->posts + 1, list->posts, list->n * sizeof *list->posts);
    list->ids[0] = id;
    list->posts[0] = post;
    list->n++;
}

/* The first of the model's items within the cursor, and how many there are. */
static size_t within(const struct list *list, struct cursor cursor, size_t *first)
{
    int64_t before = cursor.max_id ? cursor.max_id : INT64_MAX;
    int64_t after = cursor.min_id ? cursor.min_id : cursor.since_id;
    size_t n = 0;
    *first = 0;
    for (size_t i = 0; i < list->n; i++) {
        if (list->ids[i] >= before)
            *first = i + 1;
        else if (list->ids[i] > after)
            n++;
    }
    return n;
}

static void check_page(const struct list *list, struct cursor cursor)
{
    struct page page;
    size_t first, all = within(list, cursor, &first), n = all;
    if (n > (size_t)cursor.limit)
        n = (size_t)cursor.limit;
    if (cursor.min_id)
        first += all - n;
    arena_reset(&list->f->arena);
    assert_int_equal(list->page(list, cursor, &page), OK);
    assert_int_equal(page.n, n);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(page.items[i].id, list->ids[first + i]);
        assert_int_equal(page.items[i].post.id.v, list->posts[first + i]);
        assert_int_equal(page.items[i].is_share, list->ids[first + i] != list->posts[first + i] &&
                                                     page.items[i].sharer.id.v != 0);
    }
    /* the numbers of what is not shown are not told; only a page that gave up goes on further */
    bool is_full = n == (size_t)cursor.limit;
    if (n > 0 && (is_full || !cursor.min_id))
        assert_int_equal(page.newest, list->ids[first]);
    if (n > 0 && (is_full || cursor.min_id))
        assert_int_equal(page.oldest, list->ids[first + n - 1]);
    if (!cursor.min_id && all > n)
        assert_true(page.has_more);
}

static void check_cursors(const struct list *list)
{
    static const int64_t limits[] = {1, 3, 40};
    int64_t marks[8] = {0};
    size_t n = 1;
    for (size_t i = 0; i < 5 && list->n > 0; i++)
        marks[n++] = list->ids[i * (list->n - 1) / 4] + (int64_t)(i % 2);
    for (size_t max = 0; max < n; max++)
        for (size_t since = 0; since < n; since++)
            for (size_t min = 0; min < n; min++)
                for (size_t l = 0; l < COUNT(limits); l++)
                    check_page(list,
                               (struct cursor){marks[max], marks[since], marks[min], limits[l]});
}

/* Page by page from the newest to the oldest: everything once. */
static void check_walk(const struct list *list, int64_t limit)
{
    struct cursor cursor = {.limit = limit};
    size_t n = 0;
    struct page page = {.has_more = true};
    while (page.has_more) {
        assert_int_equal(list->page(list, cursor, &page), OK);
        for (size_t i = 0; i < page.n; i++)
            assert_int_equal(page.items[i].id, list->ids[n++]);
        if (page.n == 0)
            break;
        cursor.max_id = page.oldest;
    }
    assert_int_equal(n, list->n);
}

static void check(const struct list *list)
{
    check_cursors(list);
    check_walk(list, 4);
    check_walk(list, 40);
}

/* --- the lists --- */

static enum err campaign_page(const struct list *list, struct cursor cursor, struct page *out)
{
    return timeline_campaign(list->f->reader, &list->f->arena, on_pages(list->viewer),
                             &(struct campaign_query){.campaign = {list->of}}, cursor, out);
}

static enum err public_page(const struct list *list, struct cursor cursor, struct page *out)
{
    return timeline_public(list->f->reader, &list->f->arena, on_pages(list->viewer), cursor, out);
}

static enum err tags_page(const struct list *list, struct cursor cursor, struct page *out)
{
    return timeline_tags(list->f->reader, &list->f->arena, on_pages(list->viewer), list->query,
                         cursor, out);
}

static enum err account_page(const struct list *list, struct cursor cursor, struct page *out)
{
    struct account_filter filter = list->filter;
    filter.account = (struct person_id){list->of};
    return timeline_account(list->f->reader, &list->f->arena, on_pages(list->viewer), filter,
                            cursor, out);
}

static enum err home_page(const struct list *list, struct cursor cursor, struct page *out)
{
    return timeline_home(list->f->reader, &list->f->arena, on_pages(list->viewer), cursor, out);
}

static enum err mine_page(const struct list *list, struct cursor cursor, struct page *out)
{
    return timeline_mine(list->f->reader, &list->f->arena, on_pages(list->viewer), cursor, out);
}

static enum err favourites_page(const struct list *list, struct cursor cursor, struct page *out)
{
    return timeline_favourites(list->f->reader, &list->f->arena, on_pages(list->viewer), cursor,
                               out);
}

static enum err bookmarks_page(const struct list *list, struct cursor cursor, struct page *out)
{
    return timeline_bookmarks(list->f->reader, &list->f->arena, on_pages(list->viewer), cursor,
                              out);
}

static struct list list_of(struct fixture *f, page_fn *page, struct person_id viewer, int64_t of)
{
    return (struct list){.f = f, .page = page, .viewer = viewer, .of = of};
}

struct voice {
    const char *text;
    bool is_unlisted, is_anonymous;
    struct post_id parent;
};

static struct post_id say(struct fixture *f, struct person_id person, struct voice voice)
{
    struct act *act = fixture_act(f, ACT_POST, person);
    act->post.text = str_of(voice.text);
    act->post.is_unlisted = voice.is_unlisted;
    act->post.is_anonymous = voice.is_anonymous;
    act->post.parent = voice.parent;
    assert_int_equal(fixture_apply(f, act), OK);
    return (struct post_id){act->id};
}

/* --- who sees what, with every cursor --- */

/* Voices of a campaign and all voices: without what is unlisted, withdrawn, answers, or muted. */
static void voices(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL),
                     clara = fixture_arrive(f, NULL);
    struct list campaign = list_of(f, campaign_page, nobody, f->campaign.v);
    struct list all = list_of(f, public_page, nobody, 0);
    struct list quiet = list_of(f, campaign_page, clara, f->campaign.v);
    assert_int_equal(fixture_tie(f, clara, TIE_MUTE, berta.v), OK);
    for (int i = 0; i < 60; i++) {
        bool is_bertas = i % 3 == 0;
        struct voice voice = {i % 4 ? "#MeToo" : "no hashtag", i % 7 == 6, false, {0}};
        struct post_id id = say(f, is_bertas ? berta : anna, voice);
        fixture_comment(f, anna, id, "An answer. #MeToo");
        f->now_ms += i;
        if (i % 11 == 10) {
            assert_int_equal(fixture_withdraw(f, is_bertas ? berta : anna, id), OK);
            continue;
        }
        if (voice.is_unlisted)
            continue;
        expect(&all, id.v, id.v);
        if (i % 4)
            expect(&campaign, id.v, id.v);
        if (i % 4 && !is_bertas)
            expect(&quiet, id.v, id.v);
    }
    check(&campaign);
    check(&all);
    check(&quiet);
}

static void tags(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    static const char *const texts[] = {
        "#red", "#green", "#blue", "#red #green", "#Red #BLUE", "#green #blue", "#red #green #blue",
        "none"};
    const struct str red = STR("red"), green = STR("#Green"), blue = STR("blue"),
                     unknown = STR("neverused");
    const struct str red_or_green[] = {red, green};
    const struct tag_query queries[] = {
        {.any = &red, .n_any = 1},
        {.any = red_or_green, .n_any = 2},
        {.any = &red, .n_any = 1, .all = &green, .n_all = 1},
        {.any = red_or_green, .n_any = 2, .none = &blue, .n_none = 1},
        {.any = &red, .n_any = 1, .all = &green, .n_all = 1, .none = &blue, .n_none = 1},
        {.any = &unknown, .n_any = 1},
        {.any = &red, .n_any = 1, .all = &unknown, .n_all = 1},
        {.any = &red, .n_any = 1, .none = &unknown, .n_none = 1},
    };
    static const unsigned wanted[COUNT(queries)] = {
        0x59, 0x7B, 0x48, 0x0B, 0x08, 0, 0, 0x59, /* a bit for each text */
    };
    static struct list lists[COUNT(queries)];
    for (size_t q = 0; q < COUNT(queries); q++) {
        lists[q] = list_of(f, tags_page, nobody, 0);
        lists[q].query = &queries[q];
    }
    struct post_id voice = {0};
    for (size_t i = 0; i < 64; i++) {
        size_t text = i * 5 % 8;
        struct post_id parent = i % 3 == 1 ? voice : (struct post_id){0};
        struct post_id id = say(f, anna, (struct voice){texts[text], i % 9 == 8, false, parent});
        voice = parent.v ? voice : id;
        for (size_t q = 0; q < COUNT(queries) && i % 9 != 8; q++)
            if (wanted[q] & 1U << text)
                expect(&lists[q], id.v, id.v);
    }
    for (size_t q = 0; q < COUNT(queries); q++)
        check(&lists[q]);
    const struct str many[] = {red, red, red, red, red, red};
    struct page page;
    assert_int_equal(
        timeline_tags(f->reader, &f->arena, on_pages(nobody),
                      &(struct tag_query){.any = &red, .n_any = 1, .all = many, .n_all = 5},
                      (struct cursor){.limit = 5}, &page),
        ERR_BAD_INPUT);
}

/* Edits move a post between hashtags. */
static void edited_tags(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct post_id id = fixture_say(f, anna, "#red #MeToo");
    struct act *edit = fixture_act(f, ACT_EDIT, anna);
    edit->post.target = id;
    edit->post.text = STR("#green");
    assert_int_equal(fixture_apply(f, edit), OK);
    const struct str red = STR("red"), green = STR("green");
    const struct tag_query queries[] = {{.any = &red, .n_any = 1}, {.any = &green, .n_any = 1}};
    struct list list = list_of(f, tags_page, nobody, 0);
    list.query = &queries[0];
    check_page(&list, (struct cursor){.limit = 5});
    expect(&list, id.v, id.v);
    list.query = &queries[1];
    check_page(&list, (struct cursor){.limit = 5});
    list = list_of(f, campaign_page, nobody, f->campaign.v);
    check_page(&list, (struct cursor){.limit = 5});
}

/* An account: what is said under it, its shares; never what its person said anonymously. */
static void accounts(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    static struct list all, voices, said, tagged, pinned, campaign, mine;
    all = voices = said = tagged = pinned = list_of(f, account_page, berta, anna.v);
    voices.filter.without_comments = true;
    said.filter.without_shares = true;
    tagged.filter.tag = STR("#red");
    pinned.filter.pinned_only = true;
    campaign = list_of(f, account_page, berta, f->account.v);
    mine = list_of(f, mine_page, anna, 0);
    struct post_id bertas = fixture_say(f, berta, "Berta's. #red");
    for (int i = 0; i < 50; i++) {
        struct voice voice = {i % 2 ? "#MeToo #red" : "#MeToo", i % 8 == 7, i % 5 == 4,
                              i % 6 == 5 ? bertas : (struct post_id){0}};
        struct post_id id = say(f, anna, voice);
        expect(&mine, id.v, id.v);
        if (voice.is_anonymous) {
            expect(&campaign, id.v, id.v);
            continue;
        }
        expect(&all, id.v, id.v);
        expect(&said, id.v, id.v);
        if (voice.parent.v == 0)
            expect(&voices, id.v, id.v);
        if (i % 2)
            expect(&tagged, id.v, id.v);
        if (i % 10 == 0) {
            assert_int_equal(fixture_tie(f, anna, TIE_PIN, id.v), OK);
            expect(&pinned, fixture_number(f, "SELECT max(id) FROM tie WHERE kind = 7"), id.v);
        }
    }
    int64_t share = fixture_share(f, anna, bertas);
    expect(&all, share, bertas.v);
    expect(&voices, share, bertas.v);
    expect(&tagged, share, bertas.v);
    check(&all);
    check(&voices);
    check(&said);
    check(&tagged);
    check(&pinned);
    check(&campaign);
    check(&mine);
}

/* Only she herself sees what fell, and who is behind what is anonymous. */
static void mine(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct list list = list_of(f, mine_page, anna, 0);
    struct post_id voice = fixture_say(f, berta, "#MeToo");
    struct post_id fallen = fixture_comment(f, anna, voice, "I believe you. #MeToo");
    struct post_id anonymous = say(f, anna, (struct voice){"#MeToo", true, true, {0}});
    assert_int_equal(fixture_withdraw(f, berta, voice), OK);
    expect(&list, fallen.v, fallen.v);
    expect(&list, anonymous.v, anonymous.v);
    check(&list);
    struct page page;
    assert_int_equal(mine_page(&list, (struct cursor){.limit = 5}, &page), OK);
    assert_int_equal(page.items[0].post.account.id.v, f->account.v);
    assert_true(page.items[0].post.is_mine);
    assert_true(page.items[1].post.is_fallen);
    struct list hers = list_of(f, account_page, berta, anna.v);
    check_page(&hers, (struct cursor){.limit = 5});
    const struct str metoo = STR("metoo");
    const struct tag_query query = {.any = &metoo, .n_any = 1};
    hers = list_of(f, tags_page, berta, 0);
    hers.query = &query;
    check_page(&hers, (struct cursor){.limit = 5});
}

/* What those she follows and the hashtags she follows brought, and her own, each once. */
static void home(void **state)
{
    struct fixture *f = *state;
    struct person_id me = fixture_arrive(f, NULL), anna = fixture_arrive(f, NULL),
                     berta = fixture_arrive(f, NULL), clara = fixture_arrive(f, NULL);
    struct act *tag = fixture_act(f, ACT_TIE, me);
    tag->tie = (struct act_tie){.kind = TIE_TAG, .tag = STR("#Red")};
    assert_int_equal(fixture_apply(f, tag), OK);
    assert_int_equal(fixture_tie(f, me, TIE_FOLLOW, anna.v), OK);
    assert_int_equal(fixture_tie(f, me, TIE_FOLLOW, berta.v), OK);
    assert_int_equal(fixture_tie(f, me, TIE_MUTE, clara.v), OK);
    static struct list list;
    list = list_of(f, home_page, me, 0);
    const struct person_id people[] = {me, anna, berta, clara};
    for (size_t i = 0; i < 80; i++) {
        struct person_id person = people[i * 7 % 4];
        bool is_stranger = i % 9 == 0;
        if (is_stranger)
            person = fixture_arrive(f, NULL);
        struct voice voice = {i % 3 ? "plain" : "#red #MeToo", i % 5 == 4, i % 12 == 0, {0}};
        struct post_id id = say(f, person, voice);
        bool is_by_tag = i % 3 == 0 && !voice.is_unlisted && person.v != clara.v;
        bool is_by_person = !is_stranger && person.v != clara.v && !voice.is_anonymous;
        if (is_by_tag || is_by_person || (voice.is_anonymous && !voice.is_unlisted && i % 3 == 0))
            expect(&list, id.v, id.v);
        if (i % 10 == 3) {
            int64_t share = fixture_share(f, anna, id);
            if (person.v != clara.v)
                expect(&list, share, id.v);
        }
        if (i % 20 == 8) {
            int64_t share = fixture_share(f, me, id);
            if (person.v != clara.v)
                expect(&list, share, id.v);
        }
    }
    check(&list);
}

static void favourites_and_bookmarks(void **state)
{
    struct fixture *f = *state;
    struct person_id me = fixture_arrive(f, NULL), anna = fixture_arrive(f, NULL);
    static struct list favourites, bookmarks;
    favourites = list_of(f, favourites_page, me, 0);
    bookmarks = list_of(f, bookmarks_page, me, 0);
    struct post_id posts[40];
    for (int i = 0; i < 40; i++)
        posts[i] = fixture_say(f, anna, "#MeToo");
    for (int i = 40; i-- > 0;) { /* in another order than they were said */
        f->now_ms++;
        enum reaction reaction = i % 3 ? REACTION_WITH_YOU : REACTION_BELIEVE;
        assert_int_equal(fixture_react(f, me, posts[i], reaction), OK);
        if (i % 3)
            expect(&favourites, fixture_number(f, "SELECT max(id) FROM reaction"), posts[i].v);
        if (i % 4)
            continue;
        assert_int_equal(fixture_tie(f, me, TIE_BOOKMARK, posts[i].v), OK);
        expect(&bookmarks, fixture_number(f, "SELECT max(id) FROM tie"), posts[i].v);
    }
    check(&favourites);
    check(&bookmarks);
    struct list others = list_of(f, favourites_page, anna, 0);
    check_page(&others, (struct cursor){.limit = 5});
}

/* Many hidden places in a row: the page says where to go on instead of looking for ever. */
static void a_long_stretch_of_hidden_places(void **state)
{
    struct fixture *f = *state;
    struct person_id me = fixture_arrive(f, NULL), anna = fixture_arrive(f, NULL),
                     berta = fixture_arrive(f, NULL);
    assert_int_equal(fixture_tie(f, me, TIE_MUTE, berta.v), OK);
    struct list list = list_of(f, campaign_page, me, f->campaign.v);
    struct post_id first = fixture_say(f, anna, "#MeToo");
    expect(&list, first.v, first.v);
    for (int i = 0; i < 100; i++)
        fixture_say(f, berta, "#MeToo");
    struct page page;
    assert_int_equal(campaign_page(&list, (struct cursor){.limit = 2}, &page), OK);
    assert_int_equal(page.n, 0);
    assert_true(page.has_more);
    assert_true(page.oldest > first.v);
    int pages = 0;
    for (struct cursor cursor = {.limit = 2}; page.n == 0 && pages < 100; pages++) {
        cursor.max_id = page.oldest;
        assert_int_equal(campaign_page(&list, cursor, &page), OK);
    }
    assert_int_equal(page.n, 1);
    assert_int_equal(page.items[0].id, first.v);
    assert_false(page.has_more);
}

/* --- threads --- */

static void check_thread(struct fixture *f, struct person_id viewer, struct post_id root,
                         const struct post_id *wanted, size_t n_wanted)
{
    struct thread_page list;
    struct thread_part part = {.root = root, .limit = 3};
    size_t n = 0;
    do {
        assert_int_equal(timeline_thread(f->reader, &f->arena, on_pages(viewer), part, &list), OK);
        for (size_t i = 0; i < list.n; i++) {
            assert_true(n < n_wanted);
            assert_int_equal(list.items[i].id.v, wanted[n++].v);
        }
        part.after = list.next;
    } while (list.next != 0);
    assert_int_equal(n, n_wanted);
}

static void threads(void **state)
{
    enum { COMMENTS = 10 };
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL),
                     clara = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    struct post_id comments[COMMENTS], bertas[COMMENTS], claras[COMMENTS];
    size_t n_bertas = 0, n_claras = 0;
    check_thread(f, nobody, voice, NULL, 0);
    for (int i = 0; i < COMMENTS; i++) {
        comments[i] =
            fixture_comment(f, i % 2 ? berta : clara, i ? comments[i / 2] : voice, "Yes.");
        if (i % 2)
            bertas[n_bertas++] = comments[i];
        else
            claras[n_claras++] = comments[i];
    }
    check_thread(f, nobody, voice, comments, COMMENTS);
    /* Who mutes somebody no longer sees her; the others do. */
    assert_int_equal(fixture_tie(f, clara, TIE_MUTE, berta.v), OK);
    check_thread(f, clara, voice, claras, n_claras);
    check_thread(f, nobody, voice, comments, COMMENTS);
    /* Whom the voice's author blocks disappears for all readers. */
    assert_int_equal(fixture_tie(f, anna, TIE_BLOCK, clara.v), OK);
    check_thread(f, nobody, voice, bertas, n_bertas);
    check_thread(f, berta, voice, bertas, n_bertas);
    assert_int_equal(fixture_untie(f, anna, TIE_BLOCK, clara.v), OK);
    check_thread(f, nobody, voice, comments, COMMENTS);
    assert_int_equal(fixture_withdraw(f, anna, voice), OK);
    check_thread(f, nobody, voice, NULL, 0);
}

/* --- blocks --- */

static void blocked_and_blocking_do_not_see_each_other(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id named = fixture_say(f, anna, "#MeToo");
    struct post_id anonymous = say(f, anna, (struct voice){"#MeToo", false, true, {0}});
    struct post_id hers = fixture_say(f, berta, "#MeToo");
    assert_int_equal(fixture_tie(f, anna, TIE_BLOCK, berta.v), OK);
    struct list blocked = list_of(f, campaign_page, berta, f->campaign.v);
    struct list blocking = list_of(f, campaign_page, anna, f->campaign.v);
    /* The anonymous voice stays where it was: its absence would tell who said it. */
    expect(&blocked, anonymous.v, anonymous.v);
    expect(&blocked, hers.v, hers.v);
    expect(&blocking, named.v, named.v);
    expect(&blocking, anonymous.v, anonymous.v);
    check(&blocked);
    check(&blocking);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(voices),
        IN_MEMORY(tags),
        IN_MEMORY(edited_tags),
        IN_MEMORY(accounts),
        IN_MEMORY(mine),
        IN_MEMORY(home),
        IN_MEMORY(favourites_and_bookmarks),
        IN_MEMORY(a_long_stretch_of_hidden_places),
        IN_MEMORY(threads),
        IN_MEMORY(blocked_and_blocking_do_not_see_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

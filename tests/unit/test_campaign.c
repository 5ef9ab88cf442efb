/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Campaigns and their families as organisers make them, and hashtags as they are used. */
#include <string.h>

#include "campaign_fixture.h"
#include "domain/campaign.h"

static const struct person_id nobody;
enum { DAY_MS = 24 * HOUR_MS };

static struct act *campaign_act(struct fixture *f, const char *slug)
{
    struct act *act = fixture_act(f, ACT_CAMPAIGN, nobody);
    act->campaign = (struct act_campaign){
        .slug = str_of(slug), .title = STR("Title"), .call = STR("Call"), .language = STR("en")};
    return act;
}

static void a_campaign_has_an_account(void **state)
{
    struct fixture *f = *state;
    struct act *act = campaign_act(f, "her-too");
    act->campaign.called_ms = f->now_ms - 5 * HOUR_MS;
    assert_int_equal(fixture_apply(f, act), OK);
    struct campaign campaign;
    struct person account;
    assert_int_equal(campaign_by_slug(f->reader, &f->arena, STR("her-too"), &campaign), OK);
    assert_int_equal(campaign.id.v, act->id);
    assert_int_equal(campaign.called_ms, f->now_ms - 5 * HOUR_MS);
    assert_int_equal(person_get(f->reader, &f->arena, campaign.account, &account), OK);
    assert_true(account.is_campaign);
    assert_str(account.username, "her_too");
    assert_str(account.pen_name, "Title");
    /* Its hours begin with the call. */
    fixture_hashtag(f, campaign.id, "HerToo", "en");
    fixture_say(f, fixture_arrive(f, NULL), "#HerToo");
    struct figures figures = fixture_figures(f, campaign.id);
    assert_int_equal(figures.n_hours, 6);
    assert_int_equal(figures.hours[5].counts.kinds[COUNT_POST], 1);
}

static void campaigns_that_are_refused(void **state)
{
    struct fixture *f = *state;
    fixture_arrive(f, "taken_name");
    assert_int_equal(fixture_apply(f, campaign_act(f, "metoo")), ERR_CONFLICT);
    assert_int_equal(fixture_apply(f, campaign_act(f, "taken-name")), ERR_CONFLICT);
    const char *const slugs[] = {
        "", "-x", "Upper", "a b", "ä", "a/b", "12345678901234567890123456789012345678901"};
    for (size_t i = 0; i < COUNT(slugs); i++)
        assert_int_equal(fixture_apply(f, campaign_act(f, slugs[i])), ERR_BAD_INPUT);
    struct act *act = campaign_act(f, "later");
    act->campaign.called_ms = f->now_ms + 1;
    assert_int_equal(fixture_apply(f, act), ERR_BAD_INPUT);
    act->campaign.called_ms = 1; /* the hours since would not fit into memory */
    assert_int_equal(fixture_apply(f, act), ERR_BAD_INPUT);
    act->campaign.called_ms = -1;
    assert_int_equal(fixture_apply(f, act), ERR_BAD_INPUT);
    act = campaign_act(f, "untitled");
    act->campaign.title = STR(" ");
    assert_int_equal(fixture_apply(f, act), ERR_BAD_INPUT);
    const struct campaign *list;
    size_t n;
    assert_int_equal(campaign_list(f->reader, &f->arena, &list, &n), OK);
    assert_int_equal(n, 1);
    struct campaign none;
    assert_int_equal(campaign_by_slug(f->reader, &f->arena, STR("untitled"), &none), ERR_NOT_FOUND);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM person WHERE is_campaign = 1"), 1);
}

static void a_campaign_is_edited(void **state)
{
    struct fixture *f = *state;
    struct act *act = fixture_act(f, ACT_CAMPAIGN_EDIT, nobody);
    act->campaign = (struct act_campaign){.target = f->campaign, .title = STR("New title")};
    assert_int_equal(fixture_apply(f, act), OK);
    struct campaign campaign;
    struct person account;
    assert_int_equal(campaign_get(f->reader, &f->arena, f->campaign, &campaign), OK);
    assert_str(campaign.title, "New title");
    assert_str(campaign.call, "Say it.");
    assert_str(campaign.language, "en");
    assert_int_equal(person_get(f->reader, &f->arena, campaign.account, &account), OK);
    assert_str(account.pen_name, "New title");
    act->campaign.target.v = 99;
    assert_int_equal(fixture_apply(f, act), ERR_NOT_FOUND);
}

/* --- families --- */

static void hashtags_come_as_one_batch(void **state)
{
    struct fixture *f = *state;
    static const char *const names[] = {"#MoiAussi", "#HerToo", "#YoTambién"};
    struct act acts[COUNT(names)];
    const char *why;
    fixture_hashtag(f, f->campaign, "#BalanceTonPorc", "fr"); /* nothing is left to sweep */
    for (size_t i = 0; i < COUNT(names); i++) {
        acts[i] = *fixture_act(f, ACT_HASHTAG, nobody);
        acts[i].hashtag = (struct act_hashtag){.campaign = f->campaign, .name = str_of(names[i])};
        acts[i].hashtag.campaign.v += i == 1 ? 99 : 0;
        assert_int_equal(act_prepare(&acts[i], &f->arena, f->key, FIXTURE_TEXT_MAX, &why), OK);
    }
    uint64_t before = revision_now(&f->revisions);
    acts_apply_now(f->writer, acts, 0);
    assert_int_equal(revision_now(&f->revisions), before);
    acts_apply_now(f->writer, acts, COUNT(acts));
    assert_int_equal(revision_now(&f->revisions), before + 1);
    assert_int_equal(acts[0].err, OK);
    assert_int_equal(acts[1].err, ERR_NOT_FOUND); /* it does not disturb its neighbours */
    assert_int_equal(acts[2].err, OK);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM hashtag"), 4);
}

static void a_family_keeps_its_order(void **state)
{
    struct fixture *f = *state;
    fixture_hashtag(f, f->campaign, "#BalanceTonPorc", "fr");
    struct act *act = fixture_act(f, ACT_HASHTAG, nobody);
    act->hashtag = (struct act_hashtag){.campaign = f->campaign,
                                        .name = STR("ＭｅＴｏｏ"),
                                        .language = STR("ja"),
                                        .sense = STR("solidarity"),
                                        .source = STR("a book"),
                                        .since = STR("2017-10")};
    assert_int_equal(fixture_apply(f, act), OK); /* the same hashtag, described anew */
    const struct family_member *family;
    size_t n;
    assert_int_equal(campaign_family(f->reader, &f->arena, f->campaign, &family, &n), OK);
    assert_int_equal(n, 3);
    assert_str(family[0].key, "metoo");
    assert_str(family[0].language, "ja");
    assert_str(family[0].sense, "solidarity");
    assert_str(family[0].since, "2017-10");
    assert_str(family[1].name, "YoTambién");
    assert_str(family[2].name, "BalanceTonPorc");
    act->hashtag.name = STR("not a hashtag");
    assert_int_equal(fixture_apply(f, act), ERR_BAD_INPUT);
    act->hashtag.name = STR("good");
    act->hashtag.sense = STR("nonsense");
    assert_int_equal(fixture_apply(f, act), ERR_BAD_INPUT);
    act->hashtag.sense = STR("tell");
    act->hashtag.campaign.v = 99;
    assert_int_equal(fixture_apply(f, act), ERR_NOT_FOUND);
}

/* A hashtag counts from when it joins the family. */
static void a_hashtag_that_joins_later(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    fixture_say(f, anna, "#MoiAussi");
    fixture_hashtag(f, f->campaign, "MoiAussi", "fr");
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    fixture_say(f, anna, "#moiaussi");
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    assert_str(fixture_figures(f, f->campaign).parts[BY_HASHTAG].items[0].name, "MoiAussi");
    fixture_assert_recount(f);
}

/* --- hashtags as they are used --- */

static void a_hashtag_and_its_days(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct tag_info info;
    f->now_ms = time_day_start(f->now_ms) + DAY_MS - 1;
    struct post_id voice = fixture_say(f, anna, "#Red");
    fixture_say(f, anna, "#red #red");
    f->now_ms++; /* the next day */
    fixture_say(f, berta, "#RED");
    assert_int_equal(tag_get(f->reader, &f->arena, anna, STR("#rED"), f->now_ms, &info), OK);
    assert_str(info.name, "Red"); /* as it was first written */
    assert_str(info.key, "red");
    assert_false(info.is_followed);
    assert_int_equal(info.days[0].day_ms, f->now_ms);
    assert_int_equal(info.days[0].uses, 1);
    assert_int_equal(info.days[1].uses, 2);
    assert_int_equal(info.days[2].uses, 0);
    assert_int_equal(fixture_withdraw(f, anna, voice), OK);
    struct act *act = fixture_act(f, ACT_TIE, anna);
    act->tie = (struct act_tie){.kind = TIE_TAG, .tag = STR("red")};
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_equal(tag_get(f->reader, &f->arena, anna, STR("red"), f->now_ms, &info), OK);
    assert_int_equal(info.days[1].uses, 1);
    assert_true(info.is_followed);
    assert_int_equal(tag_get(f->reader, &f->arena, nobody, STR("NeverUsed"), f->now_ms, &info), OK);
    assert_str(info.name, "NeverUsed");
    assert_int_equal(info.days[0].uses, 0);
    assert_int_equal(tag_get(f->reader, &f->arena, nobody, STR("no tag"), f->now_ms, &info),
                     ERR_NOT_FOUND);
}

static void hashtags_are_found_and_followed(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    const struct str *names;
    size_t n;
    fixture_say(f, anna, "#Redder #red #blue #MeToo");
    fixture_say(f, anna, "#MeToo #YoTambién");
    assert_int_equal(tag_search(f->reader, &f->arena, STR("#RED"), 10, &names, &n), OK);
    assert_int_equal(n, 2);
    assert_str(names[0], "red");
    assert_str(names[1], "Redder");
    assert_int_equal(tag_search(f->reader, &f->arena, STR("no tag"), 10, &names, &n), OK);
    assert_int_equal(n, 0);
    assert_int_equal(tag_trends(f->reader, &f->arena, f->now_ms, 10, &names, &n), OK);
    assert_int_equal(n, 2); /* families only */
    assert_str(names[0], "MeToo");
    assert_str(names[1], "YoTambién");
    f->now_ms += 2 * DAY_MS;
    assert_int_equal(tag_trends(f->reader, &f->arena, f->now_ms, 10, &names, &n), OK);
    assert_int_equal(n, 0);
    for (int i = 0; i < 2; i++) {
        struct act *act = fixture_act(f, i ? ACT_UNTIE : ACT_TIE, anna);
        act->tie = (struct act_tie){.kind = TIE_TAG, .tag = STR("#Blue")};
        assert_int_equal(fixture_apply(f, act), OK);
        assert_int_equal(tag_followed(f->reader, &f->arena, anna, 10, &names, &n), OK);
        assert_int_equal(n, i ? 0 : 1);
    }
    struct act *act = fixture_act(f, ACT_TIE, anna);
    act->tie = (struct act_tie){.kind = TIE_TAG, .tag = STR("no tag")};
    assert_int_equal(fixture_apply(f, act), ERR_BAD_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(a_campaign_has_an_account), IN_MEMORY(campaigns_that_are_refused),
        IN_MEMORY(a_campaign_is_edited),      IN_MEMORY(hashtags_come_as_one_batch),
        IN_MEMORY(a_family_keeps_its_order),  IN_MEMORY(a_hashtag_that_joins_later),
        IN_MEMORY(a_hashtag_and_its_days),    IN_MEMORY(hashtags_are_found_and_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

-- Counting everything again from the acts. Each "wrong" query gives the rows in which the stored and
-- the counted value differ, missing rows counting as zero; each "clear" and "fill" writes it anew.
-- Reactions of 16 and more and shares that are aside are those of people who are suspended. Acts are read in the order of
-- their numbers, as they lie in the file: a plus before a column keeps an index from being walked, which is ten times as slow.

-- name: tally_wrong
-- out: campaign i64, hour i64, kind i64, cell i64, stored i64, counted i64
SELECT campaign, hour, kind, cell, sum(stored), sum(counted) FROM (
    SELECT campaign, hour, kind, cell, n AS stored, 0 AS counted FROM tally
    UNION ALL
    SELECT cell_campaign.campaign,
           CASE WHEN act.id / 65536 < campaign.called_ms THEN 0
                ELSE (act.id / 65536 - campaign.called_ms) / 3600000 END AS hour,
           act.kind, act.cell, 0, count(*)
    FROM (SELECT id, CASE WHEN root = 0 THEN 1 ELSE 2 END AS kind, cell FROM post WHERE state = 0
          UNION ALL SELECT id, 3, cell FROM reaction WHERE +person <> 0 AND kind < 16
          UNION ALL SELECT id, 4, cell FROM share WHERE is_aside = 0) AS act
    JOIN cell_campaign ON cell_campaign.cell = act.cell
    JOIN campaign ON campaign.id = cell_campaign.campaign
    GROUP BY 1, 2, 3, 4) AS both_sides
GROUP BY campaign, hour, kind, cell HAVING sum(stored) <> sum(counted);

-- name: engaged_wrong
-- Without what was said anonymously (domain/recount_people.c). Hours are one more here than they are: 0 is
-- a row that is missing.
-- out: campaign i64, person i64, stored_first i64, stored_last i64, counted_first i64, counted_last i64
SELECT campaign, person, sum(first_stored), sum(last_stored), sum(first_counted), sum(last_counted)
FROM (
    SELECT campaign, person, first_hour + 1 AS first_stored, last_hour + 1 AS last_stored,
           0 AS first_counted, 0 AS last_counted
    FROM engaged
    UNION ALL
    SELECT campaign, person, 0, 0, min(hour) + 1, max(hour) + 1 FROM (
        SELECT cell_campaign.campaign AS campaign, act.person AS person,
               CASE WHEN act.id / 65536 < campaign.called_ms THEN 0
                    ELSE (act.id / 65536 - campaign.called_ms) / 3600000 END AS hour
        FROM (SELECT id, author AS person, cell FROM post WHERE state = 0 AND +author > 0
              UNION ALL SELECT id, person, cell FROM reaction WHERE +person <> 0 AND kind < 16
              UNION ALL SELECT id, person, cell FROM share WHERE is_aside = 0) AS act
        JOIN cell_campaign ON cell_campaign.cell = act.cell
        JOIN campaign ON campaign.id = cell_campaign.campaign) AS hours
    GROUP BY campaign, person) AS both_sides
GROUP BY campaign, person
HAVING sum(first_stored) <> sum(first_counted) OR sum(last_stored) <> sum(last_counted);

-- name: people_hour_open
-- Where people begin and end by what they did under their own accounts.
-- out: campaign i64, hour i64, firsts i64, lasts i64
SELECT campaign, hour, sum(firsts), sum(lasts) FROM (
    SELECT campaign, first_hour AS hour, count(*) AS firsts, 0 AS lasts FROM engaged
    GROUP BY campaign, first_hour
    UNION ALL
    SELECT campaign, last_hour, 0, count(*) FROM engaged GROUP BY campaign, last_hour) AS both_ends
GROUP BY campaign, hour ORDER BY campaign, hour;

-- name: people_hour_stored
-- out: campaign i64, hour i64, firsts i64, lasts i64
SELECT campaign, hour, firsts, lasts FROM people_hour;

-- name: post_count_wrong
-- Answers of each post: all comments of a thread for its voice, the direct ones for a comment.
-- Posts whose answers are still being swept away are left out.
-- out: post i64, comments_off i64, me_too_off i64, believe_off i64, with_you_off i64, thank_you_off i64, shares_off i64, last_off i64
SELECT post, sum(comments), sum(me_too), sum(believe), sum(with_you), sum(thank_you), sum(shares),
       sum(last_reaction)
FROM (
    SELECT post, comments, me_too, believe, with_you, thank_you, shares, last_reaction FROM post_count
    UNION ALL
    SELECT root, 0 - count(*), 0, 0, 0, 0, 0, 0 FROM post WHERE root <> 0 AND state = 0 GROUP BY root
    UNION ALL
    SELECT parent, 0 - count(*), 0, 0, 0, 0, 0, 0 FROM post
    WHERE root <> 0 AND state = 0 AND parent <> root
          AND EXISTS (SELECT 1 FROM post AS above WHERE above.id = post.parent AND above.state & 1 = 0)
    GROUP BY parent
    UNION ALL
    SELECT post, 0, 0 - sum(CASE WHEN kind = 1 THEN 1 ELSE 0 END),
           0 - sum(CASE WHEN kind = 2 THEN 1 ELSE 0 END),
           0 - sum(CASE WHEN kind = 3 THEN 1 ELSE 0 END),
           0 - sum(CASE WHEN kind = 4 THEN 1 ELSE 0 END), 0, 0 - max(id)
    FROM reaction GROUP BY post
    UNION ALL
    SELECT post, 0, 0, 0, 0, 0, 0 - count(*), 0 FROM share WHERE is_aside = 0 GROUP BY post) AS both_sides
WHERE NOT EXISTS (SELECT 1 FROM sweep WHERE sweep.kind = 1 AND sweep.target = post)
GROUP BY post
HAVING sum(comments) <> 0 OR sum(me_too) <> 0 OR sum(believe) <> 0 OR sum(with_you) <> 0
       OR sum(thank_you) <> 0 OR sum(shares) <> 0
       OR sum(last_reaction) <> 0;

-- name: tag_day_wrong
-- out: tag i64, day i64, stored i64, counted i64
SELECT tag, day, sum(stored), sum(counted) FROM (
    SELECT tag, day, uses AS stored, 0 AS counted FROM tag_day
    UNION ALL
    SELECT post_tag.tag, post_tag.post / 65536 / 86400000, 0, count(*)
    FROM post_tag JOIN post ON post.id = post_tag.post
    WHERE post.state = 0 GROUP BY 1, 2) AS both_sides
GROUP BY tag, day HAVING sum(stored) <> sum(counted);

-- name: language_post_wrong
-- What stands in the list of another language than it counts under, or in none.
-- out: campaign i64, post i64, stored i64, counted i64
SELECT listed.campaign, listed.post, 1, 0
FROM language_post AS listed
LEFT JOIN campaign_post ON campaign_post.campaign = listed.campaign AND campaign_post.post = listed.post
LEFT JOIN post ON post.id = campaign_post.post
LEFT JOIN cell ON cell.id = post.cell
WHERE cell.id IS NULL
      OR listed.language <> substr(cell.language, 1,
             CASE WHEN substr(cell.language, 3, 1) IN ('', '-') THEN 2 ELSE 3 END)
UNION ALL
SELECT campaign_post.campaign, campaign_post.post, 0, 1
FROM campaign_post JOIN post ON post.id = campaign_post.post JOIN cell ON cell.id = post.cell
WHERE NOT EXISTS (SELECT 1 FROM language_post AS listed
                  WHERE listed.campaign = campaign_post.campaign AND listed.post = campaign_post.post
                        AND listed.language = substr(cell.language, 1,
                            CASE WHEN substr(cell.language, 3, 1) IN ('', '-') THEN 2 ELSE 3 END));

-- name: language_post_clear
DELETE FROM language_post WHERE post = post;

-- name: language_post_fill
INSERT INTO language_post (campaign, language, post)
SELECT campaign_post.campaign,
       substr(cell.language, 1, CASE WHEN substr(cell.language, 3, 1) IN ('', '-') THEN 2 ELSE 3 END),
       campaign_post.post
FROM campaign_post JOIN post ON post.id = campaign_post.post JOIN cell ON cell.id = post.cell
ORDER BY 1, 2, 3;

-- name: tally_clear
DELETE FROM tally WHERE n = n;

-- name: tally_fill
INSERT INTO tally (campaign, hour, kind, cell, n)
SELECT cell_campaign.campaign,
       CASE WHEN act.id / 65536 < campaign.called_ms THEN 0
            ELSE (act.id / 65536 - campaign.called_ms) / 3600000 END AS hour,
       act.kind, act.cell, count(*)
FROM (SELECT id, CASE WHEN root = 0 THEN 1 ELSE 2 END AS kind, cell FROM post WHERE state = 0
      UNION ALL SELECT id, 3, cell FROM reaction WHERE +person <> 0 AND kind < 16
      UNION ALL SELECT id, 4, cell FROM share WHERE is_aside = 0) AS act
JOIN cell_campaign ON cell_campaign.cell = act.cell
JOIN campaign ON campaign.id = cell_campaign.campaign
GROUP BY 1, 2, 3, 4;

-- name: engaged_clear
DELETE FROM engaged WHERE person = person;

-- name: engaged_fill
INSERT INTO engaged (campaign, person, first_hour, last_hour)
SELECT campaign, person, min(hour), max(hour) FROM (
    SELECT cell_campaign.campaign AS campaign, act.person AS person,
           CASE WHEN act.id / 65536 < campaign.called_ms THEN 0
                ELSE (act.id / 65536 - campaign.called_ms) / 3600000 END AS hour
    FROM (SELECT id, author AS person, cell FROM post WHERE state = 0 AND +author > 0
          UNION ALL SELECT id, person, cell FROM reaction WHERE +person <> 0 AND kind < 16
          UNION ALL SELECT id, person, cell FROM share WHERE is_aside = 0) AS act
    JOIN cell_campaign ON cell_campaign.cell = act.cell
    JOIN campaign ON campaign.id = cell_campaign.campaign) AS hours
GROUP BY campaign, person;

-- name: people_hour_clear
DELETE FROM people_hour WHERE hour = hour;

-- name: post_count_clear
DELETE FROM post_count
WHERE NOT EXISTS (SELECT 1 FROM sweep WHERE sweep.kind = 1 AND sweep.target = post_count.post);

-- name: post_count_fill
INSERT INTO post_count (post, comments, me_too, believe, with_you, thank_you, shares, last_reaction)
SELECT post, sum(comments), sum(me_too), sum(believe), sum(with_you), sum(thank_you), sum(shares),
       sum(last_reaction)
FROM (
    SELECT root AS post, count(*) AS comments, 0 AS me_too, 0 AS believe, 0 AS with_you,
           0 AS thank_you, 0 AS shares, 0 AS last_reaction
    FROM post WHERE root <> 0 AND state = 0 GROUP BY root
    UNION ALL
    SELECT parent, count(*), 0, 0, 0, 0, 0, 0 FROM post
    WHERE root <> 0 AND state = 0 AND parent <> root
          AND EXISTS (SELECT 1 FROM post AS above WHERE above.id = post.parent AND above.state & 1 = 0)
    GROUP BY parent
    UNION ALL
    SELECT post, 0, sum(CASE WHEN kind = 1 THEN 1 ELSE 0 END),
           sum(CASE WHEN kind = 2 THEN 1 ELSE 0 END), sum(CASE WHEN kind = 3 THEN 1 ELSE 0 END),
           sum(CASE WHEN kind = 4 THEN 1 ELSE 0 END), 0, max(id)
    FROM reaction GROUP BY post
    UNION ALL
    SELECT post, 0, 0, 0, 0, 0, count(*), 0 FROM share WHERE is_aside = 0 GROUP BY post) AS answers
WHERE NOT EXISTS (SELECT 1 FROM sweep WHERE sweep.kind = 1 AND sweep.target = post)
GROUP BY post;

-- name: tag_day_mend
-- What is told moves with the next use, when that is far enough. Days that are not there are made next.
UPDATE tag_day SET uses = (SELECT count(*) FROM post_tag JOIN post ON post.id = post_tag.post
                           WHERE post_tag.tag = tag_day.tag AND post.state = 0
                                 AND post_tag.post >= tag_day.day * 86400000 * 65536
                                 AND post_tag.post < (tag_day.day + 1) * 86400000 * 65536);

-- name: tag_day_fill
-- in:  step i64
INSERT INTO tag_day (tag, day, uses, base, shown, step)
SELECT post_tag.tag, post_tag.post / 65536 / 86400000, count(*), 0, 0, :step
FROM post_tag JOIN post ON post.id = post_tag.post
WHERE post.state = 0
      AND NOT EXISTS (SELECT 1 FROM tag_day WHERE tag_day.tag = post_tag.tag
                                                  AND tag_day.day = post_tag.post / 65536 / 86400000)
GROUP BY 1, 2;

-- Counting everything again from the acts. The acts are read once, in the order of their numbers, as they lie in the file
-- (a plus before a column keeps an index from being walked, which is ten times as slow), and counted in memory. Each "wrong"
-- query gives the rows in which the stored and the counted value differ, missing rows counting as zero; each "clear" and
-- "fill" writes it anew. Reactions of 16 and more and shares that are aside are those of people who are suspended.

-- name: counted_belongings
-- out: n i64
SELECT count(*) FROM cell_campaign;

-- name: counted_cells
-- The campaigns to which the acts of a cell belong.
-- out: cell i64, campaign i64, called_ms i64
SELECT cell_campaign.cell, campaign.id, campaign.called_ms
FROM cell_campaign JOIN campaign ON campaign.id = cell_campaign.campaign
ORDER BY cell_campaign.cell, campaign.id;

-- name: counted_posts
-- out: id i64, root i64, author i64, cell i64
SELECT id, root, author, cell FROM post WHERE +state = 0;

-- name: counted_reactions
-- out: id i64, person i64, cell i64
SELECT id, person, cell FROM reaction WHERE +person <> 0 AND kind < 16;

-- name: counted_shares
-- out: id i64, person i64, cell i64
SELECT id, person, cell FROM share WHERE +is_aside = 0;

-- name: stored_tally
-- out: campaign i64, hour i64, kind i64, cell i64, n i64
SELECT campaign, hour, kind, cell, n FROM tally;

-- name: stored_engaged
-- out: campaign i64, person i64, first_hour i64, last_hour i64
SELECT campaign, person, first_hour, last_hour FROM engaged;

-- name: answering_comments
-- Comments that stand, and the comment each answers when that was not withdrawn with its voice; 0 for an answer to the voice.
-- out: root i64, above i64
SELECT root, CASE WHEN parent <> root
                       AND EXISTS (SELECT 1 FROM post AS above WHERE above.id = post.parent AND above.state & 1 = 0)
                  THEN parent ELSE 0 END
FROM post WHERE +root <> 0 AND +state = 0;

-- name: answering_reactions
-- Those that were taken back too: they keep the chain of a post's reactions.
-- out: id i64, post i64, kind i64
SELECT id, post, kind FROM reaction;

-- name: answering_shares
-- out: post i64
SELECT post FROM share WHERE +is_aside = 0;

-- name: stored_answers
-- out: post i64, comments i64, me_too i64, believe i64, with_you i64, thank_you i64, shares i64, last_reaction i64
SELECT post, comments, me_too, believe, with_you, thank_you, shares, last_reaction FROM post_count;

-- name: answers_swept
-- Whether the answers of a post are still being swept away.
-- in:  post i64
-- out: n i64
SELECT count(*) FROM sweep WHERE kind = 1 AND target = :post;

-- name: answers_put
-- in:  post i64, comments i64, me_too i64, believe i64, with_you i64, thank_you i64, shares i64, last_reaction i64
INSERT INTO post_count (post, comments, me_too, believe, with_you, thank_you, shares, last_reaction)
VALUES (:post, :comments, :me_too, :believe, :with_you, :thank_you, :shares, :last_reaction)
ON CONFLICT (post) DO UPDATE
SET comments = excluded.comments, me_too = excluded.me_too, believe = excluded.believe,
    with_you = excluded.with_you, thank_you = excluded.thank_you, shares = excluded.shares,
    last_reaction = excluded.last_reaction;

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
WITH counted AS NOT MATERIALIZED (
    SELECT campaign_post.campaign, campaign_post.post,
           substr(cell.language, 1,
                  CASE WHEN substr(cell.language, 3, 1) IN ('', '-') THEN 2 ELSE 3 END) AS language
    FROM campaign_post JOIN post ON post.id = campaign_post.post JOIN cell ON cell.id = post.cell)
SELECT listed.campaign, listed.post, 1, 0
FROM language_post AS listed
WHERE NOT EXISTS (SELECT 1 FROM counted
                  WHERE counted.campaign = listed.campaign AND counted.post = listed.post
                        AND counted.language = listed.language)
UNION ALL
SELECT counted.campaign, counted.post, 0, 1
FROM counted
WHERE NOT EXISTS (SELECT 1 FROM language_post AS listed
                  WHERE listed.campaign = counted.campaign AND listed.language = counted.language
                        AND listed.post = counted.post);

-- name: language_post_clear
DELETE FROM language_post WHERE post = post;

-- name: language_post_fill
INSERT INTO language_post (campaign, language, post)
SELECT campaign_post.campaign,
       substr(cell.language, 1, CASE WHEN substr(cell.language, 3, 1) IN ('', '-') THEN 2 ELSE 3 END),
       campaign_post.post
FROM campaign_post JOIN post ON post.id = campaign_post.post JOIN cell ON cell.id = post.cell
ORDER BY 1, 2, 3;

-- name: people_hour_clear
DELETE FROM people_hour WHERE hour = hour;

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

-- Counting.

-- name: cell_insert
-- in:  id cell_id, key text, language text, country text, network text
INSERT INTO cell (id, key, language, country, network)
VALUES (:id, :key, :language, :country, :network);

-- name: cell_last
-- out: id cell_id
SELECT coalesce(max(id), 0) FROM cell;

-- name: cell_by_key
-- in:  key text
-- out: id cell_id
SELECT id FROM cell WHERE key = :key;

-- name: cell_row
-- in:  id cell_id
-- out: language text, country text, network text
SELECT language, country, network FROM cell WHERE id = :id;

-- name: cell_campaign_insert
-- in:  cell cell_id, campaign campaign_id, hashtag text
INSERT INTO cell_campaign (cell, campaign, hashtag) VALUES (:cell, :campaign, :hashtag);

-- name: cell_campaigns
-- in:  cell cell_id
-- out: campaign campaign_id, hashtag text
SELECT campaign, hashtag FROM cell_campaign WHERE cell = :cell ORDER BY campaign;

-- name: tally_add
-- in:  campaign campaign_id, hour i64, kind i64, cell cell_id, n i64
INSERT INTO tally (campaign, hour, kind, cell, n) VALUES (:campaign, :hour, :kind, :cell, :n)
ON CONFLICT (campaign, hour, kind, cell) DO UPDATE SET n = tally.n + excluded.n;

-- name: tally_delete_empty
-- in:  campaign campaign_id, hour i64, kind i64, cell cell_id
DELETE FROM tally
WHERE campaign = :campaign AND hour = :hour AND kind = :kind AND cell = :cell AND n = 0;

-- name: tally_by_hour
-- in:  campaign campaign_id
-- out: hour i64, kind i64, n i64
SELECT hour, kind, sum(n) FROM tally WHERE campaign = :campaign GROUP BY hour, kind;

-- name: tally_by_cell
-- in:  campaign campaign_id
-- out: cell cell_id, kind i64, n i64
SELECT cell, kind, sum(n) FROM tally WHERE campaign = :campaign GROUP BY cell, kind;

-- name: engaged_row
-- in:  campaign campaign_id, person person_id
-- out: first_hour i64, last_hour i64
SELECT first_hour, last_hour FROM engaged WHERE campaign = :campaign AND person = :person;

-- name: engaged_put
-- in:  campaign campaign_id, person person_id, first_hour i64, last_hour i64
INSERT INTO engaged (campaign, person, first_hour, last_hour)
VALUES (:campaign, :person, :first_hour, :last_hour)
ON CONFLICT (campaign, person) DO UPDATE
SET first_hour = excluded.first_hour, last_hour = excluded.last_hour;

-- name: engaged_delete
-- in:  campaign campaign_id, person person_id
DELETE FROM engaged WHERE campaign = :campaign AND person = :person;

-- name: engaged_recount
-- The first and the last hour of a person's acts that stand, but for what she said anonymously. The hour
-- of an act is (its milliseconds - the call's) / 3,600,000; nothing is earlier than the call.
-- in:  campaign campaign_id, person person_id
-- out: first_hour i64, last_hour i64, acts i64
SELECT coalesce(min(hour), 0), coalesce(max(hour), 0), count(*) FROM (
    SELECT CASE WHEN act.id / 65536 < campaign.called_ms THEN 0
                ELSE (act.id / 65536 - campaign.called_ms) / 3600000 END AS hour
    FROM (SELECT id, cell FROM post WHERE author = :person AND author > 0 AND state = 0
          UNION ALL SELECT id, cell FROM reaction WHERE person = :person AND person <> 0 AND kind < 16
          UNION ALL SELECT id, cell FROM share WHERE person = :person AND is_aside = 0) AS act
    JOIN cell_campaign ON cell_campaign.cell = act.cell AND cell_campaign.campaign = :campaign
    JOIN campaign ON campaign.id = cell_campaign.campaign) AS hours;

-- name: engaged_post
-- A post that she wrote openly, numbered from `first` on and below `end`, that stands in the campaign. The
-- latest is looked at first: what falls with a voice falls from the earliest on.
-- in:  campaign campaign_id, person person_id, first i64, end i64
-- out: id i64
SELECT post.id FROM post
JOIN cell_campaign ON cell_campaign.cell = post.cell AND cell_campaign.campaign = :campaign
WHERE post.author = :person AND post.author > 0 AND post.state = 0
AND post.id >= :first AND post.id < :end
ORDER BY post.id DESC LIMIT 1;

-- name: people_hour_add
-- in:  campaign campaign_id, hour i64, firsts i64, lasts i64
INSERT INTO people_hour (campaign, hour, firsts, lasts) VALUES (:campaign, :hour, :firsts, :lasts)
ON CONFLICT (campaign, hour) DO UPDATE
SET firsts = people_hour.firsts + excluded.firsts, lasts = people_hour.lasts + excluded.lasts;

-- name: people_hour_delete_empty
-- in:  campaign campaign_id, hour i64
DELETE FROM people_hour WHERE campaign = :campaign AND hour = :hour AND firsts = 0 AND lasts = 0;

-- name: people_hour_rows
-- in:  campaign campaign_id
-- out: hour i64, firsts i64, lasts i64
SELECT hour, firsts, lasts FROM people_hour WHERE campaign = :campaign;

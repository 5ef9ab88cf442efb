-- Campaigns and their hashtag families.

-- name: campaign_insert
-- in:  id campaign_id, slug text, account person_id, title text, call text, language text, called_ms i64
INSERT INTO campaign (id, slug, account, title, call, language, called_ms)
VALUES (:id, :slug, :account, :title, :call, :language, :called_ms);

-- name: campaign_last
-- out: id campaign_id
SELECT coalesce(max(id), 0) FROM campaign;

-- name: campaign_update
-- in:  id campaign_id, title text, call text, language text
UPDATE campaign SET title = :title, call = :call, language = :language WHERE id = :id;

-- name: campaign_row
-- in:  id campaign_id
-- out: id campaign_id, slug text, account person_id, title text, call text, language text, called_ms i64, moderation i64, rules i64
SELECT id, slug, account, title, call, language, called_ms, moderation, rules FROM campaign WHERE id = :id;

-- name: campaign_by_slug
-- in:  slug text
-- out: id campaign_id
SELECT id FROM campaign WHERE slug = :slug;

-- name: campaign_rows
-- in:  n i64
-- out: id campaign_id, slug text, account person_id, title text, call text, language text, called_ms i64, moderation i64, rules i64
SELECT id, slug, account, title, call, language, called_ms, moderation, rules FROM campaign ORDER BY id LIMIT :n;

-- name: hashtag_insert
-- A hashtag that is in the family already is described anew.
-- in:  campaign campaign_id, key text, name text, language text, region text, sense text, source text, since text, confidence text, same_as text, rank i64
INSERT INTO hashtag (campaign, key, name, language, region, sense, source, since, confidence, same_as, rank)
VALUES (:campaign, :key, :name, :language, :region, :sense, :source, :since, :confidence, :same_as, :rank)
ON CONFLICT (campaign, key) DO UPDATE
SET name = excluded.name, language = excluded.language, region = excluded.region,
    sense = excluded.sense, source = excluded.source, since = excluded.since, confidence = excluded.confidence,
    same_as = excluded.same_as;

-- name: hashtag_count
-- in:  campaign campaign_id
-- out: n i64
SELECT count(*) FROM hashtag WHERE campaign = :campaign;

-- name: hashtag_family
-- in:  campaign campaign_id
-- out: key text, name text, language text, region text, sense text, source text, since text, confidence text, same_as text
SELECT key, name, language, region, sense, source, since, confidence, same_as FROM hashtag
WHERE campaign = :campaign ORDER BY rank, key;

-- name: hashtag_main
-- The hashtag a campaign is known by; in the given language where the family has one that says "me too".
-- in:  campaign campaign_id, language text
-- out: key text, name text
SELECT key, name FROM hashtag
WHERE campaign = :campaign
ORDER BY CASE WHEN language = :language AND sense IN ('me-too', 'tell') THEN 0 ELSE 1 END, rank
LIMIT 1;

-- name: hashtag_delete
-- An imitation leaves the family; a member of its own right does not.
-- in:  campaign campaign_id, key text
DELETE FROM hashtag WHERE campaign = :campaign AND key = :key AND same_as <> '';

-- name: hashtag_homes
-- The families with this hashtag.
-- in:  key text, n i64
-- out: campaign campaign_id, language text, sense text
SELECT campaign, language, sense FROM hashtag WHERE key = :key ORDER BY campaign LIMIT :n;

-- name: hashtag_apart_put
-- in:  campaign campaign_id, tag tag_id
INSERT INTO hashtag_apart (campaign, tag) VALUES (:campaign, :tag) ON CONFLICT DO NOTHING;

-- name: hashtag_apart_delete
-- in:  campaign campaign_id, tag tag_id
DELETE FROM hashtag_apart WHERE campaign = :campaign AND tag = :tag;

-- name: hashtag_is_apart
-- in:  campaign campaign_id, tag tag_id
-- out: is_apart bool
SELECT EXISTS (SELECT 1 FROM hashtag_apart WHERE campaign = :campaign AND tag = :tag);

-- What belongs to a person without saying to whom (domain/veil.h).

-- name: veil_row
-- in:  tag blob
-- out: sealed blob
SELECT sealed FROM veil WHERE tag = :tag;

-- name: veil_put
-- in:  tag blob, sealed blob
INSERT INTO veil (tag, sealed) VALUES (:tag, :sealed)
ON CONFLICT (tag) DO UPDATE SET sealed = excluded.sealed;

-- name: veil_delete
-- in:  tag blob
DELETE FROM veil WHERE tag = :tag;

-- name: veil_is_used
-- Whether anybody has said anything anonymously.
-- out: is_used bool
SELECT EXISTS (SELECT 1 FROM veil);

-- name: veil_all
-- out: sealed blob
SELECT sealed FROM veil;

-- name: veiled_hours
-- Hours, one more than they are, for which anonymous posts count that stand.
-- out: post post_id, author person_id, campaign i64, hour i64
SELECT post.id, post.author, cell_campaign.campaign,
       CASE WHEN post.id / 65536 < campaign.called_ms THEN 1
            ELSE (post.id / 65536 - campaign.called_ms) / 3600000 + 1 END
FROM post
JOIN cell_campaign ON cell_campaign.cell = post.cell
JOIN campaign ON campaign.id = cell_campaign.campaign
WHERE post.author < 0 AND post.state = 0;

-- name: veiled
-- out: id post_id, author person_id
SELECT id, author FROM post WHERE author < 0;

-- name: veil_size
-- How many rows a recount has to keep at most.
-- out: n i64
SELECT (SELECT count(*) FROM veil)
       + (SELECT count(*) FROM post JOIN cell_campaign ON cell_campaign.cell = post.cell WHERE post.author < 0);

-- name: veil_wanted
-- Anonymous posts of before, in the order of their numbers.
-- in:  after post_id, n i64
-- out: id post_id, author person_id
SELECT id, author FROM post WHERE id > :after AND author > 0 AND flags & 8 <> 0 ORDER BY id LIMIT :n;

-- name: veil_step
-- How far that has come; no row when it is done.
-- out: target i64
SELECT target FROM sweep WHERE kind = 7;

-- name: veil_post
-- in:  id post_id, author person_id
UPDATE post SET author = :author, client = 0 WHERE id = :id;

-- name: veil_notices
-- What the author of a post was told of it.
-- in:  post post_id, box person_id, person person_id
UPDATE notice SET person = :box
WHERE person = :person
      AND ((post = :post AND kind IN (2, 3))
           OR (kind = 1 AND EXISTS (SELECT 1 FROM post WHERE post.id = notice.post AND post.parent = :post)));

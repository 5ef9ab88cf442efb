-- Hashtags that were used.

-- name: tag_insert
-- in:  id tag_id, key text, name text, look text
INSERT INTO tag (id, key, name, look) VALUES (:id, :key, :name, :look);

-- name: tag_last
-- out: id tag_id
SELECT coalesce(max(id), 0) FROM tag;

-- name: tag_key
-- in:  id tag_id
-- out: key text
SELECT key FROM tag WHERE id = :id;

-- name: tag_by_key
-- in:  key text
-- out: id tag_id, name text
SELECT id, name FROM tag WHERE key = :key;

-- name: tag_by_prefix
-- Those of a family, and those that something carries which apps are shown (audience 2): a hashtag can
-- tell as much as the words around it.
-- in:  first text, after text, n i64
-- out: name text
SELECT tag.name FROM tag
WHERE tag.key >= :first AND tag.key < :after
  AND (tag.key IN (SELECT key FROM hashtag)
        OR EXISTS (SELECT 1 FROM post LEFT JOIN post AS voice ON voice.id = post.root AND post.root <> 0
                   WHERE post.id IN (SELECT post_tag.post FROM post_tag WHERE post_tag.tag = tag.id
                                     ORDER BY post_tag.post DESC LIMIT 100)
                         AND post.state = 0 AND post.audiences & 4 <> 0
                         AND (post.root = 0 OR (voice.state = 0 AND voice.audiences & 4 <> 0
                                                AND voice.answers & 7 <= 2))))
ORDER BY tag.key LIMIT :n;

-- name: tag_delete_unused
-- One that nothing carries any more, nobody follows, no family has or had (what leaves one is kept apart), and
-- whose use is not told.
-- in:  id tag_id
DELETE FROM tag
WHERE tag.id = :id AND NOT EXISTS (SELECT 1 FROM post_tag WHERE post_tag.tag = tag.id)
      AND NOT EXISTS (SELECT 1 FROM tie WHERE tie.target = tag.id AND tie.kind = 5)
      AND NOT EXISTS (SELECT 1 FROM tag_day WHERE tag_day.tag = tag.id AND tag_day.shown > 0)
      AND tag.id NOT IN (SELECT hashtag_apart.tag FROM hashtag_apart)
      AND tag.key NOT IN (SELECT hashtag.key FROM hashtag);

-- name: tag_day_delete_of_none
-- The days of a hashtag that is no more.
-- in:  tag tag_id
DELETE FROM tag_day WHERE tag = :tag AND NOT EXISTS (SELECT 1 FROM tag WHERE tag.id = tag_day.tag);

-- name: tag_told
-- A hashtag as it is told of: is_told as in tag_by_prefix; how others wrote it is told only then.
-- in:  key text
-- out: id tag_id, name text, is_told bool
SELECT tag.id, tag.name, (tag.key IN (SELECT key FROM hashtag)
        OR EXISTS (SELECT 1 FROM post LEFT JOIN post AS voice ON voice.id = post.root AND post.root <> 0
                   WHERE post.id IN (SELECT post_tag.post FROM post_tag WHERE post_tag.tag = tag.id
                                     ORDER BY post_tag.post DESC LIMIT 100)
                         AND post.state = 0 AND post.audiences & 4 <> 0
                         AND (post.root = 0 OR (voice.state = 0 AND voice.audiences & 4 <> 0
                                                AND voice.answers & 7 <= 2))))
FROM tag WHERE tag.key = :key;

-- name: tag_day_add
-- `base` and `shown` are those of a row that begins here. What is told moves when the uses are a step
-- from where they were when it last moved: then to what stands, less what is below `unit`, and the
-- next step is the one given.
-- in:  tag tag_id, day i64, n i64, base i64, shown i64, step i64, floor i64, unit i64
INSERT INTO tag_day (tag, day, uses, base, shown, step)
VALUES (:tag, :day, :n, :base, :shown, :step)
ON CONFLICT (tag, day) DO UPDATE SET
    uses = tag_day.uses + excluded.uses,
    base = CASE WHEN abs(tag_day.uses + excluded.uses - tag_day.base) < tag_day.step
                THEN tag_day.base ELSE tag_day.uses + excluded.uses END,
    shown = CASE WHEN abs(tag_day.uses + excluded.uses - tag_day.base) < tag_day.step
                 THEN tag_day.shown
                 WHEN tag_day.uses + excluded.uses < :floor THEN 0
                 ELSE (tag_day.uses + excluded.uses) / :unit * :unit END,
    step = CASE WHEN abs(tag_day.uses + excluded.uses - tag_day.base) < tag_day.step
                THEN tag_day.step ELSE excluded.step END;

-- name: tag_days
-- in:  tag tag_id, first i64, n i64
-- out: day i64, shown i64
SELECT day, shown FROM tag_day WHERE tag = :tag AND day >= :first ORDER BY day LIMIT :n;

-- name: tag_trend
-- The hashtags of families by what is told of them since a day, the most used first.
-- in:  first i64, n i64
-- out: name text
SELECT tag.name FROM tag JOIN tag_day ON tag_day.tag = tag.id
WHERE tag.key IN (SELECT key FROM hashtag) AND tag_day.day >= :first
GROUP BY tag.id, tag.name HAVING sum(tag_day.shown) > 0
ORDER BY sum(tag_day.shown) DESC, tag.id LIMIT :n;

-- name: tag_followed
-- in:  person person_id, n i64
-- out: name text
SELECT tag.name FROM tie JOIN tag ON tag.id = tie.target
WHERE tie.person = :person AND tie.kind = 5 ORDER BY tie.id DESC LIMIT :n;

-- name: tag_row
-- in:  id tag_id
-- out: key text, name text, look text
SELECT key, name, look FROM tag WHERE id = :id;

-- name: tag_look_put
-- in:  id tag_id, look text
UPDATE tag SET look = :look WHERE id = :id;

-- name: tag_without_look
-- in:  n i64
-- out: id tag_id, name text
SELECT id, name FROM tag WHERE look = '' ORDER BY id LIMIT :n;

-- name: tag_by_look
-- The hashtags that look so, with what is told of their use.
-- in:  look text, n i64
-- out: id tag_id, key text, name text, uses i64
SELECT id, key, name, (SELECT coalesce(sum(shown), 0) FROM tag_day WHERE tag_day.tag = tag.id)
FROM tag WHERE look = :look ORDER BY id LIMIT :n;

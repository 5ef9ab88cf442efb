-- Hashtags that were used.

-- name: tag_insert
-- in:  id tag_id, key text, name text
INSERT INTO tag (id, key, name) VALUES (:id, :key, :name);

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
-- in:  first text, after text, n i64
-- out: name text
SELECT name FROM tag WHERE key >= :first AND key < :after ORDER BY key LIMIT :n;

-- name: tag_use
-- Posts with a hashtag between two numbers, and the people behind them: among the latest of them, for
-- a hashtag may have a million uses on a day.
-- in:  tag tag_id, first i64, after i64, most i64
-- out: uses i64, people i64
SELECT count(*), count(DISTINCT post.author)
FROM (SELECT post FROM post_tag
      WHERE tag = :tag AND post >= :first AND post < :after ORDER BY post DESC LIMIT :most) AS latest
JOIN post ON post.id = latest.post
WHERE post.state = 0;

-- name: tag_trend
-- The hashtags of the latest posts, the most used first.
-- in:  after i64, sample i64, n i64
-- out: name text
SELECT tag.name FROM tag
JOIN (SELECT family.id AS id,
             (SELECT count(*) FROM (SELECT 1 FROM post_tag
                                    WHERE post_tag.tag = family.id AND post_tag.post > :after
                                    LIMIT :sample) AS recent) AS uses
      FROM tag AS family WHERE family.key IN (SELECT key FROM hashtag)) AS used ON used.id = tag.id
WHERE used.uses > 0
ORDER BY used.uses DESC, tag.id LIMIT :n;

-- name: tag_followed
-- in:  person person_id, n i64
-- out: name text
SELECT tag.name FROM tie JOIN tag ON tag.id = tie.target
WHERE tie.person = :person AND tie.kind = 5 ORDER BY tie.id DESC LIMIT :n;

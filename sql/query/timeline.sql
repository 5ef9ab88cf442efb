-- Pages of posts by index. "down" walks from the newest, "up" from the oldest; both give what is
-- above `after` and below `before`.

-- name: campaign_down
-- in:  campaign campaign_id, before i64, after i64, n i64
-- out: id post_id
SELECT post FROM campaign_post
WHERE campaign = :campaign AND post < :before AND post > :after ORDER BY post DESC LIMIT :n;

-- name: campaign_up
-- in:  campaign campaign_id, before i64, after i64, n i64
-- out: id post_id
SELECT post FROM campaign_post
WHERE campaign = :campaign AND post < :before AND post > :after ORDER BY post LIMIT :n;

-- name: tag_down
-- in:  tag tag_id, before i64, after i64, n i64
-- out: id post_id
SELECT post FROM post_tag
WHERE tag = :tag AND post < :before AND post > :after ORDER BY post DESC LIMIT :n;

-- name: tag_up
-- in:  tag tag_id, before i64, after i64, n i64
-- out: id post_id
SELECT post FROM post_tag
WHERE tag = :tag AND post < :before AND post > :after ORDER BY post LIMIT :n;

-- name: tag_carries
-- in:  tag tag_id, post post_id
-- out: is_carried bool
SELECT EXISTS (SELECT 1 FROM post_tag WHERE tag = :tag AND post = :post);

-- name: public_down
-- in:  before i64, after i64, n i64
-- out: id post_id
SELECT id FROM post
WHERE id < :before AND id > :after AND root = 0 AND flags & 4 = 0 ORDER BY id DESC LIMIT :n;

-- name: public_up
-- in:  before i64, after i64, n i64
-- out: id post_id
SELECT id FROM post
WHERE id < :before AND id > :after AND root = 0 AND flags & 4 = 0 ORDER BY id LIMIT :n;

-- name: author_down
-- What a person said under her own account.
-- in:  author person_id, before i64, after i64, n i64
-- out: id post_id
SELECT id FROM post
WHERE author = :author AND id < :before AND id > :after AND account = author
ORDER BY id DESC LIMIT :n;

-- name: author_up
-- in:  author person_id, before i64, after i64, n i64
-- out: id post_id
SELECT id FROM post
WHERE author = :author AND id < :before AND id > :after AND account = author
ORDER BY id LIMIT :n;

-- name: account_down
-- What a campaign's account published for people who stay anonymous.
-- in:  account person_id, before i64, after i64, n i64
-- out: id post_id
SELECT id FROM post
WHERE account = :account AND account <> author AND id < :before AND id > :after
ORDER BY id DESC LIMIT :n;

-- name: account_up
-- in:  account person_id, before i64, after i64, n i64
-- out: id post_id
SELECT id FROM post
WHERE account = :account AND account <> author AND id < :before AND id > :after
ORDER BY id LIMIT :n;

-- name: shares_down
-- in:  person person_id, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, post FROM share
WHERE person = :person AND id < :before AND id > :after ORDER BY id DESC LIMIT :n;

-- name: shares_up
-- in:  person person_id, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, post FROM share
WHERE person = :person AND id < :before AND id > :after ORDER BY id LIMIT :n;

-- name: mine_down
-- Everything a person said, anonymous and fallen too.
-- in:  author person_id, before i64, after i64, n i64
-- out: id post_id
SELECT id FROM post WHERE author = :author AND id < :before AND id > :after
ORDER BY id DESC LIMIT :n;

-- name: mine_up
-- in:  author person_id, before i64, after i64, n i64
-- out: id post_id
SELECT id FROM post WHERE author = :author AND id < :before AND id > :after
ORDER BY id LIMIT :n;

-- name: thread_after
-- Comments of a voice in time order; those of people the voice's author blocks are nowhere shown.
-- in:  root post_id, after i64, n i64
-- out: id post_id, parent post_id
SELECT post.id, post.parent FROM post
JOIN post AS voice ON voice.id = :root
WHERE post.root = :root AND post.id > :after AND post.state = 0
      AND NOT EXISTS (SELECT 1 FROM tie WHERE tie.person = voice.author AND tie.kind = 2
                      AND tie.target = post.author)
ORDER BY post.id LIMIT :n;

-- name: favourites_down
-- in:  person person_id, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, post FROM reaction
WHERE person = :person AND kind = 3 AND id < :before AND id > :after ORDER BY id DESC LIMIT :n;

-- name: favourites_up
-- in:  person person_id, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, post FROM reaction
WHERE person = :person AND kind = 3 AND id < :before AND id > :after ORDER BY id LIMIT :n;

-- name: bookmarks_down
-- in:  person person_id, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, target FROM tie
WHERE person = :person AND kind = 4 AND id < :before AND id > :after ORDER BY id DESC LIMIT :n;

-- name: bookmarks_up
-- in:  person person_id, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, target FROM tie
WHERE person = :person AND kind = 4 AND id < :before AND id > :after ORDER BY id LIMIT :n;

-- name: pinned
-- in:  person person_id, n i64
-- out: id post_id
SELECT target FROM tie WHERE person = :person AND kind = 7 ORDER BY id DESC LIMIT :n;

-- name: followed
-- The people and hashtags a person follows.
-- in:  person person_id, kind i64, n i64
-- out: target i64
SELECT target FROM tie WHERE person = :person AND kind = :kind LIMIT :n;

-- Pages of posts by index. All lists here have the same inputs and outputs, so that one walk serves
-- them (domain/timeline.c): of what, below `before`, above `after`, at most n; the number in the
-- list and the post. "down" walks from the newest, "up" from the oldest. A list of one language is
-- told which.

-- name: campaign_down
-- Voices of a campaign.
-- in:  of i64, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT post, post FROM campaign_post
WHERE campaign = :of AND post < :before AND post > :after
ORDER BY post DESC LIMIT :n;

-- name: campaign_up
-- in:  of i64, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT post, post FROM campaign_post
WHERE campaign = :of AND post < :before AND post > :after
ORDER BY post LIMIT :n;

-- name: language_down
-- Voices of a campaign in a language; '' is what nobody said.
-- in:  of i64, before i64, after i64, n i64, language text
-- out: id i64, post post_id
SELECT post, post FROM language_post
WHERE campaign = :of AND language = :language AND post < :before AND post > :after
ORDER BY post DESC LIMIT :n;

-- name: language_up
-- in:  of i64, before i64, after i64, n i64, language text
-- out: id i64, post post_id
SELECT post, post FROM language_post
WHERE campaign = :of AND language = :language AND post < :before AND post > :after
ORDER BY post LIMIT :n;

-- name: tag_down
-- Posts with a hashtag.
-- in:  of i64, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT post, post FROM post_tag
WHERE tag = :of AND post < :before AND post > :after
ORDER BY post DESC LIMIT :n;

-- name: tag_up
-- in:  of i64, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT post, post FROM post_tag
WHERE tag = :of AND post < :before AND post > :after
ORDER BY post LIMIT :n;

-- name: public_down
-- All voices that may stand in lists; `of` is 0, for a voice has no root.
-- in:  of i64, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, id FROM post
WHERE id < :before AND id > :after AND root = :of AND flags & 4 = 0
ORDER BY id DESC LIMIT :n;

-- name: public_up
-- in:  of i64, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, id FROM post
WHERE id < :before AND id > :after AND root = :of AND flags & 4 = 0
ORDER BY id LIMIT :n;

-- name: author_down
-- What a person said under her own account.
-- in:  of i64, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, id FROM post
WHERE author = :of AND author > 0 AND id < :before AND id > :after AND account = author
ORDER BY id DESC LIMIT :n;

-- name: author_up
-- in:  of i64, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, id FROM post
WHERE author = :of AND author > 0 AND id < :before AND id > :after AND account = author
ORDER BY id LIMIT :n;

-- name: account_down
-- What a campaign's account published for people who stay anonymous.
-- in:  of i64, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, id FROM post
WHERE account = :of AND account <> author AND state = 0 AND id < :before AND id > :after
ORDER BY id DESC LIMIT :n;

-- name: account_up
-- in:  of i64, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, id FROM post
WHERE account = :of AND account <> author AND state = 0 AND id < :before AND id > :after
ORDER BY id LIMIT :n;

-- name: shares_down
-- What a person shared.
-- in:  of i64, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, post FROM share
WHERE person = :of AND is_aside = 0 AND id < :before AND id > :after
ORDER BY id DESC LIMIT :n;

-- name: shares_up
-- in:  of i64, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, post FROM share
WHERE person = :of AND is_aside = 0 AND id < :before AND id > :after
ORDER BY id LIMIT :n;

-- name: mine_down
-- Everything a person said, anonymous and fallen too.
-- in:  of i64, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, id FROM post WHERE author = :of AND author > 0 AND id < :before AND id > :after
ORDER BY id DESC LIMIT :n;

-- name: mine_up
-- in:  of i64, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, id FROM post WHERE author = :of AND author > 0 AND id < :before AND id > :after
ORDER BY id LIMIT :n;

-- name: favourites_down
-- What a person reacted "with you" to.
-- in:  of i64, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, post FROM reaction
WHERE person = :of AND person <> 0 AND kind = 3 AND id < :before AND id > :after
ORDER BY id DESC LIMIT :n;

-- name: favourites_up
-- in:  of i64, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, post FROM reaction
WHERE person = :of AND person <> 0 AND kind = 3 AND id < :before AND id > :after
ORDER BY id LIMIT :n;

-- name: bookmarks_down
-- What a person bookmarked.
-- in:  of i64, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, target FROM tie
WHERE person = :of AND kind = 4 AND id < :before AND id > :after
ORDER BY id DESC LIMIT :n;

-- name: bookmarks_up
-- in:  of i64, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, target FROM tie
WHERE person = :of AND kind = 4 AND id < :before AND id > :after
ORDER BY id LIMIT :n;

-- name: pins_down
-- What a person pinned.
-- in:  of i64, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, target FROM tie
WHERE person = :of AND kind = 7 AND id < :before AND id > :after
ORDER BY id DESC LIMIT :n;

-- name: pins_up
-- in:  of i64, before i64, after i64, n i64
-- out: id i64, post post_id
SELECT id, target FROM tie
WHERE person = :of AND kind = 7 AND id < :before AND id > :after
ORDER BY id LIMIT :n;

-- name: tag_carries
-- in:  tag tag_id, post post_id
-- out: is_carried bool
SELECT EXISTS (SELECT 1 FROM post_tag WHERE tag = :tag AND post = :post);

-- name: thread_after
-- Comments of a voice in time order; those of accounts that the voice's author blocks are nowhere
-- shown. (Accounts: what is said anonymously must not vanish when its author is blocked by name.)
-- in:  root post_id, after i64, n i64
-- out: id post_id, parent post_id
SELECT post.id, post.parent FROM post
JOIN post AS voice ON voice.id = :root
WHERE post.root = :root AND post.root <> 0 AND post.id > :after AND post.state = 0
      AND post.state & 1 = 0
      AND NOT EXISTS (SELECT 1 FROM tie WHERE tie.person = voice.author AND tie.kind = 2
                      AND tie.target = post.account)
ORDER BY post.id LIMIT :n;

-- name: followed
-- The people and hashtags a person follows.
-- in:  person person_id, kind i64, n i64
-- out: target i64
SELECT target FROM tie WHERE person = :person AND kind = :kind LIMIT :n;

-- How often a hashtag was used on a day, kept with the acts: so that telling it costs the same however
-- often that was. Days from before begin with what stands.

-- The use of hashtags by UTC day, and what is told of it.
CREATE TABLE tag_day (
    tag INTEGER NOT NULL, -- The hashtag.
    day INTEGER NOT NULL, -- The day, counted from 1970.
    uses INTEGER NOT NULL, -- Posts of that day with the hashtag that stand, but those that are in no list.
    base INTEGER NOT NULL, -- The uses when what is told of them last moved.
    shown INTEGER NOT NULL, -- What is told of them.
    step INTEGER NOT NULL, -- How far from the base they must be to be told anew. Told to nobody.
    PRIMARY KEY (tag, day)
) STRICT, WITHOUT ROWID;
INSERT INTO tag_day (tag, day, uses, base, shown, step)
SELECT tag, day, uses, uses, CASE WHEN uses < 20 THEN 0 ELSE uses / 10 * 10 END, 30
FROM (SELECT post_tag.tag AS tag, post_tag.post / 65536 / 86400000 AS day, count(*) AS uses
      FROM post_tag JOIN post ON post.id = post_tag.post
      WHERE post.state = 0 GROUP BY 1, 2) AS used;

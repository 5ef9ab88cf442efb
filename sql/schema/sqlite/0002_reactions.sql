-- Reactions in the order in which they come: a new one is written at the end of the table, and points
-- to the one before it on the same post, so that no index by post has to be kept up to date.

CREATE TEMP TABLE reaction_before AS SELECT person, post, kind, id, cell FROM reaction;
DROP TABLE reaction;

-- Reactions: one per person and post. They are counted; nobody is shown a list of them. Of one that was
-- taken back only its place in the row of a post's reactions is left, without the person.
CREATE TABLE reaction (
    id INTEGER PRIMARY KEY, -- The number of the act, which also says when.
    person INTEGER NOT NULL, -- Who reacted; 0 when it was taken back.
    post INTEGER NOT NULL, -- To what.
    kind INTEGER NOT NULL, -- 1 me-too, 2 believe, 3 with-you, 4 thank-you; 0 when it was taken back.
    cell INTEGER NOT NULL, -- What it is counted under.
    previous INTEGER NOT NULL -- The reaction to the same post that came before it; 0 for the first.
) STRICT;
INSERT INTO reaction (id, person, post, kind, cell, previous)
SELECT id, person, post, kind, cell, coalesce(lag(id) OVER (PARTITION BY post ORDER BY id), 0)
FROM temp.reaction_before ORDER BY id;
CREATE UNIQUE INDEX reaction_person ON reaction (person, post) WHERE person <> 0;

ALTER TABLE post_count ADD COLUMN last_reaction INTEGER NOT NULL DEFAULT 0; -- The latest of its reactions, from which the others are found; 0 for none.
UPDATE post_count SET last_reaction = latest.id
FROM (SELECT post, max(id) AS id FROM reaction GROUP BY post) AS latest WHERE latest.post = post_count.post;

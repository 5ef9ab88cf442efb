-- Whether a post stands is a set of reasons why not; who may read it and who may answer it is kept with it.

ALTER TABLE post ADD COLUMN audiences INTEGER NOT NULL DEFAULT 6; -- Who may read it besides the moderators, added up: 2 the pages here, 4 apps and feeds, 8 search engines, 16 partners, 32 translators, 64 the press, 128 research.
ALTER TABLE post ADD COLUMN answers INTEGER NOT NULL DEFAULT 0; -- Who may answer it: 0 everybody, 1 partners, 2 those whose comments the author approves, 3 with reactions only, 4 nobody; 8 more when moderators read comments first.

-- Why a post waits for its publication or was hidden: the moderators' queue.
CREATE TABLE hold (
    post INTEGER NOT NULL, -- The post.
    reason INTEGER NOT NULL, -- Why, a number of the table of reasons.
    at_ms INTEGER NOT NULL, -- Since when.
    cluster INTEGER NOT NULL, -- The burst of similar texts it belongs to; 0 for none.
    PRIMARY KEY (post, reason)
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_reason ON hold (reason, at_ms);

-- What is to be done with a post at a moment: publish it, or take it off the pages.
CREATE TABLE due (
    at_ms INTEGER NOT NULL, -- When.
    post INTEGER NOT NULL, -- The post.
    kind INTEGER NOT NULL, -- 1 publish, 2 expire.
    PRIMARY KEY (at_ms, post, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX due_post ON due (post);

-- What the author of a voice agreed to and took back again, in order: only ever added to, and removed with
-- the voice.
CREATE TABLE consent (
    post INTEGER NOT NULL, -- The voice.
    number INTEGER NOT NULL, -- Its place in the list, from 1.
    audience INTEGER NOT NULL, -- Who may read it, a number of the table of audiences.
    whom INTEGER NOT NULL, -- The account of the partner; 0 for the other audiences.
    is_given INTEGER NOT NULL, -- 1 agreed, 0 taken back.
    wording INTEGER NOT NULL, -- The version of the text that she read.
    day_ms INTEGER NOT NULL, -- The day, without the hour.
    PRIMARY KEY (post, number)
) STRICT, WITHOUT ROWID;

-- Comments of a voice, those too that wait or were hidden: they fall with it.
DROP INDEX post_root;
CREATE INDEX post_root ON post (root, id) WHERE root <> 0 AND state & 1 = 0;

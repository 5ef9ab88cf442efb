-- Moderation: who may decide about what, what was decided (never why in words, never a text), what waits for
-- a second person.

ALTER TABLE campaign ADD COLUMN moderation INTEGER NOT NULL DEFAULT 2; -- When moderators look at posts: 0 after publication, 1 before, 2 before when a rule says so.
ALTER TABLE campaign ADD COLUMN rules INTEGER NOT NULL DEFAULT 2044; -- Which findings hold a post, numbers of the table of reasons as places of bits.
ALTER TABLE person ADD COLUMN is_suspended INTEGER NOT NULL DEFAULT 0; -- 1 when moderators have suspended the account.
ALTER TABLE share ADD COLUMN is_aside INTEGER NOT NULL DEFAULT 0; -- 1 while the person who shares is suspended: it does not count.
ALTER TABLE hold ADD COLUMN question INTEGER NOT NULL DEFAULT 0; -- What the author is asked, a number of the list of questions; 0 for nothing.
CREATE INDEX hold_at ON hold (at_ms, post);
CREATE INDEX hold_cluster ON hold (cluster, post) WHERE cluster <> 0;
ALTER TABLE report ADD COLUMN state INTEGER NOT NULL DEFAULT 0; -- 0 open, 1 dealt with.
ALTER TABLE report ADD COLUMN moderator INTEGER NOT NULL DEFAULT 0; -- Who looks after it; 0 for nobody.
ALTER TABLE report ADD COLUMN resolved_hour_ms INTEGER NOT NULL DEFAULT 0; -- The hour in which it was dealt with; 0 when it is open.
CREATE INDEX report_state ON report (state, id);

CREATE TEMP TABLE role_before AS SELECT person, campaign, role FROM role;
DROP TABLE role;

-- Who may do more than speak: organisers, moderators, partners, counsellors, keepers.
CREATE TABLE role (
    person INTEGER NOT NULL, -- The person.
    campaign INTEGER NOT NULL, -- The campaign in which the role holds; 0 for the whole server.
    role INTEGER NOT NULL, -- 1 organiser, 2 moderator, 3 partner, 4 counsellor, 5 keeper.
    language TEXT NOT NULL, -- The language of the posts she decides about; '' for all.
    PRIMARY KEY (person, campaign, role, language)
) STRICT, WITHOUT ROWID;
CREATE INDEX role_campaign ON role (campaign, person);
INSERT INTO role (person, campaign, role, language) SELECT person, campaign, role, '' FROM temp.role_before;

-- What was decided, and by whom. No words: neither those that were decided about nor any about them.
CREATE TABLE decision (
    id INTEGER PRIMARY KEY, -- A number, given in order.
    hour_ms INTEGER NOT NULL, -- The hour in which it was decided, without the minute.
    moderator INTEGER NOT NULL, -- Who decided; 0 when she left, or for the operator.
    kind INTEGER NOT NULL, -- What was decided, a number of the table of decisions.
    post INTEGER NOT NULL, -- About which post; 0 for none.
    account INTEGER NOT NULL, -- About which account; 0 for none.
    campaign INTEGER NOT NULL, -- In which campaign; 0 for the whole server.
    reason INTEGER NOT NULL, -- Why, a number of the list of reasons; or what the author was asked.
    was_away INTEGER NOT NULL, -- Of the post before it: 8 it waited, 16 it was hidden.
    was_held INTEGER NOT NULL, -- Why the post waited before it, numbers of the table of reasons as places of bits.
    bulk INTEGER NOT NULL, -- The number of the decision about many of which this is one; 0 for none.
    burst INTEGER NOT NULL, -- The burst that the post was held with, or that was decided about; 0 for none.
    is_undone INTEGER NOT NULL -- 1 when it was taken back.
) STRICT;
CREATE INDEX decision_post ON decision (post) WHERE post <> 0;
CREATE INDEX decision_bulk ON decision (bulk, id) WHERE bulk <> 0;
CREATE INDEX decision_moderator ON decision (moderator, hour_ms);

-- What a second moderator must agree to, or decide in place of the first.
CREATE TABLE proposal (
    id INTEGER PRIMARY KEY, -- A number, given in order.
    kind INTEGER NOT NULL, -- What is proposed: a number of the table of decisions.
    post INTEGER NOT NULL, -- The post; 0 for none.
    account INTEGER NOT NULL, -- The account; 0 for none.
    moderator INTEGER NOT NULL, -- The first moderator.
    reason INTEGER NOT NULL, -- Why, a number of the list of reasons.
    hour_ms INTEGER NOT NULL -- The hour in which it was proposed; it is kept some days.
) STRICT;
CREATE UNIQUE INDEX proposal_target ON proposal (post, account, kind);

-- What moderators write to one another; kept for some weeks.
CREATE TABLE moderator_note (
    id INTEGER PRIMARY KEY, -- A number, given in order.
    hour_ms INTEGER NOT NULL, -- The hour in which it was written.
    moderator INTEGER NOT NULL, -- Who wrote it.
    campaign INTEGER NOT NULL, -- For those of which campaign; 0 for all.
    post INTEGER NOT NULL, -- About which post; 0 when it hands over.
    text TEXT NOT NULL -- The note.
) STRICT;
CREATE INDEX moderator_note_post ON moderator_note (post, id);
CREATE INDEX person_suspended ON person (id) WHERE is_suspended = 1;

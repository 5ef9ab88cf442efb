-- What a family tells of its hashtags, and those that only look like one of them.

ALTER TABLE hashtag ADD COLUMN confidence TEXT NOT NULL DEFAULT ''; -- How sure the source is: certain, known, disputed; '' when nobody said.
ALTER TABLE hashtag ADD COLUMN same_as TEXT NOT NULL DEFAULT ''; -- The key of the member it imitates, when an organiser counted an imitation in; else ''.
ALTER TABLE tag ADD COLUMN look TEXT NOT NULL DEFAULT ''; -- What hashtags that look the same have in common; '' until it is found out.
CREATE INDEX tag_look ON tag (look, id);

-- Imitations that organisers left out of a family.
CREATE TABLE hashtag_apart (
    campaign INTEGER NOT NULL, -- The campaign.
    tag INTEGER NOT NULL, -- The hashtag that is not to be suggested again.
    PRIMARY KEY (campaign, tag)
) STRICT, WITHOUT ROWID;

-- The looks of the hashtags that are there already are found out in steps.
INSERT INTO sweep (kind, target) SELECT 20, 0 WHERE EXISTS (SELECT 1 FROM tag);

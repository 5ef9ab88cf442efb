-- Decisions about many posts are found without a walk through all; comments of accounts that were blocked before now
-- leave the figures.

CREATE INDEX decision_many ON decision (id) WHERE kind IN (8, 9);
INSERT INTO sweep (kind, target) SELECT DISTINCT 8, target FROM tie WHERE kind = 2;

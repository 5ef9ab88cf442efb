-- Who said what anonymously is known to whoever has the server's key, and not from this database.

-- What belongs to a person without saying to whom: the numbers of her anonymous posts, and the hours that
-- they count for. Both columns look like chance to whoever has not the key.
CREATE TABLE veil (
    tag BLOB PRIMARY KEY, -- A keyed hash by which the writer finds the row.
    sealed BLOB NOT NULL -- A random number, and under it, encrypted, the person and what is kept of her.
) STRICT, WITHOUT ROWID;

-- A veiled author is found nowhere: those posts are only gone through in order.
DROP INDEX post_author;
CREATE INDEX post_author ON post (author, id) WHERE author > 0;
CREATE INDEX post_veiled ON post (id) WHERE author < 0;

-- Anonymous posts of before are veiled when the server starts: a step of its own, for it needs the key.
INSERT INTO sweep (kind, target)
SELECT 7, 0 WHERE EXISTS (SELECT 1 FROM post WHERE author > 0 AND flags & 8 <> 0);

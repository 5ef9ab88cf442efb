-- Indexes without the number of the row as a column of their own: SQLite writes it behind each entry anyway, so it
-- was there twice. A third less is to be written in places that lie all over the file.

DROP INDEX post_author;
CREATE INDEX post_author ON post (author) WHERE author > 0;
DROP INDEX post_root;
CREATE INDEX post_root ON post (root) WHERE root <> 0 AND state & 1 = 0;
DROP INDEX share_post;
CREATE INDEX share_post ON share (post);
DROP INDEX report_state;
CREATE INDEX report_state ON report (state);
DROP INDEX moderator_note_post;
CREATE INDEX moderator_note_post ON moderator_note (post);
DROP INDEX tag_look;
CREATE INDEX tag_look ON tag (look);
DROP INDEX decision_bulk;
CREATE INDEX decision_bulk ON decision (bulk) WHERE bulk <> 0;

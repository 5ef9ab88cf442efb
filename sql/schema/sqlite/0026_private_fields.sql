-- What only she reads is encrypted under a key that is made of her receipt and of the server's key. What
-- was kept before lies open until it is changed.

ALTER TABLE token ADD COLUMN wrapped BLOB; -- Her key, encrypted under what is made of the secret part; none when she has no receipt.
ALTER TABLE code ADD COLUMN wrapped BLOB; -- Her key, encrypted under what is made of the code.
ALTER TABLE filter ADD COLUMN sealed BLOB; -- Its name, encrypted under her key; its place above is empty then.
ALTER TABLE filter_keyword ADD COLUMN sealed BLOB; -- The word, encrypted under her key; its place above is empty then.

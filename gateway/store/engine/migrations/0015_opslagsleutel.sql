-- The key that things are found by, sealed under the present key of the store; empty while it is the one that follows from
-- that key itself. And the marks of former keys that something may still be sealed under, a space between them.

ALTER TABLE store_key ADD COLUMN sealed_find BLOB NOT NULL DEFAULT X'';
ALTER TABLE store_key ADD COLUMN needs TEXT NOT NULL DEFAULT '';

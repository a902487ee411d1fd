-- The key that things are found by, sealed under the present key of the store. Empty while it is the one that follows from
-- that key itself.

ALTER TABLE store_key ADD COLUMN sealed_find BLOB NOT NULL DEFAULT X'';

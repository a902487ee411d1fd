-- Which key of its own a dossier has (dossier_keys.h); 0 = none yet, so that all about it stands under the key of the store.
-- `per_dossier` is 1 once none is left.

ALTER TABLE dossier ADD COLUMN key_number BIGINT NOT NULL DEFAULT 0;
ALTER TABLE store_key ADD COLUMN per_dossier INTEGER NOT NULL DEFAULT 0;
-- Keys that are to be destroyed: noted together with the removal of what they sealed, gone from here when that is on disk.
CREATE TABLE dossier_key_gone (number INTEGER NOT NULL PRIMARY KEY);

-- A dossier has a version: what was decided from what stood there holds only while it does.

ALTER TABLE dossier ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

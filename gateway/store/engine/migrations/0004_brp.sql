-- BRP: the order of statements, dossiers that ended, who is followed, and questions to more than one peer.

ALTER TABLE dossier ADD COLUMN closed VARCHAR(10) NOT NULL DEFAULT '';
-- Of each object that a feed tells out of order: when what was said of its fields (sealed with the row).
CREATE TABLE statement (tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT NULL, objecttype VARCHAR(60) NOT NULL,
  key_hash VARCHAR(64) NOT NULL, sealed TEXT NOT NULL, PRIMARY KEY (tenant, dossier, objecttype, key_hash));
CREATE TABLE followed (tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT NULL, since BIGINT NOT NULL, PRIMARY KEY
  (tenant, dossier));
ALTER TABLE question ADD COLUMN peer VARCHAR(60) NOT NULL DEFAULT 'duo';
DROP INDEX question_by_due;
CREATE INDEX question_by_due ON question (peer, priority, due);

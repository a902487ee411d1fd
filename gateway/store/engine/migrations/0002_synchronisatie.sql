-- Synchronisation: runs, schedules, the ledger of answers, and questions that give way to those of
-- notifications.

ALTER TABLE question ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
ALTER TABLE question ADD COLUMN run VARCHAR(36) NOT NULL DEFAULT '';
DROP INDEX question_by_due;
CREATE INDEX question_by_due ON question (priority, due);
CREATE INDEX question_by_run ON question (run);
CREATE INDEX dossier_by_tenant ON dossier (tenant, id);
CREATE TABLE sync_run (id VARCHAR(36) PRIMARY KEY, schedule VARCHAR(60) NOT NULL, tenant VARCHAR(20) NOT NULL,
  resources TEXT NOT NULL, dossiers TEXT NOT NULL, state VARCHAR(12) NOT NULL, started BIGINT NOT NULL, ended BIGINT
  NOT NULL, total BIGINT NOT NULL, cursor VARCHAR(36) NOT NULL, fed BIGINT NOT NULL);
CREATE INDEX sync_run_by_state ON sync_run (state);
CREATE INDEX sync_run_by_start ON sync_run (started);
CREATE TABLE sync_count (run VARCHAR(36) NOT NULL, resource VARCHAR(60) NOT NULL, asked BIGINT NOT NULL, changed
  BIGINT NOT NULL, unannounced BIGINT NOT NULL, refused BIGINT NOT NULL, failed BIGINT NOT NULL, PRIMARY KEY (run,
  resource));
CREATE TABLE sync_schedule (schedule VARCHAR(60) NOT NULL, tenant VARCHAR(20) NOT NULL, due BIGINT NOT NULL, PRIMARY
  KEY (schedule, tenant));
-- The ledger: when DUO last answered each question about each person.
CREATE TABLE asked (tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT NULL, resource VARCHAR(60) NOT NULL, answered
  BIGINT NOT NULL, outcome VARCHAR(30) NOT NULL, answer_hash VARCHAR(64) NOT NULL, failed BIGINT NOT NULL, PRIMARY KEY
  (tenant, dossier, resource));
CREATE INDEX asked_by_age ON asked (tenant, resource, answered);

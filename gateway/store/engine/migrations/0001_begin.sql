-- The tables of the first version. Text columns that hold data of persons are sealed (crypto.h); columns named *_hash
-- are keyed hashes.

-- The exchange log: append-only, each entry chained to the one before by its hash.
CREATE TABLE log (seq INTEGER PRIMARY KEY, message_id VARCHAR(36) NOT NULL UNIQUE, cause_id VARCHAR(36) NOT NULL,
  tenant VARCHAR(20) NOT NULL, moment VARCHAR(24) NOT NULL, direction VARCHAR(3) NOT NULL, feed VARCHAR(20) NOT NULL,
  kind VARCHAR(60) NOT NULL, party VARCHAR(20) NOT NULL, subject TEXT NOT NULL, reference VARCHAR(200) NOT NULL,
  dossier VARCHAR(36) NOT NULL, outcome VARCHAR(30) NOT NULL, http_status INTEGER NOT NULL, duration_ms INTEGER NOT
  NULL, size INTEGER NOT NULL, events INTEGER NOT NULL, faults TEXT NOT NULL, body_hash VARCHAR(64) NOT NULL,
  previous_hash VARCHAR(64) NOT NULL, hash VARCHAR(64) NOT NULL);
CREATE INDEX log_by_cause ON log (cause_id);
CREATE INDEX log_by_tenant ON log (tenant, seq);
-- Message bodies, apart from the log because they are kept for a shorter time.
CREATE TABLE body (message_id VARCHAR(36) PRIMARY KEY, tenant VARCHAR(20) NOT NULL, sealed TEXT NOT NULL);
-- What was accepted under which reference, so that a repeat is answered as the first time.
CREATE TABLE received (tenant VARCHAR(20) NOT NULL, sender_hash VARCHAR(64) NOT NULL, digest VARCHAR(64) NOT NULL,
  http_status INTEGER NOT NULL, answer TEXT NOT NULL, message_id VARCHAR(36) NOT NULL, PRIMARY KEY (tenant,
  sender_hash));
CREATE TABLE dossier (id VARCHAR(36) PRIMARY KEY, tenant VARCHAR(20) NOT NULL, sealed_subject TEXT NOT NULL,
  last_sequence INTEGER NOT NULL);
CREATE TABLE dossier_number (tenant VARCHAR(20) NOT NULL, number_hash VARCHAR(64) NOT NULL, dossier VARCHAR(36) NOT
  NULL, PRIMARY KEY (tenant, number_hash));
CREATE TABLE object (tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT NULL, objecttype VARCHAR(60) NOT NULL,
  key_hash VARCHAR(64) NOT NULL, feed VARCHAR(20) NOT NULL, sealed TEXT NOT NULL, PRIMARY KEY (tenant, dossier,
  objecttype, key_hash));
CREATE TABLE event (tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT NULL, sequence INTEGER NOT NULL, id
  VARCHAR(36) NOT NULL, type VARCHAR(100) NOT NULL, message_id VARCHAR(36) NOT NULL, sealed TEXT NOT NULL, PRIMARY KEY
  (tenant, dossier, sequence));
-- One row an event on its way to a subscription; gone from here once it arrived (the log remembers).
CREATE TABLE delivery (subscription VARCHAR(60) NOT NULL, dossier VARCHAR(36) NOT NULL, sequence INTEGER NOT NULL,
  tenant VARCHAR(20) NOT NULL, PRIMARY KEY (subscription, dossier, sequence));
-- One row a person and subscription with anything waiting: order is kept by sending only its lowest
-- sequence.
CREATE TABLE lane (subscription VARCHAR(60) NOT NULL, dossier VARCHAR(36) NOT NULL, tenant VARCHAR(20) NOT NULL, due
  INTEGER NOT NULL, attempts INTEGER NOT NULL, PRIMARY KEY (subscription, dossier));
CREATE INDEX lane_by_due ON lane (subscription, due);
-- Questions to DUO that wait to be asked: one a person and resource, the newest in place of an older one.
CREATE TABLE question (id VARCHAR(36) NOT NULL, tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT NULL, resource
  VARCHAR(60) NOT NULL, cause_id VARCHAR(36) NOT NULL, due INTEGER NOT NULL, attempts INTEGER NOT NULL, PRIMARY KEY
  (tenant, dossier, resource));
CREATE INDEX question_by_due ON question (due);

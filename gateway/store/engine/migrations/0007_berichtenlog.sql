-- The log as something to search, to prove and to thin out; who may look, and how far others were told.

-- What the hash of an entry is made of: 1 = without trace and steps.
ALTER TABLE log ADD COLUMN form INTEGER NOT NULL DEFAULT 1;
ALTER TABLE log ADD COLUMN trace_id VARCHAR(32) NOT NULL DEFAULT '';
ALTER TABLE log ADD COLUMN parent_span VARCHAR(16) NOT NULL DEFAULT '';
ALTER TABLE log ADD COLUMN steps TEXT NOT NULL DEFAULT '';
ALTER TABLE log ADD COLUMN body_kept INTEGER NOT NULL DEFAULT 0;
-- The rows of an index stand in the order of seq by themselves: it is the row's own number.
DROP INDEX log_by_tenant;
CREATE INDEX log_by_tenant ON log (tenant);
CREATE INDEX log_by_party ON log (party);
CREATE INDEX log_by_kind ON log (kind);
CREATE INDEX log_by_feed ON log (feed);
CREATE INDEX log_by_outcome ON log (outcome);
CREATE INDEX log_by_reference ON log (reference) WHERE reference <> '';
CREATE INDEX log_by_dossier ON log (dossier) WHERE dossier <> '';
-- Of a body that was removed as agreed: proof that the gateway did it (keyed hash).
ALTER TABLE body ADD COLUMN removed VARCHAR(64) NOT NULL DEFAULT '';
CREATE INDEX body_kept ON body (message_id) WHERE removed = '';
-- Signed statements of how far the log ran and what its last hash was.
CREATE TABLE log_checkpoint (seq INTEGER PRIMARY KEY, hash VARCHAR(64) NOT NULL, moment VARCHAR(24) NOT NULL,
  signature TEXT NOT NULL, signer VARCHAR(64) NOT NULL, time_stamp TEXT NOT NULL);
-- Certificates that statements were signed with, by fingerprint.
CREATE TABLE log_signer (fingerprint VARCHAR(64) PRIMARY KEY, certificate TEXT NOT NULL);
-- Entries that were removed as agreed: from seq first to last; the chain goes on from last_hash.
CREATE TABLE log_gap (first INTEGER PRIMARY KEY, last BIGINT NOT NULL, previous_hash VARCHAR(64) NOT NULL, last_hash
  VARCHAR(64) NOT NULL, moment VARCHAR(24) NOT NULL, signature TEXT NOT NULL, signer VARCHAR(64) NOT NULL);
-- What may not be removed: of a tenant, or of one dossier.
CREATE TABLE legal_hold (id VARCHAR(36) PRIMARY KEY, tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT NULL, reason
  TEXT NOT NULL, since BIGINT NOT NULL);
-- Links with which an operator logs in once, by hash.
CREATE TABLE login_code (code_hash VARCHAR(64) PRIMARY KEY, name VARCHAR(60) NOT NULL, role VARCHAR(12) NOT NULL,
  expires BIGINT NOT NULL);
-- Sums of the log in buckets of five minutes, so that nobody has to count its rows.
CREATE TABLE traffic (bucket BIGINT NOT NULL, tenant VARCHAR(20) NOT NULL, feed VARCHAR(20) NOT NULL, direction
  VARCHAR(3) NOT NULL, party VARCHAR(20) NOT NULL, messages BIGINT NOT NULL, trouble BIGINT NOT NULL, duration_ms
  BIGINT NOT NULL, waited_ms BIGINT NOT NULL, PRIMARY KEY (bucket, tenant, feed, direction, party)) WITHOUT ROWID;
-- How long each queue was, in buckets of five minutes.
CREATE TABLE queue_sample (subscription VARCHAR(60) NOT NULL, bucket BIGINT NOT NULL, waiting BIGINT NOT NULL, dead
  BIGINT NOT NULL, PRIMARY KEY (subscription, bucket)) WITHOUT ROWID;
-- Certificates that parties showed, as a client or as a server.
CREATE TABLE party_certificate (party VARCHAR(20) NOT NULL, side VARCHAR(6) NOT NULL, subject TEXT NOT NULL,
  valid_until VARCHAR(24) NOT NULL, first_seen BIGINT NOT NULL, PRIMARY KEY (party, side, valid_until));
-- How far a reader of the log has come.
CREATE TABLE log_reader (name VARCHAR(20) PRIMARY KEY, seq BIGINT NOT NULL);

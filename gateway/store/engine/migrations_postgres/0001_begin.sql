-- The tables of a store, as those of SQLite had become by version 21; what an operator wants to know of them stands there
-- too. Text is compared by its bytes, as SQLite does, and numbers are all as wide as there. Columns that hold data of
-- persons are sealed (crypto.h); columns named *_hash are keyed hashes.

CREATE DOMAIN word AS TEXT COLLATE "C";

CREATE TABLE schema_version (version BIGINT NOT NULL);
-- By which a session asks what became of a commit that was not answered (postgres.cpp).
CREATE TABLE commit_mark (session word PRIMARY KEY, mark BIGINT NOT NULL, moment TIMESTAMPTZ NOT NULL);
-- Nodes that share the store, and what each does that only one may do (leases.h). Empty: nobody does.
CREATE TABLE node (instance word PRIMARY KEY, name word NOT NULL, version word NOT NULL, beats BIGINT NOT NULL);
CREATE TABLE lease (task word PRIMARY KEY, instance word NOT NULL, fence BIGINT NOT NULL, beats BIGINT NOT NULL);
-- The keys of dossiers, each sealed under the store's key (dossier_keys.h); empty: it was destroyed.
CREATE TABLE dossier_key (number BIGINT PRIMARY KEY, sealed BYTEA NOT NULL);

-- The exchange log: append-only, each entry chained to the one before by its hash. `form`: what the hash is made of.
CREATE TABLE log (seq BIGINT PRIMARY KEY, message_id word NOT NULL UNIQUE, cause_id word NOT NULL, tenant word NOT
  NULL, moment word NOT NULL, direction word NOT NULL, feed word NOT NULL, kind word NOT NULL, party word NOT NULL,
  subject word NOT NULL, reference word NOT NULL, dossier word NOT NULL, outcome word NOT NULL, http_status BIGINT NOT
  NULL, duration_ms BIGINT NOT NULL, size BIGINT NOT NULL, events BIGINT NOT NULL, faults word NOT NULL, body_hash
  word NOT NULL, previous_hash word NOT NULL, hash word NOT NULL, form BIGINT NOT NULL DEFAULT 1, trace_id word NOT
  NULL DEFAULT '', parent_span word NOT NULL DEFAULT '', steps word NOT NULL DEFAULT '', body_kept BIGINT NOT NULL
  DEFAULT 0, body_digest word NOT NULL DEFAULT '');

-- Message bodies, apart from the log because they are kept for a shorter time. `removed`: proof that the gateway did it.
CREATE TABLE body (message_id word PRIMARY KEY, tenant word NOT NULL, sealed BYTEA NOT NULL, removed word NOT NULL
  DEFAULT '');
CREATE INDEX body_kept ON body (message_id) WHERE removed = '';

-- Questions to DUO and BRPs that wait to be asked: one a person and resource, the newest in place of an older one.
CREATE TABLE question (id word NOT NULL, tenant word NOT NULL, dossier word NOT NULL, resource word NOT NULL, cause_id
  word NOT NULL, due BIGINT NOT NULL, attempts BIGINT NOT NULL, priority BIGINT NOT NULL DEFAULT 0, run word NOT NULL
  DEFAULT '', peer word NOT NULL DEFAULT 'duo', PRIMARY KEY (tenant, dossier, resource)) WITH
  (autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX question_by_run ON question (run);
CREATE INDEX question_by_due ON question (peer, priority, due);

-- Synchronisation: runs, schedules, and the ledger of answers.
CREATE TABLE sync_run (id word PRIMARY KEY, schedule word NOT NULL, tenant word NOT NULL, resources word NOT NULL,
  dossiers word NOT NULL, state word NOT NULL, started BIGINT NOT NULL, ended BIGINT NOT NULL, total BIGINT NOT NULL,
  cursor word NOT NULL, fed BIGINT NOT NULL);
CREATE INDEX sync_run_by_state ON sync_run (state);
CREATE INDEX sync_run_by_start ON sync_run (started);
CREATE TABLE sync_count (run word NOT NULL, resource word NOT NULL, asked BIGINT NOT NULL, changed BIGINT NOT NULL,
  unannounced BIGINT NOT NULL, refused BIGINT NOT NULL, failed BIGINT NOT NULL, PRIMARY KEY (run, resource));
CREATE TABLE sync_schedule (schedule word NOT NULL, tenant word NOT NULL, due BIGINT NOT NULL, PRIMARY KEY (schedule,
  tenant));

-- Reports to DUO on their way, and what became of them. `open` is 1 until the outcome is known.
CREATE TABLE melding (id word PRIMARY KEY, tenant word NOT NULL, dossier word NOT NULL, afnemer word NOT NULL, method
  word NOT NULL, operatie word NOT NULL, sealed BYTEA NOT NULL, state word NOT NULL, open BIGINT NOT NULL, attempts
  BIGINT NOT NULL, due BIGINT NOT NULL, created BIGINT NOT NULL, ended BIGINT NOT NULL, sealed_note BYTEA NOT NULL, number BIGINT NOT NULL DEFAULT 0);
CREATE INDEX melding_by_due ON melding (open, due);
CREATE INDEX melding_by_dossier ON melding (tenant, dossier, open);
CREATE INDEX melding_by_tenant ON melding (tenant, id);
CREATE INDEX melding_by_state ON melding (state);

-- Whom the BRP tells of.
CREATE TABLE followed (tenant word NOT NULL, dossier word NOT NULL, since BIGINT NOT NULL, PRIMARY KEY (tenant,
  dossier));

-- Taalscholen: what each sent, as it stands now.
CREATE TABLE schoolrij (tenant word NOT NULL, school word NOT NULL, resource word NOT NULL, kenmerk word NOT NULL,
  dossier word NOT NULL, message_id word NOT NULL, withdrawn BIGINT NOT NULL, sealed BYTEA NOT NULL, PRIMARY KEY
  (tenant, school, resource, kenmerk));
CREATE INDEX schoolrij_by_dossier ON schoolrij (tenant, dossier, school, resource);
CREATE INDEX schoolrij_by_message ON schoolrij (tenant, school, resource, message_id);

-- Subscriptions, with numbered queues, dead letters and jobs.
CREATE TABLE subscription (id word PRIMARY KEY, afnemer word NOT NULL, origin word NOT NULL, definition word NOT NULL,
  paused BIGINT NOT NULL, removed BIGINT NOT NULL, confirmed BIGINT NOT NULL, confirm_due BIGINT NOT NULL,
  confirm_attempts BIGINT NOT NULL, allowed_rate BIGINT NOT NULL, created BIGINT NOT NULL);
CREATE TABLE subscription_queue (subscription word PRIMARY KEY, last_position BIGINT NOT NULL, waiting BIGINT NOT
  NULL, dead BIGINT NOT NULL) WITH (autovacuum_vacuum_scale_factor = 0.02, fillfactor = 50);
CREATE TABLE subscription_job (id word PRIMARY KEY, subscription word NOT NULL, kind word NOT NULL, open BIGINT NOT
  NULL, tenant word NOT NULL, dossier word NOT NULL, from_id word NOT NULL, until_id word NOT NULL, last_number BIGINT
  NOT NULL, cursor_tenant word NOT NULL, cursor_dossier word NOT NULL, cursor_number BIGINT NOT NULL, total BIGINT NOT
  NULL, done BIGINT NOT NULL, queued BIGINT NOT NULL, started BIGINT NOT NULL, ended BIGINT NOT NULL);
CREATE INDEX subscription_job_open ON subscription_job (subscription) WHERE open = 1;
CREATE TABLE alert (subscription word NOT NULL, kind word NOT NULL, moment BIGINT NOT NULL, PRIMARY KEY (subscription,
  kind));

-- Rises with each change of a subscription, so that whoever keeps them in memory sees it.
CREATE TABLE change_counter (name word PRIMARY KEY, value BIGINT NOT NULL);
INSERT INTO change_counter (name, value) VALUES ('subscription', 1);

-- Events are numbered in the order in which they were made. Present states stand among them until they have arrived.
CREATE TABLE event (number BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, id word NOT NULL UNIQUE, tenant word
  NOT NULL, dossier word NOT NULL, sequence BIGINT NOT NULL, type word NOT NULL, message_id word NOT NULL, present
  BIGINT NOT NULL, sealed BYTEA NOT NULL);
CREATE INDEX event_by_dossier ON event (tenant, dossier, sequence);

-- Events that are not tried any more, kept until someone decides.
CREATE TABLE dead_letter (subscription word NOT NULL, position BIGINT NOT NULL, event word NOT NULL, mark word NOT
  NULL, reason word NOT NULL, http_status BIGINT NOT NULL, attempts BIGINT NOT NULL, moment BIGINT NOT NULL, PRIMARY
  KEY (subscription, position));

-- Signed statements of how far the log ran and what its last hash was, and of entries that were removed as agreed.
CREATE TABLE log_checkpoint (seq BIGINT PRIMARY KEY, hash word NOT NULL, moment word NOT NULL, signature word NOT
  NULL, signer word NOT NULL, time_stamp word NOT NULL);
CREATE TABLE log_signer (fingerprint word PRIMARY KEY, certificate word NOT NULL);
CREATE TABLE log_gap (first BIGINT PRIMARY KEY, last BIGINT NOT NULL, previous_hash word NOT NULL, last_hash word NOT
  NULL, moment word NOT NULL, signature word NOT NULL, signer word NOT NULL);

-- What may not be removed: of a tenant, or of one dossier.
CREATE TABLE legal_hold (id word PRIMARY KEY, tenant word NOT NULL, dossier word NOT NULL, reason word NOT NULL, since
  BIGINT NOT NULL);

-- Who is logged in, by the hash of the secret in the cookie; and links with which an operator logs in once, by hash.
CREATE TABLE operator_session (secret_hash word PRIMARY KEY, name word NOT NULL, role word NOT NULL, opened BIGINT NOT
  NULL, used BIGINT NOT NULL);
CREATE TABLE login_code (code_hash word PRIMARY KEY, name word NOT NULL, role word NOT NULL, expires BIGINT NOT NULL);

-- Sums of the log, and how long each queue was, in buckets of five minutes.
CREATE TABLE traffic (bucket BIGINT NOT NULL, tenant word NOT NULL, feed word NOT NULL, direction word NOT NULL, party
  word NOT NULL, messages BIGINT NOT NULL, trouble BIGINT NOT NULL, duration_ms BIGINT NOT NULL, waited_ms BIGINT NOT
  NULL, PRIMARY KEY (bucket, tenant, feed, direction, party)) WITH (autovacuum_vacuum_scale_factor = 0.02, fillfactor
  = 50);
CREATE TABLE queue_sample (subscription word NOT NULL, bucket BIGINT NOT NULL, waiting BIGINT NOT NULL, dead BIGINT
  NOT NULL, PRIMARY KEY (subscription, bucket));

-- Certificates that parties showed, as a client or as a server.
CREATE TABLE party_certificate (party word NOT NULL, side word NOT NULL, subject word NOT NULL, valid_until word NOT
  NULL, first_seen BIGINT NOT NULL, public_key word NOT NULL DEFAULT '', secured word NOT NULL DEFAULT '', anchor word
  NOT NULL DEFAULT '', last_seen BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (party, side, valid_until));

-- How far a reader of the log has come.
CREATE TABLE log_reader (name word PRIMARY KEY, seq BIGINT NOT NULL);
-- No entry was ever made here in a form of before.
INSERT INTO log_reader (name, seq) VALUES ('sleutels', 0), ('digests', 0), ('gemeente', 0), ('gemeente tot', 0);

-- A store knows its key: its name, a keyed hash that only it can make, and what former keys are still needed.
CREATE TABLE store_key (id word NOT NULL, proof word NOT NULL, sealed_find BYTEA NOT NULL DEFAULT '', needs word NOT
  NULL DEFAULT '', per_dossier BIGINT NOT NULL DEFAULT 0);

-- What is sealed of entries of before digests were keyed. None were ever made here; a store that is copied may bring
-- them.
CREATE TABLE log_before (seq BIGINT PRIMARY KEY, sealed BYTEA NOT NULL);
CREATE TABLE log_before_proof (kind word NOT NULL, seq BIGINT NOT NULL, sealed BYTEA NOT NULL, PRIMARY KEY (kind,
  seq));

-- What entries of the log are found by. The numbers are those of log::Key.
CREATE TABLE log_key (name BIGINT NOT NULL, value word NOT NULL, seq BIGINT NOT NULL, PRIMARY KEY (name, value, seq));

-- What is known of a person, in objects. `version` rises with each change.
CREATE TABLE dossier (tenant word NOT NULL, id word NOT NULL, sealed_subject BYTEA NOT NULL, last_sequence BIGINT NOT
  NULL, closed word NOT NULL, version BIGINT NOT NULL, key_number BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (tenant,
  id));

-- One row an event that waits, in the order of the queue. `previous`: the sequence of the event before it in its lane.
CREATE TABLE delivery (subscription word NOT NULL, position BIGINT NOT NULL, lane word NOT NULL, event word NOT NULL,
  previous BIGINT NOT NULL, mark word NOT NULL, PRIMARY KEY (subscription, position)) WITH
  (autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX delivery_by_lane ON delivery (subscription, lane, position);

-- A lane is a person in a subscription, or one event where no order is asked. `due` is empty while nothing waits.
CREATE TABLE lane (subscription word NOT NULL, lane word NOT NULL, tenant word NOT NULL, due BIGINT, attempts BIGINT
  NOT NULL, failing_since BIGINT NOT NULL, last_sequence BIGINT NOT NULL, PRIMARY KEY (subscription, lane)) WITH
  (autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX lane_by_due ON lane (subscription, due) WHERE due IS NOT NULL;
CREATE INDEX lane_failing ON lane (subscription) WHERE attempts > 0;

-- Files of taalscholen of which the rows are being taken up.
CREATE TABLE bestand (id word NOT NULL PRIMARY KEY, party word NOT NULL, resource word NOT NULL, sealed BYTEA NOT
  NULL, rows BIGINT NOT NULL, taken BIGINT NOT NULL, moved BIGINT NOT NULL) WITH (autovacuum_vacuum_scale_factor =
  0.02);
CREATE TABLE dossier_number (tenant word NOT NULL, number_hash word NOT NULL, dossier word NOT NULL, PRIMARY KEY
  (tenant, number_hash));
CREATE INDEX dossier_number_by_dossier ON dossier_number (tenant, dossier);
CREATE TABLE object (tenant word NOT NULL, dossier word NOT NULL, objecttype word NOT NULL, key_hash word NOT NULL,
  feed word NOT NULL, sealed BYTEA NOT NULL, PRIMARY KEY (tenant, dossier, objecttype, key_hash));
CREATE INDEX contactpersoon_by_key ON object (tenant, key_hash) WHERE objecttype = 'Contactpersoon';
CREATE TABLE statement (tenant word NOT NULL, dossier word NOT NULL, objecttype word NOT NULL, key_hash word NOT NULL,
  sealed BYTEA NOT NULL, PRIMARY KEY (tenant, dossier, objecttype, key_hash));

-- What was accepted under which reference, so that a repeat is answered as the first time.
CREATE TABLE received (tenant word NOT NULL, sender_hash word NOT NULL, digest word NOT NULL, http_status BIGINT NOT
  NULL, answer BYTEA NOT NULL, message_id word NOT NULL, PRIMARY KEY (tenant, sender_hash));
CREATE TABLE asked (tenant word NOT NULL, dossier word NOT NULL, resource word NOT NULL, answered BIGINT NOT NULL,
  outcome word NOT NULL, answer_hash word NOT NULL, failed BIGINT NOT NULL, PRIMARY KEY (tenant, dossier, resource));
CREATE INDEX asked_by_age ON asked (tenant, resource, answered);
CREATE TABLE subscription_person (subscription word NOT NULL, number_hash word NOT NULL, PRIMARY KEY (subscription,
  number_hash));

-- Keys that are to be destroyed: noted together with the removal of what they sealed.
CREATE TABLE dossier_key_gone (number BIGINT NOT NULL PRIMARY KEY);

-- Consent of a second operator, where a gemeente asks four eyes.
CREATE TABLE consent (id word NOT NULL PRIMARY KEY, tenant word NOT NULL, deed word NOT NULL, subject word NOT NULL,
  asker word NOT NULL, reason word NOT NULL, asked BIGINT NOT NULL, expires BIGINT NOT NULL, state word NOT NULL,
  answerer word NOT NULL);

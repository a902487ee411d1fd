-- Subscriptions in the store, with numbered queues, dead letters and jobs.

CREATE TABLE subscription (id VARCHAR(60) PRIMARY KEY, afnemer VARCHAR(20) NOT NULL, origin VARCHAR(12) NOT NULL,
  definition TEXT NOT NULL, paused INTEGER NOT NULL, removed INTEGER NOT NULL, confirmed INTEGER NOT NULL, confirm_due
  BIGINT NOT NULL, confirm_attempts INTEGER NOT NULL, allowed_rate INTEGER NOT NULL, created BIGINT NOT NULL);
-- Counts of a queue, so that nobody has to count its rows.
CREATE TABLE subscription_queue (subscription VARCHAR(60) PRIMARY KEY, last_position BIGINT NOT NULL, waiting BIGINT
  NOT NULL, dead BIGINT NOT NULL);
-- Whom an afnemer put on its own list, by keyed hash of BSN or v-nummer.
CREATE TABLE subscription_person (subscription VARCHAR(60) NOT NULL, number_hash VARCHAR(64) NOT NULL, PRIMARY KEY
  (subscription, number_hash));
-- Present states and replays that are being fed into a queue, and queues that are being emptied.
CREATE TABLE subscription_job (id VARCHAR(36) PRIMARY KEY, subscription VARCHAR(60) NOT NULL, kind VARCHAR(12) NOT
  NULL, open INTEGER NOT NULL, tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT NULL, from_id VARCHAR(36) NOT
  NULL, until_id VARCHAR(36) NOT NULL, last_number BIGINT NOT NULL, cursor_tenant VARCHAR(20) NOT NULL, cursor_dossier
  VARCHAR(36) NOT NULL, cursor_number BIGINT NOT NULL, total BIGINT NOT NULL, done BIGINT NOT NULL, queued BIGINT NOT
  NULL, started BIGINT NOT NULL, ended BIGINT NOT NULL);
CREATE INDEX subscription_job_open ON subscription_job (subscription) WHERE open = 1;
-- When the operator was last told of a kind of trouble.
CREATE TABLE alert (subscription VARCHAR(60) NOT NULL, kind VARCHAR(20) NOT NULL, moment BIGINT NOT NULL, PRIMARY KEY
  (subscription, kind));
-- Rises with each change of a subscription, so that whoever keeps them in memory sees it.
CREATE TABLE change_counter (name VARCHAR(20) PRIMARY KEY, value BIGINT NOT NULL);
INSERT INTO change_counter (name, value) VALUES ('subscription', 1);
-- Events are numbered in the order in which they were made. Present states stand among them until they
-- have arrived: they carry the sequence that their dossier had then.
CREATE TABLE event_6 (number INTEGER PRIMARY KEY, id VARCHAR(36) NOT NULL UNIQUE, tenant VARCHAR(20) NOT NULL, dossier
  VARCHAR(36) NOT NULL, sequence INTEGER NOT NULL, type VARCHAR(100) NOT NULL, message_id VARCHAR(36) NOT NULL,
  present INTEGER NOT NULL, sealed TEXT NOT NULL);
INSERT INTO event_6 (id, tenant, dossier, sequence, type, message_id, present, sealed) SELECT id, tenant, dossier,
  sequence, type, message_id, 0, sealed FROM event ORDER BY rowid;
DROP TABLE event;
ALTER TABLE event_6 RENAME TO event;
CREATE INDEX event_by_dossier ON event (tenant, dossier, sequence);
-- A lane is a person in a subscription, or one event where no order is asked. `due` is empty while
-- nothing waits; `last_sequence` is the last event that was queued in it.
CREATE TABLE lane_6 (subscription VARCHAR(60) NOT NULL, lane VARCHAR(36) NOT NULL, tenant VARCHAR(20) NOT NULL, due
  BIGINT, attempts INTEGER NOT NULL, failing_since BIGINT NOT NULL, last_sequence BIGINT NOT NULL, PRIMARY KEY
  (subscription, lane));
INSERT INTO lane_6 (subscription, lane, tenant, due, attempts, failing_since, last_sequence) SELECT l.subscription,
  l.dossier, l.tenant, l.due, l.attempts, 0, (SELECT MAX(d.sequence) FROM delivery d WHERE d.subscription =
  l.subscription AND d.dossier = l.dossier) FROM lane l;
DROP TABLE lane;
ALTER TABLE lane_6 RENAME TO lane;
CREATE INDEX lane_by_due ON lane (subscription, due);
CREATE INDEX lane_failing ON lane (subscription) WHERE attempts > 0;
-- One row an event that waits, in the order of the queue. `previous` is the sequence of the event before
-- it in its lane; 0 = none that counts.
CREATE TABLE delivery_6 (subscription VARCHAR(60) NOT NULL, position BIGINT NOT NULL, lane VARCHAR(36) NOT NULL, event
  VARCHAR(36) NOT NULL, previous BIGINT NOT NULL, mark VARCHAR(10) NOT NULL, PRIMARY KEY (subscription, position));
INSERT INTO delivery_6 (subscription, position, lane, event, previous, mark) SELECT d.subscription, ROW_NUMBER() OVER
  (PARTITION BY d.subscription ORDER BY e.number), d.dossier, e.id, 0, '' FROM delivery d JOIN event e ON e.tenant =
  d.tenant AND e.dossier = d.dossier AND e.sequence = d.sequence;
INSERT INTO subscription_queue (subscription, last_position, waiting, dead) SELECT subscription, COUNT(*), COUNT(*), 0
  FROM delivery_6 GROUP BY subscription;
DROP TABLE delivery;
ALTER TABLE delivery_6 RENAME TO delivery;
CREATE INDEX delivery_by_lane ON delivery (subscription, lane, position);
-- Events that are not tried any more, kept until someone decides.
CREATE TABLE dead_letter (subscription VARCHAR(60) NOT NULL, position BIGINT NOT NULL, event VARCHAR(36) NOT NULL,
  mark VARCHAR(10) NOT NULL, reason VARCHAR(20) NOT NULL, http_status INTEGER NOT NULL, attempts INTEGER NOT NULL,
  moment BIGINT NOT NULL, PRIMARY KEY (subscription, position));

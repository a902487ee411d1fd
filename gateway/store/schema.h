#pragma once
// The tables, as steps that bring a store from one version to the next. Steps are never changed, only added.
// Text columns that hold data of persons are sealed (crypto.h); columns named *_hash are keyed hashes.

namespace inburgering::gateway::store {

/// Statements of each version, in order.
inline constexpr const char* version_1[] = {
    // The exchange log: append-only, each entry chained to the one before by its hash.
    "CREATE TABLE log (seq INTEGER PRIMARY KEY, message_id VARCHAR(36) NOT NULL UNIQUE, cause_id VARCHAR(36) "
    "NOT NULL,"
    " tenant VARCHAR(20) NOT NULL, moment VARCHAR(24) NOT NULL, direction VARCHAR(3) NOT NULL, feed "
    "VARCHAR(20) NOT NULL,"
    " kind VARCHAR(60) NOT NULL, party VARCHAR(20) NOT NULL, subject TEXT NOT NULL, reference VARCHAR(200) "
    "NOT NULL,"
    " dossier VARCHAR(36) NOT NULL, outcome VARCHAR(30) NOT NULL, http_status INTEGER NOT NULL, duration_ms "
    "INTEGER NOT NULL,"
    " size INTEGER NOT NULL, events INTEGER NOT NULL, faults TEXT NOT NULL, body_hash VARCHAR(64) NOT NULL,"
    " previous_hash VARCHAR(64) NOT NULL, hash VARCHAR(64) NOT NULL)",
    "CREATE INDEX log_by_cause ON log (cause_id)",
    "CREATE INDEX log_by_tenant ON log (tenant, seq)",
    // Message bodies, apart from the log because they are kept for a shorter time.
    "CREATE TABLE body (message_id VARCHAR(36) PRIMARY KEY, tenant VARCHAR(20) NOT NULL, sealed TEXT NOT "
    "NULL)",
    // What was accepted under which reference, so that a repeat is answered as the first time.
    "CREATE TABLE received (tenant VARCHAR(20) NOT NULL, sender_hash VARCHAR(64) NOT NULL, digest "
    "VARCHAR(64) NOT NULL,"
    " http_status INTEGER NOT NULL, answer TEXT NOT NULL, message_id VARCHAR(36) NOT NULL,"
    " PRIMARY KEY (tenant, sender_hash))",
    "CREATE TABLE dossier (id VARCHAR(36) PRIMARY KEY, tenant VARCHAR(20) NOT NULL, sealed_subject TEXT NOT "
    "NULL,"
    " last_sequence INTEGER NOT NULL)",
    "CREATE TABLE dossier_number (tenant VARCHAR(20) NOT NULL, number_hash VARCHAR(64) NOT NULL, dossier "
    "VARCHAR(36) NOT NULL,"
    " PRIMARY KEY (tenant, number_hash))",
    "CREATE TABLE object (tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT NULL, objecttype VARCHAR(60) "
    "NOT NULL,"
    " key_hash VARCHAR(64) NOT NULL, feed VARCHAR(20) NOT NULL, sealed TEXT NOT NULL,"
    " PRIMARY KEY (tenant, dossier, objecttype, key_hash))",
    "CREATE TABLE event (tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT NULL, sequence INTEGER NOT "
    "NULL,"
    " id VARCHAR(36) NOT NULL, type VARCHAR(100) NOT NULL, message_id VARCHAR(36) NOT NULL, sealed TEXT NOT "
    "NULL,"
    " PRIMARY KEY (tenant, dossier, sequence))",
    // One row an event on its way to a subscription; gone from here once it arrived (the log remembers).
    "CREATE TABLE delivery (subscription VARCHAR(60) NOT NULL, dossier VARCHAR(36) NOT NULL, sequence "
    "INTEGER NOT NULL,"
    " tenant VARCHAR(20) NOT NULL, PRIMARY KEY (subscription, dossier, sequence))",
    // One row a person and subscription with anything waiting: order is kept by sending only its lowest
    // sequence.
    "CREATE TABLE lane (subscription VARCHAR(60) NOT NULL, dossier VARCHAR(36) NOT NULL, tenant VARCHAR(20) "
    "NOT NULL,"
    " due INTEGER NOT NULL, attempts INTEGER NOT NULL, PRIMARY KEY (subscription, dossier))",
    "CREATE INDEX lane_by_due ON lane (subscription, due)",
    // Questions to DUO that wait to be asked: one a person and resource, the newest in place of an older one.
    "CREATE TABLE question (id VARCHAR(36) NOT NULL, tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT "
    "NULL,"
    " resource VARCHAR(60) NOT NULL, cause_id VARCHAR(36) NOT NULL, due INTEGER NOT NULL, attempts INTEGER "
    "NOT NULL,"
    " PRIMARY KEY (tenant, dossier, resource))",
    "CREATE INDEX question_by_due ON question (due)",
};

/// Synchronisation: runs, schedules, the ledger of answers, and questions that give way to those of
/// notifications.
inline constexpr const char* version_2[] = {
    "ALTER TABLE question ADD COLUMN priority INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE question ADD COLUMN run VARCHAR(36) NOT NULL DEFAULT ''",
    "DROP INDEX question_by_due",
    "CREATE INDEX question_by_due ON question (priority, due)",
    "CREATE INDEX question_by_run ON question (run)",
    "CREATE INDEX dossier_by_tenant ON dossier (tenant, id)",
    "CREATE TABLE sync_run (id VARCHAR(36) PRIMARY KEY, schedule VARCHAR(60) NOT NULL, tenant VARCHAR(20) "
    "NOT NULL,"
    " resources TEXT NOT NULL, dossiers TEXT NOT NULL, state VARCHAR(12) NOT NULL, started BIGINT NOT NULL,"
    " ended BIGINT NOT NULL, total BIGINT NOT NULL, cursor VARCHAR(36) NOT NULL, fed BIGINT NOT NULL)",
    "CREATE INDEX sync_run_by_state ON sync_run (state)",
    "CREATE INDEX sync_run_by_start ON sync_run (started)",
    "CREATE TABLE sync_count (run VARCHAR(36) NOT NULL, resource VARCHAR(60) NOT NULL, asked BIGINT NOT NULL,"
    " changed BIGINT NOT NULL, unannounced BIGINT NOT NULL, refused BIGINT NOT NULL, failed BIGINT NOT NULL,"
    " PRIMARY KEY (run, resource))",
    "CREATE TABLE sync_schedule (schedule VARCHAR(60) NOT NULL, tenant VARCHAR(20) NOT NULL, due BIGINT NOT "
    "NULL,"
    " PRIMARY KEY (schedule, tenant))",
    // The ledger: when DUO last answered each question about each person.
    "CREATE TABLE asked (tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT NULL, resource VARCHAR(60) NOT "
    "NULL,"
    " answered BIGINT NOT NULL, outcome VARCHAR(30) NOT NULL, answer_hash VARCHAR(64) NOT NULL, failed "
    "BIGINT NOT NULL,"
    " PRIMARY KEY (tenant, dossier, resource))",
    "CREATE INDEX asked_by_age ON asked (tenant, resource, answered)",
};

/// Reports to DUO on their way, and what became of them. `open` is 1 until the outcome is known.
inline constexpr const char* version_3[] = {
    "CREATE TABLE melding (id VARCHAR(36) PRIMARY KEY, tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT "
    "NULL,"
    " afnemer VARCHAR(20) NOT NULL, method VARCHAR(6) NOT NULL, operatie VARCHAR(60) NOT NULL, sealed TEXT "
    "NOT NULL,"
    " state VARCHAR(20) NOT NULL, open INTEGER NOT NULL, attempts INTEGER NOT NULL, due BIGINT NOT NULL,"
    " created BIGINT NOT NULL, ended BIGINT NOT NULL, sealed_note TEXT NOT NULL)",
    "CREATE INDEX melding_by_due ON melding (open, due)",
    "CREATE INDEX melding_by_dossier ON melding (tenant, dossier, open)",
    "CREATE INDEX melding_by_tenant ON melding (tenant, id)",
    "CREATE INDEX melding_by_state ON melding (state)",
    // A contactpersoon that is deleted is looked for in the dossiers that name it.
    "CREATE INDEX contactpersoon_by_key ON object (tenant, key_hash) WHERE objecttype = 'Contactpersoon'",
};

/// BRP: the order of statements, dossiers that ended, who is followed, and questions to more than one peer.
inline constexpr const char* version_4[] = {
    "ALTER TABLE dossier ADD COLUMN closed VARCHAR(10) NOT NULL DEFAULT ''",
    // Of each object that a feed tells out of order: when what was said of its fields (sealed with the row).
    ("CREATE TABLE statement (tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT NULL,"
     " objecttype VARCHAR(60) NOT NULL, key_hash VARCHAR(64) NOT NULL, sealed TEXT NOT NULL,"
     " PRIMARY KEY (tenant, dossier, objecttype, key_hash))"),
    ("CREATE TABLE followed (tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT NULL, since BIGINT NOT "
     "NULL,"
     " PRIMARY KEY (tenant, dossier))"),
    "ALTER TABLE question ADD COLUMN peer VARCHAR(60) NOT NULL DEFAULT 'duo'",
    "DROP INDEX question_by_due",
    "CREATE INDEX question_by_due ON question (peer, priority, due)",
};

/// Taalscholen: what each sent, as it stands now.
inline constexpr const char* version_5[] = {
    ("CREATE TABLE schoolrij (tenant VARCHAR(20) NOT NULL, school VARCHAR(20) NOT NULL,"
     " resource VARCHAR(60) NOT NULL, kenmerk VARCHAR(40) NOT NULL, dossier VARCHAR(36) NOT NULL,"
     " message_id VARCHAR(36) NOT NULL, withdrawn INTEGER NOT NULL, sealed TEXT NOT NULL,"
     " PRIMARY KEY (tenant, school, resource, kenmerk))"),
    "CREATE INDEX schoolrij_by_dossier ON schoolrij (tenant, dossier, school, resource)",
    "CREATE INDEX schoolrij_by_message ON schoolrij (tenant, school, resource, message_id)",
};

/// Subscriptions in the store, with numbered queues, dead letters and jobs.
inline constexpr const char* version_6[] = {
    ("CREATE TABLE subscription (id VARCHAR(60) PRIMARY KEY, afnemer VARCHAR(20) NOT NULL,"
     " origin VARCHAR(12) NOT NULL, definition TEXT NOT NULL, paused INTEGER NOT NULL, removed INTEGER NOT "
     "NULL,"
     " confirmed INTEGER NOT NULL, confirm_due BIGINT NOT NULL, confirm_attempts INTEGER NOT NULL,"
     " allowed_rate INTEGER NOT NULL, created BIGINT NOT NULL)"),
    // Counts of a queue, so that nobody has to count its rows.
    ("CREATE TABLE subscription_queue (subscription VARCHAR(60) PRIMARY KEY, last_position BIGINT NOT NULL,"
     " waiting BIGINT NOT NULL, dead BIGINT NOT NULL)"),
    // Whom an afnemer put on its own list, by keyed hash of BSN or v-nummer.
    ("CREATE TABLE subscription_person (subscription VARCHAR(60) NOT NULL, number_hash VARCHAR(64) NOT NULL,"
     " PRIMARY KEY (subscription, number_hash))"),
    // Present states and replays that are being fed into a queue, and queues that are being emptied.
    ("CREATE TABLE subscription_job (id VARCHAR(36) PRIMARY KEY, subscription VARCHAR(60) NOT NULL,"
     " kind VARCHAR(12) NOT NULL, open INTEGER NOT NULL, tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) "
     "NOT NULL,"
     " from_id VARCHAR(36) NOT NULL, until_id VARCHAR(36) NOT NULL, last_number BIGINT NOT NULL,"
     " cursor_tenant VARCHAR(20) NOT NULL, cursor_dossier VARCHAR(36) NOT NULL, cursor_number BIGINT NOT "
     "NULL,"
     " total BIGINT NOT NULL, done BIGINT NOT NULL, queued BIGINT NOT NULL,"
     " started BIGINT NOT NULL, ended BIGINT NOT NULL)"),
    "CREATE INDEX subscription_job_open ON subscription_job (subscription) WHERE open = 1",
    // When the operator was last told of a kind of trouble.
    ("CREATE TABLE alert (subscription VARCHAR(60) NOT NULL, kind VARCHAR(20) NOT NULL, moment BIGINT NOT "
     "NULL,"
     " PRIMARY KEY (subscription, kind))"),
    // Rises with each change of a subscription, so that whoever keeps them in memory sees it.
    "CREATE TABLE change_counter (name VARCHAR(20) PRIMARY KEY, value BIGINT NOT NULL)",
    "INSERT INTO change_counter (name, value) VALUES ('subscription', 1)",
    // Events are numbered in the order in which they were made. Present states stand among them until they
    // have arrived: they carry the sequence that their dossier had then.
    ("CREATE TABLE event_6 (number INTEGER PRIMARY KEY, id VARCHAR(36) NOT NULL UNIQUE, tenant VARCHAR(20) "
     "NOT NULL,"
     " dossier VARCHAR(36) NOT NULL, sequence INTEGER NOT NULL, type VARCHAR(100) NOT NULL,"
     " message_id VARCHAR(36) NOT NULL, present INTEGER NOT NULL, sealed TEXT NOT NULL)"),
    ("INSERT INTO event_6 (id, tenant, dossier, sequence, type, message_id, present, sealed)"
     " SELECT id, tenant, dossier, sequence, type, message_id, 0, sealed FROM event ORDER BY rowid"),
    "DROP TABLE event",
    "ALTER TABLE event_6 RENAME TO event",
    "CREATE INDEX event_by_dossier ON event (tenant, dossier, sequence)",
    // A lane is a person in a subscription, or one event where no order is asked. `due` is empty while
    // nothing waits; `last_sequence` is the last event that was queued in it.
    ("CREATE TABLE lane_6 (subscription VARCHAR(60) NOT NULL, lane VARCHAR(36) NOT NULL, tenant VARCHAR(20) "
     "NOT NULL,"
     " due BIGINT, attempts INTEGER NOT NULL, failing_since BIGINT NOT NULL, last_sequence BIGINT NOT NULL,"
     " PRIMARY KEY (subscription, lane))"),
    ("INSERT INTO lane_6 (subscription, lane, tenant, due, attempts, failing_since, last_sequence)"
     " SELECT l.subscription, l.dossier, l.tenant, l.due, l.attempts, 0,"
     " (SELECT MAX(d.sequence) FROM delivery d WHERE d.subscription = l.subscription AND d.dossier = "
     "l.dossier)"
     " FROM lane l"),
    "DROP TABLE lane",
    "ALTER TABLE lane_6 RENAME TO lane",
    "CREATE INDEX lane_by_due ON lane (subscription, due)",
    "CREATE INDEX lane_failing ON lane (subscription) WHERE attempts > 0",
    // One row an event that waits, in the order of the queue. `previous` is the sequence of the event before
    // it in its lane; 0 = none that counts.
    ("CREATE TABLE delivery_6 (subscription VARCHAR(60) NOT NULL, position BIGINT NOT NULL, lane VARCHAR(36) "
     "NOT NULL,"
     " event VARCHAR(36) NOT NULL, previous BIGINT NOT NULL, mark VARCHAR(10) NOT NULL,"
     " PRIMARY KEY (subscription, position))"),
    ("INSERT INTO delivery_6 (subscription, position, lane, event, previous, mark)"
     " SELECT d.subscription, ROW_NUMBER() OVER (PARTITION BY d.subscription ORDER BY e.number), d.dossier, "
     "e.id, 0, ''"
     " FROM delivery d JOIN event e ON e.tenant = d.tenant AND e.dossier = d.dossier AND e.sequence = "
     "d.sequence"),
    ("INSERT INTO subscription_queue (subscription, last_position, waiting, dead)"
     " SELECT subscription, COUNT(*), COUNT(*), 0 FROM delivery_6 GROUP BY subscription"),
    "DROP TABLE delivery",
    "ALTER TABLE delivery_6 RENAME TO delivery",
    "CREATE INDEX delivery_by_lane ON delivery (subscription, lane, position)",
    // Events that are not tried any more, kept until someone decides.
    ("CREATE TABLE dead_letter (subscription VARCHAR(60) NOT NULL, position BIGINT NOT NULL, event "
     "VARCHAR(36) NOT NULL,"
     " mark VARCHAR(10) NOT NULL, reason VARCHAR(20) NOT NULL, http_status INTEGER NOT NULL, attempts "
     "INTEGER NOT NULL,"
     " moment BIGINT NOT NULL, PRIMARY KEY (subscription, position))"),
};

/// The log as something to search, to prove and to thin out; who may look, and how far others were told.
inline constexpr const char* version_7[] = {
    // What the hash of an entry is made of: 1 = without trace and steps.
    "ALTER TABLE log ADD COLUMN form INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE log ADD COLUMN trace_id VARCHAR(32) NOT NULL DEFAULT ''",
    "ALTER TABLE log ADD COLUMN parent_span VARCHAR(16) NOT NULL DEFAULT ''",
    "ALTER TABLE log ADD COLUMN steps TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE log ADD COLUMN body_kept INTEGER NOT NULL DEFAULT 0",
    // The rows of an index stand in the order of seq by themselves: it is the row's own number.
    "DROP INDEX log_by_tenant",
    "CREATE INDEX log_by_tenant ON log (tenant)",
    "CREATE INDEX log_by_party ON log (party)",
    "CREATE INDEX log_by_kind ON log (kind)",
    "CREATE INDEX log_by_feed ON log (feed)",
    "CREATE INDEX log_by_outcome ON log (outcome)",
    "CREATE INDEX log_by_reference ON log (reference) WHERE reference <> ''",
    "CREATE INDEX log_by_dossier ON log (dossier) WHERE dossier <> ''",
    // Of a body that was removed as agreed: proof that the gateway did it (keyed hash).
    "ALTER TABLE body ADD COLUMN removed VARCHAR(64) NOT NULL DEFAULT ''",
    "CREATE INDEX body_kept ON body (message_id) WHERE removed = ''",
    // Signed statements of how far the log ran and what its last hash was.
    ("CREATE TABLE log_checkpoint (seq INTEGER PRIMARY KEY, hash VARCHAR(64) NOT NULL, moment VARCHAR(24) "
     "NOT "
     "NULL,"
     " signature TEXT NOT NULL, signer VARCHAR(64) NOT NULL, time_stamp TEXT NOT NULL)"),
    // Certificates that statements were signed with, by fingerprint.
    "CREATE TABLE log_signer (fingerprint VARCHAR(64) PRIMARY KEY, certificate TEXT NOT NULL)",
    // Entries that were removed as agreed: from seq first to last; the chain goes on from last_hash.
    ("CREATE TABLE log_gap (first INTEGER PRIMARY KEY, last BIGINT NOT NULL, previous_hash VARCHAR(64) NOT "
     "NULL,"
     " last_hash VARCHAR(64) NOT NULL, moment VARCHAR(24) NOT NULL, signature TEXT NOT NULL, signer "
     "VARCHAR(64) NOT NULL)"),
    // What may not be removed: of a tenant, or of one dossier.
    ("CREATE TABLE legal_hold (id VARCHAR(36) PRIMARY KEY, tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) "
     "NOT "
     "NULL,"
     " reason TEXT NOT NULL, since BIGINT NOT NULL)"),
    // Links with which an operator logs in once, by hash.
    ("CREATE TABLE login_code (code_hash VARCHAR(64) PRIMARY KEY, name VARCHAR(60) NOT NULL, role "
     "VARCHAR(12) NOT "
     "NULL,"
     " expires BIGINT NOT NULL)"),
    // Sums of the log in buckets of five minutes, so that nobody has to count its rows.
    ("CREATE TABLE traffic (bucket BIGINT NOT NULL, tenant VARCHAR(20) NOT NULL, feed VARCHAR(20) NOT NULL,"
     " direction VARCHAR(3) NOT NULL, party VARCHAR(20) NOT NULL, messages BIGINT NOT NULL, trouble BIGINT "
     "NOT NULL,"
     " duration_ms BIGINT NOT NULL, waited_ms BIGINT NOT NULL,"
     " PRIMARY KEY (bucket, tenant, feed, direction, party)) WITHOUT ROWID"),
    // How long each queue was, in buckets of five minutes.
    ("CREATE TABLE queue_sample (subscription VARCHAR(60) NOT NULL, bucket BIGINT NOT NULL, waiting BIGINT "
     "NOT NULL,"
     " dead BIGINT NOT NULL, PRIMARY KEY (subscription, bucket)) WITHOUT ROWID"),
    // Certificates that parties showed, as a client or as a server.
    ("CREATE TABLE party_certificate (party VARCHAR(20) NOT NULL, side VARCHAR(6) NOT NULL, subject TEXT NOT "
     "NULL,"
     " valid_until VARCHAR(24) NOT NULL, first_seen BIGINT NOT NULL, PRIMARY KEY (party, side, "
     "valid_until))"),
    // How far a reader of the log has come.
    "CREATE TABLE log_reader (name VARCHAR(20) PRIMARY KEY, seq BIGINT NOT NULL)",
};

/// A store knows its key: the name of the key, and a keyed hash that only it can make.
inline constexpr const char* version_8[] = {
    "CREATE TABLE store_key (id VARCHAR(60) NOT NULL, proof VARCHAR(64) NOT NULL)",
};

/// Digests of content are keyed from here on; what is sealed of entries of before (log/former_digests.h).
inline constexpr const char* version_9[] = {
    "ALTER TABLE log ADD COLUMN body_digest VARCHAR(64) NOT NULL DEFAULT ''",
    "CREATE TABLE log_before (seq INTEGER PRIMARY KEY, sealed TEXT NOT NULL)",
    // Of checkpoints ('ijkpunt', by seq) and gaps ('gat', by first) that tell hashes of such entries.
    ("CREATE TABLE log_before_proof (kind VARCHAR(10) NOT NULL, seq BIGINT NOT NULL, sealed TEXT NOT NULL,"
     " PRIMARY KEY (kind, seq))"),
};

}  // namespace inburgering::gateway::store

-- Digests of content are keyed from here on; what is sealed of entries of before (log/former_digests.h).

ALTER TABLE log ADD COLUMN body_digest VARCHAR(64) NOT NULL DEFAULT '';
CREATE TABLE log_before (seq INTEGER PRIMARY KEY, sealed TEXT NOT NULL);
-- Of checkpoints ('ijkpunt', by seq) and gaps ('gat', by first) that tell hashes of such entries.
CREATE TABLE log_before_proof (kind VARCHAR(10) NOT NULL, seq BIGINT NOT NULL, sealed TEXT NOT NULL, PRIMARY KEY
  (kind, seq));

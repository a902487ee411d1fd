-- Which root the certificate of a party led to, and when that was seen last: what it has not shown for long says
-- nothing of what it needs.

ALTER TABLE party_certificate ADD COLUMN anchor VARCHAR(600) NOT NULL DEFAULT '';
ALTER TABLE party_certificate ADD COLUMN last_seen BIGINT NOT NULL DEFAULT 0;

-- Consent of a second operator, where a gemeente asks four eyes: what one asked, and what another answered. `deed` is what for
-- (inhoud, vergeten, sleutel), `subject` of what: a message, a dossier, or the name of a key (then there is no tenant).

CREATE TABLE consent (id VARCHAR(36) NOT NULL PRIMARY KEY, tenant VARCHAR(20) NOT NULL, deed VARCHAR(20) NOT NULL,
  subject VARCHAR(100) NOT NULL, asker VARCHAR(200) NOT NULL, reason VARCHAR(500) NOT NULL, asked BIGINT NOT NULL,
  expires BIGINT NOT NULL, state VARCHAR(20) NOT NULL, answerer VARCHAR(200) NOT NULL);

-- In which order the reports of a person came: an id tells it by the clock of whoever took it in, and there may be several.

ALTER TABLE melding ADD COLUMN number BIGINT NOT NULL DEFAULT 0;

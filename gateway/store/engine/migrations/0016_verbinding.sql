-- What key a certificate of a party has, and how the last connection with it was secured.

ALTER TABLE party_certificate ADD COLUMN public_key VARCHAR(20) NOT NULL DEFAULT '';
ALTER TABLE party_certificate ADD COLUMN secured VARCHAR(100) NOT NULL DEFAULT '';

-- What the system of an afnemer asks for when it is called (`Authorization`), sealed; a consumer of the Notificaties API gives it when it
-- subscribes.

ALTER TABLE subscription ADD COLUMN access BLOB NOT NULL DEFAULT X'';

-- Whether a room is locked, and who need not knock: their keys, one after the
-- other.
ALTER TABLE rooms ADD COLUMN locked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN admitted BLOB NOT NULL DEFAULT x'';

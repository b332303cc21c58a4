-- Logs of signed entries. What was kept before was signed by nobody and of
-- members without keys: it goes, with the rooms they had.
DROP TABLE entries;
DELETE FROM rooms;

-- The head after the newest entry.
ALTER TABLE rooms ADD COLUMN head BLOB NOT NULL DEFAULT x'';
-- The key of whoever opened the room, who may not be the owner any more.
ALTER TABLE rooms ADD COLUMN maker BLOB;
-- The keys of those who were removed, one after another.
ALTER TABLE rooms ADD COLUMN removed BLOB NOT NULL DEFAULT x'';

CREATE TABLE entries (
    room TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    -- Both are in `signed` too.
    author BLOB NOT NULL,
    client BLOB NOT NULL,
    -- The entry that it changes, so that its words go with it.
    target INTEGER NOT NULL,
    signed BLOB NOT NULL,
    signature BLOB NOT NULL,
    -- NULL once they are erased.
    text TEXT,
    salt BLOB,
    -- The heads before and after it.
    before BLOB NOT NULL,
    head BLOB NOT NULL,
    name TEXT NOT NULL,
    color TEXT NOT NULL,
    PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;

-- A statement is kept once, however often it is handed in.
CREATE UNIQUE INDEX entries_client ON entries (room, author, client);

-- How many rooms someone has opened.
CREATE INDEX rooms_maker ON rooms (maker);

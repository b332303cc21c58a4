-- Rooms and their logs. Times are milliseconds since 1970 UTC, ids their
-- bytes.
CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE rooms (
    id TEXT PRIMARY KEY,
    epoch BLOB NOT NULL,
    name TEXT NOT NULL,
    owner BLOB,
    visibility TEXT NOT NULL,
    made INTEGER NOT NULL,
    -- The number of the newest entry.
    newest INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE entries (
    room TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    author BLOB NOT NULL,
    name TEXT NOT NULL,
    color TEXT NOT NULL,
    client BLOB NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;

-- A message is kept once, however often it is sent.
CREATE UNIQUE INDEX entries_client ON entries (room, author, client);

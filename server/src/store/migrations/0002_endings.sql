-- Rooms that have ended, and why, for those who still have their link.
CREATE TABLE endings (
    room TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

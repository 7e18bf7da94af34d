-- A store as version 1 wrote it, with an offer and a credential in it.
CREATE TABLE keys (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
CREATE TABLE books (name TEXT PRIMARY KEY, state BLOB NOT NULL) STRICT;
CREATE TABLE served (address TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE codes (digest BLOB PRIMARY KEY, value BLOB NOT NULL, ends INTEGER NOT NULL) STRICT;
CREATE TABLE tokens (digest BLOB PRIMARY KEY, value BLOB NOT NULL, ends INTEGER NOT NULL) STRICT;
CREATE TABLE waiting (digest BLOB PRIMARY KEY, kind TEXT NOT NULL, value BLOB NOT NULL, ends INTEGER NOT NULL) STRICT;
CREATE TABLE seen (digest BLOB PRIMARY KEY, ends INTEGER NOT NULL) STRICT;
CREATE TABLE offers (id TEXT PRIMARY KEY, person TEXT NOT NULL, offer TEXT NOT NULL, code BLOB, ends INTEGER NOT NULL) STRICT;
CREATE TABLE issued (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, configuration TEXT NOT NULL, copies INTEGER NOT NULL,
    issued_at INTEGER NOT NULL, event TEXT, notification BLOB UNIQUE, serial INTEGER NOT NULL) STRICT;
CREATE INDEX issued_in_order ON issued (serial);
CREATE TABLE deferred (
    digest BLOB PRIMARY KEY, person TEXT NOT NULL, configuration TEXT NOT NULL, keys TEXT NOT NULL,
    ready INTEGER NOT NULL, ends INTEGER NOT NULL) STRICT;
INSERT INTO offers VALUES ('name', 'erika', '{}', x'00', 1772326800);
INSERT INTO tokens VALUES (x'01', x'00', 1772326800);
INSERT INTO seen VALUES (x'02', 1772326800);
INSERT INTO issued VALUES ('a', 'erika', 'identity', 3, 1772323200, NULL, x'03', 1);
PRAGMA application_id = 1987273336;
PRAGMA user_version = 1;

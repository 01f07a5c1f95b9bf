/**
 * Each entry brings the file from the version of its index to the next one; entries never change, new ones are added.
 * Times are milliseconds since 1970; names of people and rooms stand beside their folded form (`casemap.ts`).
 */
export const migrations: readonly string[] = [
  `CREATE TABLE topics (
     room TEXT PRIMARY KEY,
     text TEXT NOT NULL,
     set_by TEXT NOT NULL,
     set_at INTEGER NOT NULL
   ) STRICT`,
  `CREATE TABLE accounts (
     key TEXT PRIMARY KEY,
     name TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     email TEXT,
     password TEXT NOT NULL,
     scram TEXT NOT NULL,
     persistence TEXT NOT NULL DEFAULT 'DEFAULT'
   ) STRICT;
   CREATE TABLE certificates (
     fingerprint TEXT PRIMARY KEY,
     account TEXT NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
     added_at INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX certificates_of_account ON certificates (account);
   CREATE TABLE metadata (
     target TEXT NOT NULL,
     key TEXT NOT NULL,
     value TEXT NOT NULL,
     PRIMARY KEY (target, key)
   ) STRICT;
   CREATE TABLE bans (
     kind TEXT NOT NULL,
     mask TEXT NOT NULL,
     reason TEXT NOT NULL,
     set_by TEXT NOT NULL,
     set_at INTEGER NOT NULL,
     expires_at INTEGER,
     PRIMARY KEY (kind, mask)
   ) STRICT;
   CREATE TABLE audit (
     id INTEGER PRIMARY KEY,
     at INTEGER NOT NULL,
     who TEXT NOT NULL,
     action TEXT NOT NULL,
     target TEXT NOT NULL,
     detail TEXT NOT NULL
   ) STRICT;
   CREATE TABLE presences (
     account TEXT PRIMARY KEY REFERENCES accounts (key) ON DELETE CASCADE,
     nick TEXT NOT NULL,
     username TEXT NOT NULL,
     realname TEXT NOT NULL,
     host TEXT NOT NULL,
     away TEXT,
     rooms TEXT NOT NULL,
     since INTEGER NOT NULL
   ) STRICT`,
  `CREATE TABLE rooms (
     name TEXT PRIMARY KEY,
     founder TEXT,
     registered_at INTEGER,
     created_at INTEGER NOT NULL,
     flags TEXT NOT NULL,
     key TEXT,
     member_limit INTEGER,
     forward TEXT,
     topic TEXT,
     topic_by TEXT,
     topic_at INTEGER
   ) STRICT;
   CREATE TABLE room_masks (
     room TEXT NOT NULL REFERENCES rooms (name) ON DELETE CASCADE ON UPDATE CASCADE,
     kind TEXT NOT NULL,
     mask TEXT NOT NULL,
     set_by TEXT NOT NULL,
     set_at INTEGER NOT NULL,
     PRIMARY KEY (room, kind, mask)
   ) STRICT;
   CREATE TABLE room_accounts (
     room TEXT NOT NULL REFERENCES rooms (name) ON DELETE CASCADE ON UPDATE CASCADE,
     account TEXT NOT NULL,
     rank INTEGER NOT NULL,
     PRIMARY KEY (room, account)
   ) STRICT;
   INSERT INTO rooms (name, created_at, flags, topic, topic_by, topic_at)
     SELECT room, set_at, 'n', text, set_by, set_at FROM topics;
   DROP TABLE topics`,
  `CREATE TABLE places (
     id INTEGER PRIMARY KEY,
     key TEXT NOT NULL UNIQUE,
     name TEXT NOT NULL,
     closed INTEGER NOT NULL DEFAULT 0,
     since INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   CREATE TABLE participants (
     identity TEXT NOT NULL,
     place INTEGER NOT NULL,
     peer TEXT NOT NULL,
     nick TEXT NOT NULL,
     nick_key TEXT NOT NULL,
     PRIMARY KEY (identity, place)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX participants_of_place ON participants (place);
   CREATE TABLE messages (
     id INTEGER PRIMARY KEY,
     place INTEGER NOT NULL,
     verb INTEGER NOT NULL,
     source TEXT NOT NULL,
     account TEXT,
     session INTEGER NOT NULL,
     text TEXT NOT NULL,
     tags TEXT,
     edited INTEGER
   ) STRICT;
   CREATE INDEX messages_of_place ON messages (place);
   CREATE TABLE events (
     place INTEGER NOT NULL,
     id INTEGER NOT NULL,
     verb TEXT NOT NULL,
     source TEXT NOT NULL,
     account TEXT,
     text TEXT NOT NULL,
     PRIMARY KEY (place, id)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE reactions (
     id INTEGER PRIMARY KEY,
     place INTEGER NOT NULL,
     message INTEGER NOT NULL,
     source TEXT NOT NULL,
     account TEXT,
     session INTEGER NOT NULL,
     tags TEXT
   ) STRICT;
   CREATE INDEX reactions_to_message ON reactions (message);
   CREATE TABLE versions (
     id INTEGER PRIMARY KEY,
     message INTEGER NOT NULL,
     text TEXT NOT NULL
   ) STRICT;
   CREATE INDEX versions_of_message ON versions (message);
   CREATE TABLE read_markers (
     owner TEXT NOT NULL,
     target TEXT NOT NULL,
     time INTEGER NOT NULL,
     PRIMARY KEY (owner, target)
   ) STRICT, WITHOUT ROWID;
   CREATE VIRTUAL TABLE search USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2');
   INSERT INTO search (search, rank) VALUES ('secure-delete', 1), ('automerge', 0), ('crisismerge', 500);
   CREATE TABLE search_position (message INTEGER NOT NULL) STRICT;
   INSERT INTO search_position VALUES (0)`,
  `CREATE TABLE sessions (
     key TEXT PRIMARY KEY,
     nick TEXT NOT NULL,
     address TEXT NOT NULL,
     account TEXT,
     away TEXT,
     modes TEXT NOT NULL,
     rooms TEXT NOT NULL,
     saved_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE retired_names (
     key TEXT PRIMARY KEY,
     retired_at INTEGER NOT NULL
   ) STRICT`,
  "ALTER TABLE presences ADD COLUMN modes TEXT NOT NULL DEFAULT ''",
  `ALTER TABLE presences ADD COLUMN invitations TEXT NOT NULL DEFAULT '[]';
   ALTER TABLE sessions ADD COLUMN invitations TEXT NOT NULL DEFAULT '[]'`,
  // An account is known by the number of its making, in the order of messages (1,024 in a millisecond), rather than by
  // its name. What is older than the account was the former owner's: nobody has it any more (`g:`).
  `ALTER TABLE accounts ADD COLUMN id INTEGER NOT NULL DEFAULT 0;
   UPDATE accounts SET id = created_at * 1024 +
     (SELECT count(*) FROM accounts AS other WHERE other.created_at = accounts.created_at AND other.key < accounts.key);
   CREATE UNIQUE INDEX accounts_by_id ON accounts (id);
   CREATE TEMP TABLE owners AS
     SELECT DISTINCT person, place, coalesce((
       SELECT 'a:' || accounts.id FROM accounts WHERE accounts.key = substr(person, 3)
         AND NOT EXISTS (SELECT 1 FROM messages WHERE messages.place = sides.place AND messages.id < accounts.id)
     ), 'g:' || substr(person, 3)) AS owner
     FROM (SELECT identity AS person, place FROM participants UNION SELECT peer, place FROM participants) AS sides
     WHERE substr(person, 1, 2) = 'a:';
   CREATE UNIQUE INDEX temp.owners_by_person ON owners (person, place);
   UPDATE participants SET
     identity = coalesce((SELECT owner FROM owners WHERE person = identity AND owners.place = participants.place), identity),
     peer = coalesce((SELECT owner FROM owners WHERE person = peer AND owners.place = participants.place), peer);
   DROP TABLE temp.owners;
   UPDATE places SET key = coalesce(
     (SELECT min(identity, peer) || ' ' || max(identity, peer) FROM participants WHERE participants.place = places.id), key)
     WHERE name = '';
   DELETE FROM read_markers WHERE substr(owner, 1, 2) = 'a:' AND NOT EXISTS
     (SELECT 1 FROM accounts WHERE accounts.key = substr(owner, 3) AND read_markers.time >= created_at);
   UPDATE read_markers SET owner = (SELECT 'a:' || id FROM accounts WHERE accounts.key = substr(owner, 3)) WHERE substr(owner, 1, 2) = 'a:'`,
  `ALTER TABLE places ADD COLUMN opened INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE places ADD COLUMN renamed INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE places ADD COLUMN past_of TEXT;
   ALTER TABLE places ADD COLUMN ended INTEGER;
   CREATE INDEX pasts_of_room ON places (past_of, id) WHERE past_of IS NOT NULL;
   CREATE TABLE attendances (
     place INTEGER NOT NULL,
     identity TEXT NOT NULL,
     until INTEGER,
     PRIMARY KEY (place, identity)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE restrictions (
     place INTEGER NOT NULL,
     kind TEXT NOT NULL,
     mask TEXT NOT NULL,
     since INTEGER NOT NULL,
     until INTEGER,
     PRIMARY KEY (place, kind, mask, since)
   ) STRICT, WITHOUT ROWID;
   INSERT INTO restrictions (place, kind, mask, since) SELECT id, 'closed', '', 0 FROM places WHERE closed = 1`,
  `CREATE TABLE clock (
     id INTEGER PRIMARY KEY,
     believed INTEGER NOT NULL,
     latest INTEGER NOT NULL,
     allowance INTEGER,
     ran INTEGER NOT NULL
   ) STRICT`,
];

#include "schema.h"

#define SQL_CHANGED(row)                                                                           \
    "UPDATE edition SET number = number + 1;"                                                      \
    " INSERT OR REPLACE INTO changed SELECT number, " row ".id FROM edition;"                      \
    " DELETE FROM changed WHERE edition <= (SELECT number - 1000 FROM edition);"

/* Times are wall time in milliseconds since 1970 UTC; 0 stands for "none"
 * where a header says so. */
const char *const schema_steps[] = {
    "CREATE TABLE article ("
    "  id INTEGER PRIMARY KEY,"
    "  name TEXT NOT NULL,"
    "  checksum INTEGER NOT NULL UNIQUE," /* of the file's bytes */
    "  imported_ms INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE snippet ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT," /* never given twice: the log refers to it */
    "  article INTEGER REFERENCES article (id),"
    "  kind TEXT NOT NULL CHECK (kind IN ('headline', 'quote', 'line')),"
    "  state TEXT NOT NULL CHECK (state IN ('live', 'held', 'killed', 'removed')),"
    "  text TEXT NOT NULL,"
    "  speaker_start INTEGER NOT NULL DEFAULT 0,"
    "  speaker_length INTEGER NOT NULL DEFAULT 0,"
    "  quote TEXT,"
    "  speaker TEXT,"
    "  speaker_as_written TEXT,"
    "  cue TEXT,"
    "  source TEXT,"
    "  language TEXT,"
    "  hold TEXT,"
    "  origin TEXT,"
    "  start INTEGER NOT NULL DEFAULT 0," /* bytes of the article's file */
    "  \"end\" INTEGER NOT NULL DEFAULT 0,"
    "  partial INTEGER NOT NULL DEFAULT 0,"
    "  confidence REAL NOT NULL DEFAULT 0,"
    "  priority INTEGER NOT NULL DEFAULT 0,"
    "  weight INTEGER NOT NULL DEFAULT 10,"
    "  created_ms INTEGER NOT NULL,"
    "  not_before_ms INTEGER NOT NULL DEFAULT 0,"
    "  expires_ms INTEGER NOT NULL DEFAULT 0,"
    "  last_aired_ms INTEGER NOT NULL DEFAULT 0,"
    "  airings INTEGER NOT NULL DEFAULT 0"
    ") STRICT;"
    "CREATE INDEX snippet_due ON snippet (state, expires_ms, not_before_ms);"
    "CREATE INDEX snippet_created ON snippet (created_ms);"
    "CREATE TABLE asrun ("
    "  id INTEGER PRIMARY KEY,"
    "  snippet INTEGER NOT NULL REFERENCES snippet (id),"
    "  start_ms INTEGER NOT NULL,"
    "  end_ms INTEGER NOT NULL,"
    "  reason TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX asrun_start ON asrun (start_ms);",
    /* 2: what an editor's rota needs. SQLite changes no CHECK of a table, so the
     * tables are made anew. What never expires has the greatest number, so that
     * one range of the index gives all that is due. */
    "CREATE TABLE article_2 ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  name TEXT NOT NULL,"
    "  origin TEXT," /* where it came from: the same again, changed, is a correction */
    "  checksum INTEGER NOT NULL,"
    "  imported_ms INTEGER NOT NULL,"
    "  dated_ms INTEGER NOT NULL DEFAULT 0," /* when it was written; 0: not known */
    "  corrected_by INTEGER REFERENCES article (id)"
    ") STRICT;"
    "INSERT INTO article_2 (id, name, checksum, imported_ms)"
    " SELECT id, name, checksum, imported_ms FROM article;"
    "CREATE TABLE snippet_2 ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT," /* never given twice: the log refers to it */
    "  article INTEGER REFERENCES article (id),"
    "  kind TEXT NOT NULL CHECK (kind IN ('headline', 'quote', 'line')),"
    "  state TEXT NOT NULL CHECK (state IN"
    "   ('live', 'approved', 'held', 'killed', 'expired', 'corrected', 'removed')),"
    "  text TEXT NOT NULL,"
    "  speaker_start INTEGER NOT NULL DEFAULT 0,"
    "  speaker_length INTEGER NOT NULL DEFAULT 0,"
    "  quote TEXT,"
    "  speaker TEXT,"
    "  speaker_as_written TEXT,"
    "  cue TEXT,"
    "  source TEXT,"
    "  language TEXT,"
    "  hold TEXT,"
    "  origin TEXT,"
    "  start INTEGER NOT NULL DEFAULT 0," /* bytes of the article's file */
    "  \"end\" INTEGER NOT NULL DEFAULT 0,"
    "  partial INTEGER NOT NULL DEFAULT 0,"
    "  confidence REAL NOT NULL DEFAULT 0,"
    "  priority INTEGER NOT NULL DEFAULT 0,"
    "  weight INTEGER NOT NULL DEFAULT 10,"
    "  created_ms INTEGER NOT NULL,"
    "  not_before_ms INTEGER NOT NULL DEFAULT 0,"
    "  expires_ms INTEGER NOT NULL DEFAULT 9223372036854775807,"
    "  category TEXT NOT NULL DEFAULT 'news',"
    "  daypart TEXT,"
    "  gap_ms INTEGER NOT NULL DEFAULT 0,"       /* 0: the configured one */
    "  most_airings INTEGER NOT NULL DEFAULT 0," /* 0: no limit */
    "  page INTEGER NOT NULL DEFAULT 0,"         /* 1, 2, ... of a quotation in pages */
    "  page_of INTEGER,"                         /* the first page's id */
    "  breaking INTEGER NOT NULL DEFAULT 0,"     /* level; 0: not breaking */
    "  checksum INTEGER NOT NULL DEFAULT 0"      /* of kind and text as they came in */
    ") STRICT;"
    "INSERT INTO snippet_2 (id, article, kind, state, text, speaker_start, speaker_length, quote,"
    " speaker, speaker_as_written, cue, source, language, hold, origin, start, \"end\", partial,"
    " confidence, priority, weight, created_ms, not_before_ms, expires_ms)"
    " SELECT id, article, kind, state, text, speaker_start, speaker_length, quote, speaker,"
    " speaker_as_written, cue, source, language, hold, origin, start, \"end\", partial, confidence,"
    " priority, weight, created_ms, not_before_ms,"
    " iif(expires_ms = 0, 9223372036854775807, expires_ms) FROM snippet;"
    /* How often each has aired stands apart: these rows are small and change with
     * each airing, which an SD card notices. */
    "CREATE TABLE aired ("
    "  snippet INTEGER PRIMARY KEY,"
    "  last_ms INTEGER NOT NULL,"
    "  airings INTEGER NOT NULL"
    ") STRICT;"
    "INSERT INTO aired SELECT id, last_aired_ms, airings FROM snippet WHERE airings > 0;"
    "ALTER TABLE asrun RENAME TO asrun_1;" /* unchained: kept, no longer written */
    "DROP INDEX asrun_start;"
    "UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'snippet')"
    " WHERE name = 'snippet_2' AND EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'snippet');"
    "DROP TABLE snippet;"
    "DROP TABLE article;"
    "ALTER TABLE article_2 RENAME TO article;"
    "ALTER TABLE snippet_2 RENAME TO snippet;"
    "CREATE INDEX article_checksum ON article (checksum);"
    "CREATE INDEX article_origin ON article (origin) WHERE corrected_by IS NULL;"
    "CREATE INDEX snippet_due ON snippet (expires_ms, not_before_ms)"
    " WHERE state IN ('live', 'approved');"
    "CREATE INDEX snippet_embargo ON snippet (not_before_ms)"
    " WHERE state IN ('live', 'approved') AND not_before_ms > 0;"
    "CREATE INDEX snippet_breaking ON snippet (breaking) WHERE breaking > 0;"
    "CREATE INDEX snippet_article ON snippet (article) WHERE article IS NOT NULL;"
    "CREATE INDEX snippet_held ON snippet (id) WHERE state = 'held';"
    "CREATE INDEX snippet_created ON snippet (created_ms);"
    /* The as-run log. The key is the start in microseconds, made greater than the
     * one before where the clock went back: in order of writing, and a range of
     * time needs no index. `hash` chains each row to the one before. */
    "CREATE TABLE asrun ("
    "  id INTEGER PRIMARY KEY,"
    "  snippet INTEGER NOT NULL," /* 0: what is shown when nothing airs */
    "  start_ms INTEGER NOT NULL,"
    "  end_ms INTEGER NOT NULL,"
    "  text TEXT NOT NULL," /* as shown */
    "  reason TEXT NOT NULL,"
    "  cut TEXT,"                /* why it ended early; NULL: it did not */
    "  config INTEGER NOT NULL," /* checksum of the configuration */
    "  frames INTEGER NOT NULL,"
    "  pixels INTEGER NOT NULL," /* sum of the frames' own */
    "  scenes BLOB NOT NULL,"    /* what the wall showed, see display/scene_bytes.h */
    "  hash BLOB NOT NULL"
    ") STRICT;"
    "CREATE TABLE asrun_base (" /* one row: where the chain begins after a rotation */
    "  one INTEGER PRIMARY KEY CHECK (one = 1),"
    "  hash BLOB NOT NULL,"
    "  rows_before INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE strip ("        /* as aired, once each */
    "  sum INTEGER PRIMARY KEY,"  /* the first eight bytes of its SHA-256 */
    "  last_ms INTEGER NOT NULL," /* when it last went on air */
    "  bytes BLOB NOT NULL"
    ") STRICT;",
    /* What is on the wall now: closed and chained when it ends, or by the next
     * program where this one dies. */
    "CREATE TABLE asrun_open ("
    "  snippet INTEGER NOT NULL,"
    "  start_ms INTEGER NOT NULL,"
    "  end_ms INTEGER NOT NULL," /* when it was last seen */
    "  text TEXT NOT NULL,"
    "  reason TEXT NOT NULL,"
    "  config INTEGER NOT NULL,"
    "  frames INTEGER NOT NULL,"
    "  pixels INTEGER NOT NULL,"
    "  scenes BLOB NOT NULL,"
    "  uncounted INTEGER NOT NULL"
    ") STRICT;"
    /* The ticker writes the log through a connection of its own; that must not look
     * like an edit, which makes it load what may air. */
    "CREATE TABLE edition (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL)"
    " STRICT;"
    "INSERT INTO edition VALUES (1, 1);"
    "CREATE TRIGGER snippet_inserted AFTER INSERT ON snippet BEGIN"
    " UPDATE edition SET number = number + 1; END;"
    "CREATE TRIGGER snippet_updated AFTER UPDATE ON snippet BEGIN"
    " UPDATE edition SET number = number + 1; END;"
    "CREATE TRIGGER snippet_deleted AFTER DELETE ON snippet BEGIN"
    " UPDATE edition SET number = number + 1; END;",
    /* What the glyph gate replaced in a text ("U+2192 ->, ..."), and the zone that an airing
     * stood in. */
    "ALTER TABLE snippet ADD COLUMN replaced TEXT;"
    "ALTER TABLE asrun ADD COLUMN zone TEXT;"
    "ALTER TABLE asrun_open ADD COLUMN zone TEXT;",
    /* Of what is said and by whom; SQLite does not notice a bit that flips in a text. */
    "ALTER TABLE snippet ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;" /* never 0 in the end */
    "UPDATE snippet SET sum ="
    " words_sum(kind, text, quote, speaker, speaker_start, speaker_length);",
    /* When a backup was made; only there it has a row. Here so that a store and its backup describe
     * their tables in the same pages (recover_head.h). */
    ("CREATE TABLE backup (one INTEGER PRIMARY KEY CHECK (one = 1), taken_ms INTEGER NOT NULL)"
     " STRICT;"),
    /* By which rule a row's hash was made (SPEC.md). */
    "ALTER TABLE asrun ADD COLUMN chain INTEGER NOT NULL DEFAULT 1;",
    /* Which program's database it is (identity.h), and which store: the same in its backups. */
    ("CREATE TABLE identity (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL) STRICT;"
     "INSERT INTO identity VALUES (1, lower(hex(randomblob(16))));"
     "PRAGMA application_id = 1299149935;"),
    /* What an article says first: a story's next version is known by title and lead. */
    "ALTER TABLE article ADD COLUMN lead TEXT;",
    /* Which snippet each edition changed, the last thousand of them (EDITS_KEPT). */
    "CREATE TABLE changed (edition INTEGER PRIMARY KEY, snippet INTEGER NOT NULL) STRICT;"
    "DROP TRIGGER snippet_inserted; DROP TRIGGER snippet_updated; DROP TRIGGER snippet_deleted;"
    "CREATE TRIGGER snippet_inserted AFTER INSERT ON snippet BEGIN " SQL_CHANGED(
        "NEW") " END;"
               "CREATE TRIGGER snippet_updated AFTER UPDATE ON snippet BEGIN " SQL_CHANGED(
                   "NEW") " END;"
                          "CREATE TRIGGER snippet_deleted AFTER DELETE ON snippet "
                          "BEGIN " SQL_CHANGED("OLD") " END;",
    /* The headlines of the last days, which each article's own is compared with (story.c). */
    "CREATE INDEX snippet_headline ON snippet (created_ms) WHERE kind = 'headline';",
    /* Usage terms and copyright of what a feed brought. */
    "ALTER TABLE snippet ADD COLUMN rights TEXT;",
    /* Whether its words took the place of others that had been on air. */
    "ALTER TABLE snippet ADD COLUMN corrected INTEGER NOT NULL DEFAULT 0;",
};

const int schema_version = sizeof schema_steps / sizeof *schema_steps;

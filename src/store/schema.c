#include "schema.h"

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
};

const int schema_version = sizeof schema_steps / sizeof *schema_steps;

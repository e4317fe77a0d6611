-- Version 1 of the store: one file that holds everything a run asked, got and decided.
--
-- Rules that hold in every table:
--   * Times are Unix milliseconds (`_ms`), durations microseconds (`_us`), money
--     millionths of a US dollar (`_micros`); NULL means unknown, never zero.
--   * A column of type ANY is packed: TEXT is the bytes themselves; a BLOB is one zstd
--     frame of them. `typeof(column)` tells which.
--   * Short columns stand before long ones, so that a report never reads overflow pages.

-- Facts about the file itself.
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,           -- `created_by`: the version of the crate that made the file
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A plan carried out against one model.
CREATE TABLE run (
    id                INTEGER PRIMARY KEY,  -- the number a person types
    uid               TEXT NOT NULL UNIQUE, -- identity across files, chosen by the caller; shards share it
    suite             TEXT NOT NULL,        -- suite name
    suite_version     TEXT NOT NULL,
    suite_digest      TEXT NOT NULL,        -- hex digest of the suite
    plan_digest       TEXT NOT NULL,        -- hex digest of the ordered item list and the settings
    seed              TEXT NOT NULL,        -- suite seed as typed
    seed_commitment   TEXT,                 -- hash of the seed published before the run
    mode              TEXT NOT NULL,        -- how the model is asked: text, code, tools …
    model             TEXT NOT NULL,        -- the model's label
    provider          TEXT NOT NULL,        -- which client spoke to it
    model_identity    TEXT NOT NULL,        -- JSON: weights hash, fingerprint, endpoint …
    sampling_asked    TEXT NOT NULL,        -- JSON: sampling as the user asked for it
    sampling_sent     TEXT NOT NULL,        -- JSON: sampling as it really went over the wire
    repeats           INTEGER NOT NULL CHECK (repeats >= 1),
    extraction        TEXT NOT NULL,        -- version of the answer extraction at the start
    headline          TEXT NOT NULL CHECK (headline IN ('strict', 'lenient')),
    harness_version   TEXT NOT NULL,
    adapter_version   TEXT NOT NULL,
    prompt_set_digest TEXT NOT NULL,
    planned_items     INTEGER NOT NULL CHECK (planned_items >= 0), -- items in the whole plan, before repeats
    state             TEXT NOT NULL CHECK (state IN ('running', 'interrupted', 'complete', 'budget')),
    started_ms        INTEGER NOT NULL,
    updated_ms        INTEGER NOT NULL,     -- last change of state
    finished_ms       INTEGER,              -- when it became complete
    note              TEXT,
    plan_json         TEXT NOT NULL         -- everything needed to expand the plan again
) STRICT;
CREATE INDEX run_by_plan ON run (plan_digest);

-- One concrete problem as it was worded, shared by every run that asks it.
CREATE TABLE item (
    id                INTEGER PRIMARY KEY,
    digest            BLOB NOT NULL CHECK (length(digest) = 32), -- content digest of the problem
    identity          INTEGER NOT NULL,     -- 64 bits of a hash over digest, system and prompt: one problem may be worded in several ways
    task              TEXT NOT NULL,
    variation         TEXT NOT NULL,
    params            TEXT NOT NULL,        -- JSON
    seed              TEXT NOT NULL,
    idx               INTEGER NOT NULL,     -- index within (task, variation, params, seed)
    generator_version TEXT NOT NULL,
    cluster           TEXT NOT NULL,        -- items that stand or fall together share it
    vars              ANY NOT NULL,         -- packed JSON: the prompt's variables
    "check"           ANY NOT NULL,         -- packed JSON: how an answer is judged
    system            ANY,                  -- packed: system prompt, if any
    prompt            ANY NOT NULL          -- packed: the rendered prompt
) STRICT;
-- Not unique: 64 bits find the few candidates, and the writer, which is alone, compares
-- the digest. The index number comes first because a run asks its items in that order: by
-- the hash alone every item would change another page of the file.
CREATE INDEX item_by_identity ON item (idx, identity);

-- A run's item list, as far as it has been asked.
CREATE TABLE run_item (
    run     INTEGER NOT NULL REFERENCES run (id),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0), -- place in the plan
    item    INTEGER NOT NULL REFERENCES item (id),
    stratum TEXT NOT NULL,                  -- group the suite puts it in
    weight  REAL NOT NULL,                  -- its weight in the headline
    PRIMARY KEY (run, ordinal)
) STRICT, WITHOUT ROWID;

-- One exchange with the model. Rows are only ever added.
CREATE TABLE attempt (
    id            INTEGER PRIMARY KEY,
    run           INTEGER NOT NULL,
    ordinal       INTEGER NOT NULL,
    repeat        INTEGER NOT NULL CHECK (repeat >= 0),
    number        INTEGER NOT NULL,         -- 1, 2, 3 … in the order they were made
    started_ms    INTEGER NOT NULL,
    class         TEXT NOT NULL,            -- `ok` or the class of the failure
    status        INTEGER,                  -- HTTP status; NULL when none came
    first_byte_us INTEGER,                  -- from sending to the first byte of the body
    total_us      INTEGER NOT NULL,         -- from sending to the end
    capped        INTEGER NOT NULL CHECK (capped IN (0, 1)), -- 1: the reply was longer than what is kept
    url           TEXT NOT NULL,
    message       TEXT,                     -- what went wrong, in words
    headers       TEXT,                     -- JSON: request ids and rate-limit headers
    request       ANY,                      -- packed exact bytes sent; NULL: the same bytes as the attempt before
    reply         ANY NOT NULL,             -- packed exact bytes received
    UNIQUE (run, ordinal, repeat, number),
    FOREIGN KEY (run, ordinal) REFERENCES run_item (run, ordinal)
) STRICT;

-- What the model answered: the accepted attempt, taken apart.
CREATE TABLE response (
    id               INTEGER PRIMARY KEY,
    run              INTEGER NOT NULL,
    ordinal          INTEGER NOT NULL,
    repeat           INTEGER NOT NULL CHECK (repeat >= 0),
    retired          INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1, 2)), -- 0: stands; 1: an earlier answer stood already when stores were merged; 2: asked again on demand
    attempt          INTEGER REFERENCES attempt (id), -- NULL when nothing was sent (cache, built-in player)
    answered_ms      INTEGER NOT NULL,
    source           TEXT NOT NULL CHECK (source IN ('live', 'cache', 'import', 'builtin', 'replay')),
    finish           TEXT NOT NULL,         -- mapped finish reason
    model            TEXT,                  -- the model's name as the server reported it
    fingerprint      TEXT,                  -- the server's fingerprint of what answered
    input_tokens     INTEGER,
    output_tokens    INTEGER,
    reasoning_tokens INTEGER,
    cached_tokens    INTEGER,
    cost_micros      INTEGER,
    text             ANY NOT NULL,          -- packed
    reasoning        ANY,                   -- packed; NULL when the model showed none
    FOREIGN KEY (run, ordinal) REFERENCES run_item (run, ordinal)
) STRICT;
CREATE UNIQUE INDEX response_standing ON response (run, ordinal, repeat) WHERE retired = 0;
CREATE INDEX response_retired ON response (run, ordinal, repeat) WHERE retired <> 0;

-- How a response was judged. A verdict is a pure function of (check, response, judge
-- version), so judging again replaces the row: the old one can always be had back by
-- the old version, and what changed is told before it is written. It holds no clock, so
-- judging again by the same version gives equal bytes.
CREATE TABLE verdict (
    response         INTEGER PRIMARY KEY REFERENCES response (id),
    judge_version    TEXT NOT NULL,         -- versions of extraction and verifier
    strict_outcome   TEXT NOT NULL CHECK (strict_outcome IN ('correct', 'incorrect', 'unparsable', 'truncated', 'refused', 'error')),
    strict_score     REAL NOT NULL CHECK (strict_score BETWEEN 0 AND 1),
    strict_answer    TEXT,                  -- the answer as extracted, in its canonical form
    lenient_outcome  TEXT NOT NULL CHECK (lenient_outcome IN ('correct', 'incorrect', 'unparsable', 'truncated', 'refused', 'error')),
    lenient_score    REAL NOT NULL CHECK (lenient_score BETWEEN 0 AND 1),
    lenient_answer   TEXT,
    strict_evidence  ANY,                   -- packed JSON
    lenient_evidence ANY                    -- packed JSON
) STRICT;

-- A question given up: its attempts were spent, or one failed for good.
CREATE TABLE failure (
    id        INTEGER PRIMARY KEY,
    run       INTEGER NOT NULL,
    ordinal   INTEGER NOT NULL,
    repeat    INTEGER NOT NULL CHECK (repeat >= 0),
    retired   INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1, 2)), -- 0: stands; 1: an answer came all the same; 2: asked again on demand
    failed_ms INTEGER NOT NULL,
    class     TEXT NOT NULL,
    message   TEXT NOT NULL,
    FOREIGN KEY (run, ordinal) REFERENCES run_item (run, ordinal)
) STRICT;
CREATE UNIQUE INDEX failure_standing ON failure (run, ordinal, repeat) WHERE retired = 0;
CREATE INDEX failure_retired ON failure (run, ordinal, repeat) WHERE retired <> 0;

-- Which response answers which question. The key's contract is the caller's.
CREATE TABLE cache (
    key      BLOB PRIMARY KEY CHECK (length(key) = 32),
    response INTEGER NOT NULL REFERENCES response (id),
    fields   TEXT NOT NULL                  -- JSON array of [name, value]: what went into the key, long values as digests
) STRICT, WITHOUT ROWID;

/**
 * Schema version 1. Booleans are 0 or 1 here and nowhere outside main/store; times are ISO 8601 text; a REAL that was
 * not finite is NULL. What is filtered or sorted by is a column; JSON is kept whole or not looked into.
 *
 * `metrics` holds one row for 256 steps of a run, losses and seconds each as one little-endian float64 blob. A row a
 * step would be plainer, but 200 runs of 10,000 steps, which a person overlays at once, are then 2,000,000 rows to
 * step through (seconds) instead of 8,000 (milliseconds), and four times the bytes. Nothing filters by a single loss;
 * "the loss at step k" of many runs reads one row each. An append rewrites at most the last row, 4 kB.
 */
export const schema1 = `
CREATE TABLE documents (
  key INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  text BLOB NOT NULL
) STRICT;

CREATE TABLE datasets (
  key INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  source TEXT NOT NULL,
  config TEXT NOT NULL,
  classes TEXT NOT NULL,
  train_documents INTEGER NOT NULL,
  test_documents INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE dataset_documents (
  dataset INTEGER NOT NULL REFERENCES datasets (key) ON DELETE CASCADE,
  split INTEGER NOT NULL CHECK (split IN (0, 1)),
  position INTEGER NOT NULL,
  document INTEGER NOT NULL REFERENCES documents (key),
  label INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (dataset, split, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX dataset_documents_document ON dataset_documents (document);

CREATE TABLE experiments (
  hash TEXT PRIMARY KEY,
  settings TEXT NOT NULL
) STRICT;

CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  experiment TEXT NOT NULL REFERENCES experiments (hash),
  experiment_name TEXT NOT NULL,
  seed INTEGER NOT NULL,
  threads INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  started_at TEXT,
  ended_at TEXT,
  deleted_at TEXT,
  queue_position INTEGER,
  colour INTEGER NOT NULL,
  starred INTEGER NOT NULL DEFAULT 0,
  hidden INTEGER NOT NULL DEFAULT 0,
  group_name TEXT,
  engine_name TEXT,
  engine_version TEXT,
  engine_device TEXT,
  engine_threads INTEGER,
  dataset_hash TEXT,
  shape TEXT,
  environment TEXT,
  step INTEGER NOT NULL DEFAULT 0,
  last_loss REAL,
  best_loss REAL,
  seconds_per_step REAL,
  train_seconds REAL,
  peak_rss_bytes INTEGER,
  error TEXT,
  parent_run TEXT,
  parent_step INTEGER,
  process_pid INTEGER,
  process_start TEXT
) STRICT;
CREATE INDEX runs_created ON runs (created_at);
CREATE INDEX runs_state ON runs (state);
CREATE INDEX runs_experiment ON runs (experiment);
CREATE INDEX runs_colour ON runs (colour) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX runs_queue ON runs (queue_position) WHERE queue_position IS NOT NULL;

CREATE TABLE tags (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  tag TEXT NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_tag ON tags (tag);

CREATE TABLE notes (
  run TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
  text TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE metrics (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  chunk INTEGER NOT NULL,
  losses BLOB NOT NULL,
  seconds BLOB NOT NULL,
  UNIQUE (run, chunk)
) STRICT;

CREATE TABLE evaluations (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  seconds REAL NOT NULL,
  loss REAL,
  same_class_mass REAL,
  vote_accuracy REAL,
  precision_at_1 REAL,
  entropy REAL,
  PRIMARY KEY (run, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE baselines (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  features TEXT NOT NULL,
  softmax INTEGER NOT NULL,
  loss REAL,
  same_class_mass REAL,
  vote_accuracy REAL,
  precision_at_1 REAL,
  entropy REAL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE probes (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  labels BLOB NOT NULL,
  document_hashes TEXT NOT NULL,
  tokens TEXT NOT NULL,
  titles TEXT NOT NULL,
  UNIQUE (run, sequence)
) STRICT;

CREATE TABLE snapshots (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  step INTEGER NOT NULL,
  heads INTEGER NOT NULL,
  attention BLOB NOT NULL,
  UNIQUE (run, sequence, step)
) STRICT;

CREATE TABLE checkpoints (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  step INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  resumable INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE train_reports (
  run TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  median_step_seconds REAL,
  min_step_seconds REAL,
  train_seconds REAL NOT NULL,
  peak_rss_bytes INTEGER NOT NULL,
  test_losses BLOB,
  test_same_class_mass BLOB,
  test_attention BLOB,
  loss REAL,
  same_class_mass REAL,
  vote_accuracy REAL,
  precision_at_1 REAL,
  entropy REAL
) STRICT;

CREATE TABLE log_lines (
  key INTEGER PRIMARY KEY,
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  at TEXT NOT NULL,
  level TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT;
CREATE INDEX log_lines_run ON log_lines (run);
`;

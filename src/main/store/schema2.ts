/**
 * Schema version 2: attention imported from files. `examples` is their sizes and tokens as JSON, never looked into;
 * the numbers lie in `imports/<hash>.f32` of the data folder.
 */
export const schema2 = `
CREATE TABLE imports (
  hash TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  format TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  examples TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
`;

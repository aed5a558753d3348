/** What a dataset from outside may cost at most. An archive is checked while it streams, so a bomb stops early. */
export interface DatasetLimits {
  /** Bytes of all files together, unpacked. */
  readonly totalBytes: number;
  /** Files and folders, wanted or not. */
  readonly entries: number;
  /** Bytes of one file, or of one row of a table. */
  readonly fileBytes: number;
  /** Unpacked bytes per packed byte once more than `ratioFromBytes` are unpacked; mail packs to a third. */
  readonly unpackRatio: number;
  readonly ratioFromBytes: number;
}

/** 512 MB in all, 200,000 files, 16 MB a file, 200 : 1: fifteen times the 20 Newsgroups archive. */
export const datasetLimits: DatasetLimits = {
  totalBytes: 512 * 1024 * 1024,
  entries: 200_000,
  fileBytes: 16 * 1024 * 1024,
  unpackRatio: 200,
  ratioFromBytes: 32 * 1024 * 1024,
};

/** "14.5 MB", in units of 1024. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${units[unit]!}`;
}

/** Data behind a drawing: typed columns in files, numbers exact. */
export interface DataTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly DataCell[])[];
}
/** A float32 is marked as one, so that it is written in the fewest digits that give it back. */
export type DataCell = string | number | null;

/** RFC 4180 with line feeds; not a number and the infinities as words, no value as nothing. */
export function csvText({ columns, rows }: DataTable): string {
  const lines = [columns, ...rows].map((cells) => cells.map(csvCell).join(','));
  return `${lines.join('\n')}\n`;
}

function csvCell(cell: DataCell): string {
  if (cell === null) return '';
  const text = typeof cell === 'number' ? String(cell) : spreadsheetSafe(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A text that a spreadsheet would run as a formula is kept text by a leading apostrophe. */
function spreadsheetSafe(text: string): string {
  return /^[=+@\t\r-]/.test(text) ? `'${text}` : text;
}

/** What JSON has no number for is written as a word, as in the CSV. */
export function jsonCell(cell: DataCell): DataCell {
  return typeof cell === 'number' && !Number.isFinite(cell) ? String(cell) : cell;
}

/** A table as text for other programs. The first row of `rows` is the head. */
export const tableFormats = ['csv', 'markdown', 'latex'] as const;
export type TableFormat = (typeof tableFormats)[number];

/** A cell; the best of its column is bold where a format has bold. */
export type TableCell = string | { readonly text: string; readonly best: boolean };

const minus = /−/g;

export function tableText(rows: readonly (readonly TableCell[])[], format: TableFormat): string {
  switch (format) {
    case 'csv':
      return lines(rows.map((row) => row.map((cell) => csvCell(asciiOf(cell))).join(',')));
    case 'markdown':
      return markdown(rows);
    case 'latex':
      return latex(rows);
  }
}

const lines = (rows: readonly string[]): string => rows.map((row) => `${row}\n`).join('');

const textOf = (cell: TableCell): string => (typeof cell === 'string' ? cell : cell.text);
const asciiOf = (cell: TableCell): string => textOf(cell).replace(minus, '-');
const isBest = (cell: TableCell): boolean => typeof cell !== 'string' && cell.best;

/** RFC 4180; a cell that a spreadsheet would run as a formula is kept text by a leading apostrophe. */
function csvCell(cell: string): string {
  const safe = /^[=+@\t\r]/.test(cell) || /^-(?![\d.]|$)/.test(cell) ? `'${cell}` : cell;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function markdown([head = [], ...body]: readonly (readonly TableCell[])[]): string {
  const write = (cell: TableCell): string => {
    const text = asciiOf(cell).replaceAll('|', '\\|').replaceAll('\n', ' ');
    return isBest(cell) ? `**${text}**` : text;
  };
  const row = (cells: readonly TableCell[]): string => `| ${cells.map(write).join(' | ')} |`;
  return lines([row(head), row(head.map(() => '---')), ...body.map(row)]);
}

const latexSigns: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '−': '$-$',
  '√': '$\\surd$',
  '±': '$\\pm$',
};

/** Needs the package booktabs. */
function latex([head = [], ...body]: readonly (readonly TableCell[])[]): string {
  const escape = (cell: string): string =>
    cell.replace(/[\\~^−√±]|[#$%&_{}]/g, (sign) => latexSigns[sign] ?? `\\${sign}`).replaceAll('\n', ' ');
  const write = (cell: TableCell): string =>
    isBest(cell) ? `\\textbf{${escape(textOf(cell))}}` : escape(textOf(cell));
  const row = (cells: readonly TableCell[]): string => `  ${cells.map(write).join(' & ')} \\\\`;
  const align = head
    .map((_, column) => (body.every((cells) => isNumber(textOf(cells[column] ?? ''))) ? 'r' : 'l'))
    .join('');
  return lines([
    `\\begin{tabular}{${align}}`,
    '  \\toprule',
    row(head),
    '  \\midrule',
    ...body.map(row),
    '  \\bottomrule',
    '\\end{tabular}',
  ]);
}

const isNumber = (cell: string): boolean => /^[−-]?[\d.:,e-]*( ± [\d.]+)?$/.test(cell);

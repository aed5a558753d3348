/** A table as text for other programs. The first row of `rows` is the head. */
export type TableFormat = 'csv' | 'markdown' | 'latex';

const minus = /−/g;

export function tableText(rows: readonly (readonly string[])[], format: TableFormat): string {
  const ascii = rows.map((row) => row.map((cell) => cell.replace(minus, '-')));
  switch (format) {
    case 'csv':
      return lines(ascii.map((row) => row.map(csvCell).join(',')));
    case 'markdown':
      return markdown(ascii);
    case 'latex':
      return latex(rows);
  }
}

const lines = (rows: readonly string[]): string => rows.map((row) => `${row}\n`).join('');

/** RFC 4180; a cell that a spreadsheet would run as a formula is kept text by a leading apostrophe. */
function csvCell(cell: string): string {
  const safe = /^[=+@\t\r]/.test(cell) || /^-(?![\d.]|$)/.test(cell) ? `'${cell}` : cell;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function markdown([head = [], ...body]: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return lines([row(head), row(head.map(() => '---')), ...body.map(row)]);
}

const latexSigns: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '−': '$-$',
  '√': '$\\surd$',
};

function latex([head = [], ...body]: readonly (readonly string[])[]): string {
  const escape = (cell: string): string =>
    cell.replace(/[\\~^−√]|[#$%&_{}]/g, (sign) => latexSigns[sign] ?? `\\${sign}`).replaceAll('\n', ' ');
  const row = (cells: readonly string[]): string => `  ${cells.map(escape).join(' & ')} \\\\`;
  const align = head
    .map((_, column) => (body.every((cells) => isNumber(cells[column])) ? 'r' : 'l'))
    .join('');
  return lines([
    `\\begin{tabular}{${align}}`,
    '  \\hline',
    row(head),
    '  \\hline',
    ...body.map(row),
    '  \\hline',
    '\\end{tabular}',
  ]);
}

const isNumber = (cell: string | undefined): boolean => cell === undefined || /^[−-]?[\d.:,e-]*$/.test(cell);

/** A table as text for other programs. The first row of `rows` is the head. */
export const tableFormats = ['csv', 'markdown', 'latex'] as const;
export type TableFormat = (typeof tableFormats)[number];

/** What a file of each is called. */
export const tableEndings: Readonly<Record<TableFormat, string>> = {
  csv: 'csv',
  markdown: 'md',
  latex: 'tex',
};

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
/** One line, without what is no letter and no space; a lone half of a pair is none either. */
const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\s+/gu, ' ')
    .replace(/\p{Cc}/gu, '');

/** RFC 4180; a cell that a spreadsheet would run as a formula is kept text by a leading apostrophe. */
function csvCell(cell: string): string {
  const safe = /^[=+@\t\r]/.test(cell) || /^-(?![\d.]|$)/.test(cell) ? `'${cell}` : cell;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Whatever a run is called, it is read as it is written: no cell ends early, and nothing is markup. */
function markdown([head = [], ...body]: readonly (readonly TableCell[])[]): string {
  const write = (cell: TableCell): string => {
    const text = oneLine(asciiOf(cell)).replace(/[\\`*_{}[\]<>~|&$#]/g, '\\$&');
    return isBest(cell) ? `**${text}**` : text;
  };
  const row = (cells: readonly TableCell[]): string => `| ${cells.map(write).join(' | ')} |`;
  return lines([row(head), row(head.map(() => '---')), ...body.map(row)]);
}

const latexSigns: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '`': '{`}',
  // After a row's end these would be read as its argument.
  '[': '{[}',
  ']': '{]}',
  '*': '{*}',
  '−': '$-$',
  '√': '$\\surd$',
  '±': '$\\pm$',
};
/** Letters that a plain LaTeX has: of Latin, and the signs above. */
const beyondLatin = /[^\u0000-\u017f–—‘’“”…−√±]/u;

/** Needs the package booktabs, and T1 fonts, which its head says. */
function latex([head = [], ...body]: readonly (readonly TableCell[])[]): string {
  const escape = (cell: string): string =>
    oneLine(cell)
      .replace(/[\\~^<>|`[\]*−√±]|[#$%&_{}]/g, (sign) => latexSigns[sign] ?? `\\${sign}`)
      .replace(/([-'])(?=\1)/g, '$1{}');
  const write = (cell: TableCell): string =>
    isBest(cell) ? `\\textbf{${escape(textOf(cell))}}` : escape(textOf(cell));
  const row = (cells: readonly TableCell[]): string => `  ${cells.map(write).join(' & ')} \\\\`;
  const align = head
    .map((_, column) => (body.every((cells) => isNumber(textOf(cells[column] ?? ''))) ? 'r' : 'l'))
    .join('');
  const isOther = [head, ...body].flat().some((cell) => beyondLatin.test(textOf(cell)));
  return lines([
    '% \\usepackage[T1]{fontenc} \\usepackage{booktabs}',
    ...(isOther
      ? ['% Some letters are beyond Latin: LuaLaTeX or XeLaTeX sets them, with a font that has them.']
      : []),
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

/**
 * `node scripts/latexTables.ts`: sets tables with names no one should choose by the machine's pdflatex (Debian:
 * texlive-latex-base and -recommended) and reads them back from the PDF. Not part of any test: few machines have TeX.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableText } from '../src/shared/tables.ts';

/** Each with what a reader of the page sees; spaces aside. */
const names = [
  '[2pt]',
  '*',
  '\\end{tabular}',
  '\\input{/etc/passwd}',
  '$x$ and $$',
  '100 % of it',
  'a & b \\\\ c',
  '{ }}',
  '#1 ~ ^ _',
  '<b> | </b>',
  '-- --- ----',
  'naïve café',
  'η = 1',
  'lr_1e-5',
];
const sizes = names.map((_, i) => [`−0.${5 + (i % 5)}000 ± 0.0100`, i === 3]);
const rows = [
  ['run', 'test loss (last, ± SD)'],
  ...names.map((name, i) => [name, { text: String(sizes[i]?.[0]), best: sizes[i]?.[1] === true }]),
];

const folder = mkdtempSync(join(tmpdir(), 'attention-lab-latex-'));
try {
  const table = tableText(rows, 'latex');
  // LaTeX has no Greek letter in a text: the table says so, and here stands what its author would then write.
  const plain = table.replace('η', '$\\eta$');
  if (!table.includes('beyond Latin')) throw new Error('the table does not say that it has Greek');
  writeFileSync(
    join(folder, 'tables.tex'),
    `\\documentclass{article}\n\\usepackage[T1]{fontenc}\n\\usepackage{booktabs}\n\\pagestyle{empty}\n\\begin{document}\n${plain}\\end{document}\n`,
  );
  execFileSync('pdflatex', ['-halt-on-error', '-interaction=nonstopmode', 'tables.tex'], {
    cwd: folder,
    stdio: 'ignore',
  });
  const text = execFileSync('pdftotext', ['-layout', join(folder, 'tables.pdf'), '-'], { encoding: 'utf8' });
  const bare = (line: string): string => line.normalize('NFKC').replace(/\s/g, '');
  const lines = text.split('\n').map(bare);
  const missing = names.filter((name) => !lines.some((line) => line.startsWith(bare(name))));
  if (missing.length > 0) throw new Error(`not on the page: ${missing.join(', ')}\n${text}`);
  console.log(`${names.length} rows set and read back by pdflatex and pdftotext:\n\n${text.trimEnd()}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

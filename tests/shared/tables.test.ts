import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { tableText } from '../../src/shared/tables.ts';

const rows = [
  ['Run', 'test loss', 'init'],
  ['a "b", c\nd', '−0.3704', '√(2/D)'],
  ['=1+1', '', 'x_1 & 50 % {y}~^\\'],
];

describe('a table as text', () => {
  it('is CSV that a parser reads back, with ASCII minus and no formulas', () => {
    expect(parse(tableText(rows, 'csv'))).toEqual([
      ['Run', 'test loss', 'init'],
      ['a "b", c\nd', '-0.3704', '√(2/D)'],
      ["'=1+1", '', 'x_1 & 50 % {y}~^\\'],
    ]);
  });

  it('keeps negative numbers in CSV numbers', () => {
    expect(tableText([['x'], ['−1'], ['−.5'], ['−cmd']], 'csv')).toBe("x\n-1\n-.5\n'-cmd\n");
  });

  it('is Markdown with bars and line breaks made safe', () => {
    expect(tableText([['a|b'], ['c\nd']], 'markdown')).toBe('| a\\|b |\n| --- |\n| c d |\n');
  });

  it('is LaTeX with its signs escaped and columns of numbers on the right', () => {
    expect(tableText(rows, 'latex').split('\n')).toEqual([
      '% \\usepackage[T1]{fontenc} \\usepackage{booktabs}',
      '\\begin{tabular}{lrl}',
      '  \\toprule',
      '  Run & test loss & init \\\\',
      '  \\midrule',
      '  a "b", c d & $-$0.3704 & $\\surd$(2/D) \\\\',
      '  =1+1 &  & x\\_1 \\& 50 \\% \\{y\\}\\textasciitilde{}\\textasciicircum{}\\textbackslash{} \\\\',
      '  \\bottomrule',
      '\\end{tabular}',
      '',
    ]);
  });

  it('has the best of a column in bold, and means with their spread on the right', () => {
    const table = [['loss'], [{ text: '−0.50 ± 0.01', best: true }], [{ text: '−0.40', best: false }]];
    expect(tableText(table, 'markdown')).toBe('| loss |\n| --- |\n| **-0.50 ± 0.01** |\n| -0.40 |\n');
    expect(tableText(table, 'latex')).toContain('{r}');
    expect(tableText(table, 'latex')).toContain('\\textbf{$-$0.50 $\\pm$ 0.01}');
    expect(tableText(table, 'csv')).toBe('loss\n-0.50 ± 0.01\n-0.40\n');
  });

  it('cannot be broken out of by a name: rows and cells stay as many as they are', () => {
    const hostile = [
      '[2pt]',
      '*',
      ']',
      '\\end{tabular}',
      '\\input{/etc/passwd}',
      '$x$ $$',
      '%',
      '& \\\\ &',
      '{',
      '}}',
      '#1',
      '~^_',
      '<script>alert(1)</script>',
      '![a](b)',
      '[a](b)',
      '| --- |',
      '`code`',
      '**b**',
      '--- ---',
      "''",
      '?` !`',
      '\u0007\u0000',
      'a\r\nb\u2028c',
      '\ud800',
      '=HYPERLINK("x")',
      '"',
      'naïve ẞ ő',
    ];
    const rows = [['run', 'x'], ...hostile.map((name) => [name, '1'])];
    const latex = tableText(rows, 'latex');
    expect(latex.split('\n')).toHaveLength(hostile.length + 9);
    for (const line of latex.split('\n').slice(6, -3)) {
      expect(line).toMatch(/^ {2}.* & 1 \\\\$/);
      const cell = line.slice(2, -' & 1 \\\\'.length);
      // What is left after the ways to write a sign is no sign of LaTeX's own.
      const rest = cell.replace(
        /\\(textbackslash|textasciitilde|textasciicircum|textless|textgreater|textbar)\{\}|\\[#$%&_{}]|\{[`[\]*]\}|[-']\{\}/g,
        '',
      );
      expect(rest).not.toMatch(/[\\#$%&_{}~^<>|`[\]*]|--|''/);
    }
    const markdown = tableText(rows, 'markdown').split('\n');
    expect(markdown).toHaveLength(hostile.length + 3);
    for (const line of markdown.slice(2, -1))
      expect(line.replace(/\\./g, '')).toMatch(/^\| [^|<>*_`[\]]* \| 1 \|$/);
    expect(parse(tableText(rows, 'csv'))).toHaveLength(hostile.length + 1);
  });

  it('says which letters plain LaTeX does not have', () => {
    expect(tableText([['run'], ['猫 β']], 'latex')).toContain('% Some letters are beyond Latin');
    expect(tableText([['run'], ['café −0.5 ± 0.1 “q” – …']], 'latex')).not.toContain('beyond');
  });
});

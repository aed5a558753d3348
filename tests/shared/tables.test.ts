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
});

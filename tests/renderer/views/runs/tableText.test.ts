import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { tableText } from '../../../../src/renderer/views/runs/tableText.ts';

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
      '  \\hline',
      '  Run & test loss & init \\\\',
      '  \\hline',
      '  a "b", c d & $-$0.3704 & $\\surd$(2/D) \\\\',
      '  =1+1 &  & x\\_1 \\& 50 \\% \\{y\\}\\textasciitilde{}\\textasciicircum{}\\textbackslash{} \\\\',
      '  \\hline',
      '\\end{tabular}',
      '',
    ]);
  });
});

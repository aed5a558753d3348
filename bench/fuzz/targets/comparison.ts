import fc from 'fast-check';
import { readComparison, usualComparison, writeComparison } from '../../../src/shared/comparison.ts';
import type { Recipe } from '../../../src/shared/recipe.ts';
import { readFigureList, writeFigureList } from '../../../src/shared/figureList.ts';
import { asRunId } from '../../../src/shared/ids.ts';
import { sampleSpec, sampleViews } from '../../../tests/helpers/sampleFigures.ts';
import type { FuzzTarget } from '../fuzz.ts';
import { editJson, jsonEdits, mutate, mutations } from '../mutations.ts';

const words = [
  '{',
  '}',
  '[',
  '"',
  ',',
  ':',
  'null',
  '-1',
  '1e999',
  '"__proto__":{},',
  '\\ud800',
  '\0',
  'measure:',
];
const whole = writeComparison({
  ...usualComparison([asRunId('abcd1234'), asRunId('efgh5678')]),
  range: [0, 100],
  brush: [{ column: 'loss', within: [-1, 0] }],
  columns: ['model.heads', 'loss'],
  a: 'abcd1234',
  b: 'measure:dot-raw-softmax',
});

const recipe: Recipe = {
  format: 'attention-lab-figure',
  version: 1,
  app: '0.1.0',
  spec: sampleSpec([sampleViews.loss, sampleViews.heatmap]),
  sources: [],
};
const list = writeFigureList([
  { file: 'a.svg', drawnAt: '2026-01-01T00:00:00.000Z', recipe },
  { file: '/figures/b.csv', drawnAt: '2026-01-01T00:00:00.000Z', recipe },
]);

/** The figures of a project, as a file that someone gives to "figure --list". */
export const figureLists: FuzzTarget<string> = {
  name: 'lists of figures',
  open: () =>
    Promise.resolve({
      inputs: fc.oneof(
        mutations(words).map((changes) => mutate(Buffer.from(list), changes).toString('utf8')),
        jsonEdits.map((edits) => JSON.stringify(editJson(JSON.parse(list), edits)) ?? ''),
      ),
      parse: (text) => readFigureList(text, 'figures.json'),
    }),
};

/** A comparison that someone saved. */
export const comparisons: FuzzTarget<string> = {
  name: 'comparison files',
  open: () =>
    Promise.resolve({
      inputs: fc.oneof(
        mutations(words).map((changes) => mutate(Buffer.from(whole), changes).toString('utf8')),
        jsonEdits.map((edits) => JSON.stringify(editJson(JSON.parse(whole), edits)) ?? ''),
        fc.string({ unit: 'binary', maxLength: 200 }),
      ),
      parse: (text) => readComparison(text, 'comparison.json'),
    }),
};

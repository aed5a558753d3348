import { mkdirSync } from 'node:fs';
import fc from 'fast-check';
import { drawFigure } from '../../../src/main/figures/drawFigure.ts';
import { figureFormats, type FigureFormat } from '../../../src/shared/figure.ts';
import {
  readRecipe,
  recipeElement,
  recipeKeyword,
  recipeTag,
  type Recipe,
} from '../../../src/shared/recipe.ts';
import { sampleFigureApi, sampleSpec, sampleViews } from '../../../tests/helpers/sampleFigures.ts';
import type { FuzzTarget } from '../fuzz.ts';
import { editJson, jsonEdits, mutate, mutations } from '../mutations.ts';

const words = [
  `<${recipeTag}`,
  `</${recipeTag}>`,
  recipeKeyword,
  'iTXt',
  '\0\0\0\u0001',
  '\u00ff\u00ff\u00ff\u00ff',
  '&amp;',
  '&lt;',
  '{"recipe":',
  '"panels":[',
  '"__proto__":{},',
  '1e999',
  '\\ud800',
];

/** Figures whose file carries what they were made of; what is read of one that was changed is drawn as well. */
export const recipes: FuzzTarget<Buffer> = {
  name: 'figure recipes (SVG, PDF, PNG, JSON)',
  open: async (folder) => {
    mkdirSync(folder, { recursive: true });
    const api = sampleFigureApi(4, 1);
    const spec = sampleSpec([sampleViews.loss, sampleViews.heatmap, sampleViews.heads]);
    const formats = figureFormats.filter(
      (format): format is Exclude<FigureFormat, 'csv'> => format !== 'csv',
    );
    const files = await Promise.all(
      formats.map(async (format) => Buffer.from((await drawFigure(api, spec, format)).bytes)),
    );
    const [whole] = files.map((file) => readRecipe(file, 'a figure'));
    const asWritten = JSON.stringify(whole);
    const edited = jsonEdits.map((edits) => (editJson(whole, edits) ?? null) as Recipe);
    return {
      inputs: fc.oneof(
        {
          weight: 2,
          arbitrary: fc
            .tuple(fc.constantFrom(...files), mutations(words))
            .map(([file, changes]) => mutate(file, changes)),
        },
        { weight: 1, arbitrary: edited.map((recipe) => Buffer.from(`<svg>${recipeElement(recipe)}</svg>`)) },
        { weight: 1, arbitrary: edited.map((recipe) => Buffer.from(JSON.stringify({ recipe, data: [] }))) },
        {
          weight: 1,
          arbitrary: fc
            .tuple(fc.constant(Buffer.from(asWritten)), mutations(words))
            .map(([file, changes]) => mutate(file, changes)),
        },
      ),
      parse: async (bytes) => {
        const recipe = readRecipe(bytes, 'figure.svg');
        if (JSON.stringify(recipe) !== asWritten) await drawFigure(api, recipe.spec, 'svg');
      },
    };
  },
};

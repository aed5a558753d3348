import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/shared/errors.ts';
import { figureSpecSchema } from '../../src/shared/figure.ts';
import { inUnit, parseLength, toPixels, widthPresets } from '../../src/shared/figureLook.ts';
import { readRecipe, recipeElement, recipeText, type Recipe } from '../../src/shared/recipe.ts';

const recipe: Recipe = {
  format: 'attention-lab-figure',
  version: 1,
  app: '0.1.0',
  spec: figureSpecSchema.parse({
    panels: [{ kind: 'loss', runs: ['run1'] }],
    look: { width: { value: 85, unit: 'mm' }, title: 'ü <&> "—" 日本' },
  }),
  sources: [],
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a recipe', () => {
  it('is ASCII and comes back from an element among other bytes, and from JSON', () => {
    expect(recipeText(recipe)).toMatch(/^[\x20-\x7e]+$/);
    const element = bytes(`%PDF\xff ${recipeElement(recipe)} trailer`);
    expect(readRecipe(element, 'f.pdf')).toEqual(recipe);
    expect(readRecipe(bytes(recipeText(recipe)), 'f.recipe.json')).toEqual(recipe);
    expect(readRecipe(bytes(JSON.stringify({ recipe, panels: [] })), 'f.json')).toEqual(recipe);
  });

  it('that is missing, broken or not understood is told apart in one sentence', () => {
    const sentence = (content: string): string => {
      try {
        readRecipe(bytes(content), 'f.svg');
      } catch (error) {
        return (error as LabError).sentence;
      }
      return 'nothing was thrown';
    };
    expect(sentence('<svg/>')).toMatch(/^no recipe in it: f\.svg\. Figures that Attention Lab wrote/);
    const element = recipeElement(recipe);
    expect(sentence(element.replace('{', '[{'))).toBe('a broken recipe: f.svg');
    expect(sentence(element.replace('"version":1', '"version":2'))).toMatch(
      /^a recipe this version does not/,
    );
    expect(sentence(element.replace('"run1"', '"../../etc"'))).toMatch(
      /spec\.panels\.0\.runs\.0: not a run id/,
    );
  });

  it('of any bytes is a recipe or an expected error', () => {
    const head = fc.constantFrom('', '{', '\x89PNG\r\n\x1a\n', '<attentionlab:recipe>', '%PDF-1.7 ');
    fc.assert(
      fc.property(head, fc.uint8Array({ maxLength: 400 }), (start, rest) => {
        const content = Uint8Array.from([...start].map((c) => c.charCodeAt(0)).concat([...rest]));
        expect(() => readRecipe(content, 'f')).toThrow(LabError);
      }),
    );
  });
});

describe('a figure’s size', () => {
  it('reads lengths as CSS and LaTeX say them', () => {
    expect(parseLength('85mm')).toEqual({ value: 85, unit: 'mm' });
    expect(parseLength('8.5cm')).toEqual({ value: 85, unit: 'mm' });
    expect(parseLength('234pt')).toEqual({ value: 3.25, unit: 'in' });
    expect(parseLength('760')).toEqual({ value: 760, unit: 'px' });
    expect(['', 'wide', '-3mm', '3em', '1e3mm'].map(parseLength)).toEqual([null, null, null, null, null]);
  });

  it('is the same in another unit', () => {
    expect(toPixels({ value: 1, unit: 'in' })).toBe(96);
    expect(inUnit({ value: 3.25, unit: 'in' }, 'mm')).toEqual({ value: 82.55, unit: 'mm' });
  });

  it('of every venue is one that a figure may have', () => {
    for (const { width, fontSize } of widthPresets) {
      const spec = { panels: recipe.spec.panels, look: { width, fontSize } };
      expect(figureSpecSchema.safeParse(spec).success).toBe(true);
    }
  });
});

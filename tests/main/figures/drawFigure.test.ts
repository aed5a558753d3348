import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { drawFigure } from '../../../src/main/figures/drawFigure.ts';
import type { FigureApi } from '../../../src/main/figures/figureApi.ts';
import { themes } from '../../../src/shared/colours.ts';
import type { FigureFormat, FigureSpec } from '../../../src/shared/figure.ts';
import type { FigureLook } from '../../../src/shared/figureLook.ts';
import { readRecipe } from '../../../src/shared/recipe.ts';
import { withOtherRuns } from '../../../src/shared/recipeRuns.ts';
import { asRunId } from '../../../src/shared/ids.ts';
import { sampleBundle } from '../../helpers/sampleBundle.ts';
import { sampleFigureApi, sampleSpec, sampleViewNames, sampleViews } from '../../helpers/sampleFigures.ts';
import { pixelsOf } from './pixels.ts';

const draw = async (
  spec: FigureSpec,
  format: FigureFormat = 'svg',
  api: FigureApi = sampleFigureApi(),
): Promise<Buffer> => Buffer.from((await drawFigure(api, spec, format)).bytes);
const svgOf = async (spec: FigureSpec, api?: FigureApi): Promise<string> =>
  (await draw(spec, 'svg', api)).toString();
const one = (view: keyof typeof sampleViews, look: Partial<FigureLook> = {}): FigureSpec =>
  sampleSpec([sampleViews[view]], look);
const stored: readonly FigureFormat[] = ['svg', 'pdf', 'png', 'json'];

/** A figure without its recipe, which any choice changes. */
const drawingOf = (svg: string): string => svg.replace(/<metadata>.*<\/metadata>/s, '');
const textsOf = (svg: string): string =>
  [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text).join('\n');
/** Words that are no names and not the same in Portuguese. */
const englishOnly =
  /\b(?:loss|attention|queries|keys|query|key|heads?|mean|step|sequence|rows|columns|layer|share|measures|untrained|standardised|cosine|adds|score|raises|lowers|train|together|smoothed|epoch|training|against|better|term)\b/i;

const looks: Readonly<Record<string, Partial<FigureLook>>> = {
  width: { width: { value: 700, unit: 'px' } },
  'width in mm': { width: { value: 150, unit: 'mm' } },
  height: { height: { value: 200, unit: 'px' } },
  fontSize: { fontSize: 11 },
  font: { font: 'serif' },
  locale: { locale: 'pt-BR' },
  title: { title: 'Other' },
  'no title': { title: '' },
  legend: { legend: false },
  'bar below': { colourBar: 'below' },
  'no bar': { colourBar: 'none' },
  dark: { theme: 'dark' },
  grey: { theme: 'grey' },
  transparent: { transparent: true },
};
const noLegend: readonly (keyof typeof sampleViews)[] = [
  'heatmap',
  'model',
  'film',
  'grid',
  'classes',
  'measures',
  'agreement',
  'why-pairs',
  'why-difference',
  'why-terms',
  'why-grid',
];
const noBar: readonly (keyof typeof sampleViews)[] = [
  'loss',
  'heads',
  'pairs',
  'why-pairs',
  'why-difference',
  'why-terms',
  'why-grid',
  'why-texts',
  'bars',
  'parallel',
  'scatter',
  'counts',
];
/** Tables are as high as their rows. */
const noHeight: readonly (keyof typeof sampleViews)[] = [
  'why-pairs',
  'why-difference',
  'why-terms',
  'why-texts',
  'bars',
  'counts',
];
/** Views that have nothing a choice could change. */
const deafTo: Readonly<Record<string, readonly (keyof typeof sampleViews)[]>> = {
  legend: noLegend,
  'bar below': noBar,
  'no bar': noBar,
  height: noHeight,
};

describe('drawing a figure', () => {
  it.each(sampleViewNames)('is the reviewed drawing: %s', async (view) => {
    await expect(await svgOf(one(view))).toMatchFileSnapshot(`./__snapshots__/${view}.svg`);
  });

  it('sets panels in rows under letters, maps on one scale: the reviewed drawing', async () => {
    const [a, b] = [
      { kind: 'run', runId: 'sample1' },
      { kind: 'run', runId: 'sample2' },
    ] as const;
    const map = { kind: 'heatmap', head: 'mean', cosines: false } as const;
    const spec = sampleSpec(
      [
        { ...map, source: a },
        { ...map, source: b },
        { ...map, source: { kind: 'difference', a, b } },
        { ...sampleViews.loss, runs: ['sample1', 'sample2'] },
      ],
      { width: { value: 174, unit: 'mm' }, title: 'Two runs', colourBar: 'below' },
      3,
    );
    await expect(await svgOf(spec)).toMatchFileSnapshot('./__snapshots__/panels.svg');
  });

  it.each(sampleViewNames)('gives the same bytes twice in every format: %s', async (view) => {
    for (const format of ['svg', 'pdf', 'png', 'csv', 'json'] as const) {
      expect((await draw(one(view), format)).equals(await draw(one(view), format))).toBe(true);
    }
    expect(await svgOf(one(view, { theme: 'dark' }))).toContain(themes.dark.ink);
  });

  it.each(sampleViewNames)('is drawn otherwise by each choice that is there for it: %s', async (view) => {
    const asIs = drawingOf(await svgOf(one(view)));
    for (const [name, look] of Object.entries(looks)) {
      const other = drawingOf(await svgOf(one(view, look)));
      const isDeaf = deafTo[name]?.includes(view) ?? false;
      expect(other === asIs, `${view}, ${name}`).toBe(isDeaf);
    }
  });

  it('says its words in the language asked for', async () => {
    for (const view of sampleViewNames) {
      const svg = await svgOf(one(view, { locale: 'pt-BR' }));
      const [english] = englishOnly.exec(textsOf(svg)) ?? [];
      expect(english, view).toBeUndefined();
      expect(readRecipe(Buffer.from(svg), 'f.svg').spec.look.locale).toBe('pt-BR');
    }
  });

  it('keeps a map of 32 documents below 100 kB', async () => {
    const api = sampleFigureApi(32, 1);
    expect((await draw(one('heatmap'), 'svg', api)).length).toBeLessThan(100_000);
    const mm = { width: { value: 85, unit: 'mm' } } as const;
    expect((await draw(one('heatmap', mm), 'svg', api)).length).toBeLessThan(100_000);
  });

  it('has no colour in grey', async () => {
    for (const view of sampleViewNames) {
      const svg = await svgOf(one(view, { theme: 'grey' }));
      for (const [colour, red, green, blue] of svg.matchAll(/#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\b/g)) {
        expect([green, blue], colour).toEqual([red, red]);
      }
    }
  });

  it('is as wide as was asked, in the unit asked for, and letters are as large', async () => {
    const svg = await svgOf(one('heatmap', { width: { value: 85, unit: 'mm' }, fontSize: 7 }));
    const [, width, box] = /^<svg [^>]*width="85mm" height="([\d.]+)mm" viewBox="0 0 ([\d.]+) /.exec(svg)!;
    expect(Number(width)).toBeGreaterThan(40);
    // 11 px of the plan are 7 pt on paper.
    const millimetres = (11 / Number(box)) * 85;
    expect((millimetres / 25.4) * 72).toBeCloseTo(7, 2);
    const inches = await svgOf(
      one('loss', { width: { value: 3.25, unit: 'in' }, height: { value: 2, unit: 'in' } }),
    );
    expect(inches).toMatch(/^<svg [^>]*width="3\.25in" height="2in"/);
  });

  it('sets panels side by side only where each can be read', async () => {
    const { heatmap, loss } = sampleViews;
    const heightOf = async (
      panels: Parameters<typeof sampleSpec>[0],
      columns: number | null = null,
    ): Promise<number> => {
      const svg = await svgOf(sampleSpec(panels, { width: { value: 560, unit: 'px' } }, columns));
      const [, height] = /viewBox="0 0 560 ([\d.]+)"/.exec(svg)!;
      return Number(height);
    };
    expect(await heightOf([heatmap, heatmap])).toBeLessThan((await heightOf([heatmap, heatmap], 1)) / 1.5);
    expect(await heightOf([heatmap, loss])).toBe(await heightOf([heatmap, loss], 1));
  });

  it('has no ground if it is to be transparent, and no title if it is to have none', async () => {
    const svg = await svgOf(one('loss', { transparent: true, title: '' }));
    expect(svg).not.toMatch(/<rect width="560" height="280"/);
    expect(svg).not.toMatch(/<text[^>]*font-size="13"/);
    const png = pixelsOf(await draw(one('loss'), 'png'));
    expect(png.rgb(1, 1)).toEqual([255, 255, 255]);
  });

  it('draws a PNG of the dots asked for and says them', async () => {
    const png = await draw(one('heatmap', { width: { value: 2, unit: 'in' }, dpi: 300 }), 'png');
    expect(pixelsOf(png).width).toBe(600);
    const dots = png.subarray(png.indexOf('pHYs') + 4);
    expect([dots.readUInt32BE(0), dots.readUInt32BE(4), dots.readUInt8(8)]).toEqual([11811, 11811, 1]);
  });

  it('refuses a PNG that no machine could hold', async () => {
    const spec = one('loss', { width: { value: 9000, unit: 'px' }, dpi: 1200 });
    await expect(draw(spec, 'png')).rejects.toThrow(/too many pixels/);
  });

  it('asks for the step and sequence it was given', async () => {
    const asked: unknown[] = [];
    const api: FigureApi = {
      ...sampleFigureApi(),
      getAttention: (input) => {
        asked.push(input);
        return sampleBundle([0, 1]);
      },
    };
    const source = { kind: 'run', runId: 'sample1', step: 20, sequence: 1 } as const;
    await draw(sampleSpec([{ kind: 'heatmap', source }]), 'svg', api);
    await draw(one('heads'), 'svg', api);
    expect(asked).toEqual([
      { runId: 'sample1', step: 20, sequence: 1 },
      { runId: 'sample1', step: null, sequence: 0 },
    ]);
  });

  it('keeps a map of 32 documents, heads included, below 100 kB', async () => {
    for (const heads of [1, 4]) {
      for (const unit of ['px', 'mm'] as const) {
        const width = { value: unit === 'px' ? 560 : 120, unit };
        const bytes = await draw(one('heatmap', { width }), 'svg', sampleFigureApi(32, heads));
        expect(bytes.length).toBeLessThan(100_000);
      }
    }
  });

  it.each([
    [2, 1],
    [2, 12],
    [128, 1],
    [40, 12],
  ])('draws %i documents and %i heads, wide and narrow, bar below and beside', async (size, heads) => {
    const api = sampleFigureApi(size, heads);
    for (const kind of ['heatmap', 'heads'] as const) {
      for (const [value, colourBar] of [
        [160, 'right'],
        [60, 'below'],
        [30, 'none'],
      ] as const) {
        const view = { ...sampleViews[kind], order: 'similarity', scale: 'log' } as const;
        const svg = await svgOf(sampleSpec([view], { width: { value, unit: 'mm' }, colourBar }), api);
        expect(svg).not.toMatch(/NaN|Infinity|undefined|="-\d[^"]*" (?:height|fill)/);
      }
    }
  });

  it('escapes the run’s name', async () => {
    for (const view of sampleViewNames) {
      const svg = await svgOf(one(view));
      expect(svg).toContain('Sample &amp; test');
      expect(svg).not.toContain('Sample & test');
    }
  });

  it('is read by another program', async () => {
    for (const view of sampleViewNames) {
      const svg = await svgOf(one(view));
      try {
        execFileSync('xmllint', ['--noout', '-'], { input: svg, stdio: 'pipe' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
  });
});

describe('the data of a figure', () => {
  const rows = (csv: Buffer): string[][] =>
    csv
      .toString()
      .trim()
      .split('\n')
      .map((line) => line.split(','));

  it('is every cell of a map, exact, in the order drawn', async () => {
    const [head, ...cells] = rows(await draw(sampleSpec([{ ...sampleViews.heatmap, head: 1 }]), 'csv'));
    expect(head).toEqual(['map', 'key', 'query', 'value']);
    expect(cells).toHaveLength(64);
    const bundle = sampleBundle(
      Array.from({ length: 8 }, (_, i) => (i * 5) % 4),
      { heads: 2 },
    );
    for (const [map, key, query, value] of cells) {
      const k = bundle.keyTokens.findIndex(({ label }) => label === key);
      const q = bundle.queryTokens.findIndex(({ label }) => label === query);
      expect(map).toBe('head 2');
      expect(Math.fround(Number(value))).toBe(bundle.values[(8 + k) * 8 + q]);
    }
    expect(cells[0]![1]).toBe('alt.atheism 0');
  });

  it('is every step, test and measure of losses', async () => {
    const [head, ...lines] = rows(await draw(one('loss'), 'csv'));
    expect(head).toEqual(['run', 'name', 'seed', 'kind', 'step', 'epoch', 'seconds', 'loss']);
    const kinds = Map.groupBy(lines, (line) => line[3]);
    expect([...kinds].map(([kind, found]) => [kind, found.length])).toEqual([
      ['training', 40],
      ['test', 5],
      ['untrained measure', 1],
    ]);
    expect(Number(lines[3]![7])).toBe(-0.2 - 0.3 * (3 / 40) + 0.02 * Math.sin(6));
  });

  it('is the same in JSON, beside the recipe', async () => {
    const value = JSON.parse((await draw(one('heads'), 'json')).toString()) as {
      panels: { columns: string[]; rows: unknown[][] }[];
    };
    expect(value.panels[0]!.columns).toEqual(['head', 'query', 'key', 'weight', 'drawn']);
    expect(value.panels[0]!.rows).toHaveLength(2 * 64);
  });
});

describe('the recipe of a figure', () => {
  it.each(stored)('draws it again byte for byte: %s', async (format) => {
    for (const view of sampleViewNames) {
      const first = await draw(one(view, { title: 'α & <b>', theme: 'dark' }), format);
      const recipe = readRecipe(first, `f.${format}`);
      expect((await draw(recipe.spec, format)).equals(first)).toBe(true);
    }
  });

  it('says what was drawn: run, settings, data, step, sequence, app', async () => {
    const { sources, app, spec } = readRecipe(await draw(one('heatmap')), 'f.svg');
    expect(app).toMatch(/^\d+\.\d+\.\d+/);
    expect(sources).toEqual([
      {
        kind: 'run',
        id: 'sample1',
        name: 'Sample & test',
        configHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        seed: 0,
        dataHash: 'd'.repeat(64),
        step: 350,
        sequence: 0,
      },
    ]);
    // The newest step was asked for; the recipe keeps the one that was drawn.
    expect(spec.panels[0]).toMatchObject({ source: { step: 350 }, order: 'class', scale: 'sqrt' });
  });

  it('can be drawn of another run', async () => {
    const { spec } = readRecipe(await draw(one('heatmap')), 'f.svg');
    const other = withOtherRuns(spec, [asRunId('sample2')]);
    const again = readRecipe(await draw(other), 'g.svg');
    expect(again.sources.map(({ id }) => id)).toEqual(['sample2']);
    expect(() => withOtherRuns(spec, [asRunId('sample2'), asRunId('sample3')])).toThrow(/of 1 runs: 2 given/);
  });
});

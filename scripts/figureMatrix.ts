/**
 * `node scripts/figureMatrix.ts [--out DIR] [--data-dir DIR]`: every view in every format, theme and width, of real runs,
 * which it trains first if the data folder has none. Each figure is drawn twice and opened with tools that know nothing
 * of the app: pdftotext, pdffonts, xmllint and rsvg-convert (Debian: poppler-utils, libxml2-utils, librsvg2-bin), and
 * one of each view is set in a page by pdflatex. Prints a table; leaves the files to be looked at.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { drawFigure } from '../src/main/figures/drawFigure.ts';
import { openLab, type Lab } from '../src/main/lab.ts';
import { figureFormats, figureSpecSchema, type FigureFormat, type FigureSpec } from '../src/shared/figure.ts';
import { figureThemes } from '../src/shared/figureLook.ts';
import { asRunId, type RunId } from '../src/shared/ids.ts';
import { findPreset } from '../src/shared/presets.ts';
import { readRecipe } from '../src/shared/recipe.ts';
import { matrixViews } from './matrixViews.ts';
import { setByLatex } from './setByLatex.ts';

const { values: flags } = parseArgs({
  options: { out: { type: 'string' }, 'data-dir': { type: 'string' }, views: { type: 'string' } },
});
const temporary = (name: string): string => mkdtempSync(join(tmpdir(), `attention-lab-${name}-`));
const out = resolve(flags.out ?? temporary('figures'));
mkdirSync(out, { recursive: true });
const lab = await openLab({ dataDir: resolve(flags['data-dir'] ?? temporary('lab')) });

/** One and two columns of a journal. */
const widths = [85, 174];
const dpi = 150;

interface Row {
  readonly view: string;
  files: number;
  svgBytes: number;
  readonly faults: string[];
}

const tool = (program: string, args: readonly string[], input?: Uint8Array): string =>
  execFileSync(program, args, {
    input,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
    maxBuffer: 64_000_000,
  });

/** What is wrong with a file, by programs of others; empty: nothing. */
function faultsOf(format: FigureFormat, bytes: Uint8Array, path: string, width: number): string[] {
  switch (format) {
    case 'svg': {
      tool('xmllint', ['--noout', path]);
      const png = execFileSync('rsvg-convert', [path], { maxBuffer: 64_000_000 });
      return png.length > 500 ? [] : ['a second renderer draws nothing'];
    }
    case 'pdf': {
      const words = tool('pdftotext', [path, '-']).trim();
      const [, , ...fonts] = tool('pdffonts', [path]).trimEnd().split('\n');
      const loose = fonts.filter((line) => !/\byes\s+yes\s+(?:yes|no)\s+\d+\s+\d+$/.test(line));
      return [
        ...(words.length > 10 ? [] : ['no text in the PDF']),
        ...(fonts.length > 0 ? [] : ['no font in the PDF']),
        ...loose.map((line) => `a font is not embedded: ${line}`),
      ];
    }
    case 'png': {
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      const wanted = Math.round((width / 25.4) * dpi);
      const got = view.getUint32(16);
      return Math.abs(got - wanted) <= 1 ? [] : [`${got} px wide, not ${wanted}`];
    }
    case 'csv':
      return new TextDecoder().decode(bytes).trimEnd().split('\n').length > 1 ? [] : ['no row in the CSV'];
    case 'json': {
      JSON.parse(new TextDecoder().decode(bytes));
      return [];
    }
  }
}

async function check(name: string, spec: FigureSpec, format: FigureFormat, row: Row): Promise<void> {
  const { theme, width } = spec.look;
  const label = `${name}-${theme}-${width.value}.${format}`;
  try {
    const { bytes } = await drawFigure(lab.api, spec, format);
    const again = await drawFigure(lab.api, spec, format);
    const path = join(out, label);
    writeFileSync(path, bytes);
    row.files += 1;
    if (format === 'svg') row.svgBytes = Math.max(row.svgBytes, bytes.length);
    if (!Buffer.from(bytes).equals(Buffer.from(again.bytes)))
      row.faults.push(`${label}: other bytes the second time`);
    if (format !== 'csv') {
      const redrawn = await drawFigure(lab.api, readRecipe(bytes, label).spec, format);
      if (!Buffer.from(bytes).equals(Buffer.from(redrawn.bytes)))
        row.faults.push(`${label}: its recipe draws another`);
    }
    row.faults.push(...faultsOf(format, bytes, path, width.value).map((fault) => `${label}: ${fault}`));
  } catch (error) {
    row.faults.push(`${label}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The runs the figures are of: what is there, else three seeds of the quick start. */
async function runsOf({ api }: Lab): Promise<readonly RunId[]> {
  const experiment = findPreset('quick-start')?.experiment;
  if (experiment === undefined) throw new Error('there is no quick-start preset');
  const known = await api.listRuns({});
  if (known.length === 0) {
    await api.startRuns({ experiment, seeds: [0, 1, 2], group: null, parent: null });
  }
  for (;;) {
    const runs = await api.listRuns({});
    const under = runs.filter(({ state }) => state === 'queued' || state === 'running');
    if (under.length === 0)
      return runs
        .filter(({ state }) => state === 'finished')
        .map(({ id }) => asRunId(id))
        .reverse();
    await new Promise((done) => setTimeout(done, 500));
  }
}

try {
  const runs = await runsOf(lab);
  const [first] = runs;
  if (first === undefined || runs.length < 2) throw new Error('two finished runs are needed');
  const { datasetHash } = await lab.api.getRun({ runId: first });
  if (datasetHash === null) throw new Error('the run has no dataset');
  const chosen = flags.views?.split(',');
  const views = Object.entries(matrixViews(runs, datasetHash)).filter(
    ([name]) => chosen === undefined || chosen.includes(name),
  );
  const rows: Row[] = [];
  for (const [name, panels] of views) {
    const row: Row = { view: name, files: 0, svgBytes: 0, faults: [] };
    for (const theme of figureThemes) {
      for (const width of widths) {
        const spec = figureSpecSchema.parse({
          panels,
          look: { width: { value: width, unit: 'mm' }, fontSize: 7.5, theme, dpi },
        });
        for (const format of figureFormats) await check(name, spec, format, row);
      }
    }
    rows.push(row);
  }
  console.log('| view | files | largest SVG, kB | faults |\n| --- | --- | --- | --- |');
  for (const { view, files, svgBytes, faults } of rows) {
    console.log(`| ${view} | ${files} | ${(svgBytes / 1000).toFixed(0)} | ${faults.length} |`);
  }
  const faults = rows.flatMap((row) => row.faults);
  for (const fault of faults) console.log(fault);
  console.log(setByLatex(views.map(([name]) => join(out, `${name}-light-85.pdf`))));
  console.log(`Files in ${out}`);
  if (faults.length > 0) process.exitCode = 1;
} finally {
  await lab.close();
}

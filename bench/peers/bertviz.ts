/**
 * The notebook's figure as BertViz draws it, beside the lab's own head view of the same matrix:
 *
 *     node bench/peers/bertviz.ts <BertViz's folder> <node_modules with d3@5, jquery and requirejs> <20news-bydate.tar.gz>
 *
 * Runs BertViz's own `head_view.js` in Chromium on the dot products the lab works out of the archive, without a network,
 * and reads back what it drew: tests/fixtures/bertviz/notebookFigure.json, which tests hold the lab's lines to, and
 * docs/notebook-figure.png with both pictures. BertViz is no part of this repository.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { openLab, type Lab } from '../../src/main/lab.ts';
import { startWebShell } from '../../src/main/shells/web/index.ts';
import type { AttentionBundle } from '../../src/shared/attention.ts';
import { featuresSchema } from '../../src/shared/experiment.ts';
import { findPreset } from '../../src/shared/presets.ts';
import { findBrowser } from '../../tests/helpers/browser.ts';

const root = join(import.meta.dirname, '..', '..');
const [bertviz, modules, archive] = process.argv.slice(2);
if (bertviz === undefined || modules === undefined || archive === undefined) {
  throw new Error('three folders and files are needed: BertViz, node_modules, the archive');
}
/** What its page loads from elsewhere, by the last part of the address. */
const libraries: Readonly<Record<string, string>> = {
  'd3.min.js': join(modules, 'd3', 'dist', 'd3.min.js'),
  'jquery.min.js': join(modules, 'jquery', 'dist', 'jquery.min.js'),
  'require.min.js': join(modules, 'requirejs', 'require.js'),
};

/** As the notebook reads it, of the lab's own features. */
async function notebookBundle(lab: Lab): Promise<AttentionBundle> {
  const notebook = findPreset('notebook')?.experiment.dataset;
  if (notebook?.source !== '20newsgroups') throw new Error('the notebook preset reads 20 Newsgroups');
  const { hash } = await lab.importDataset({ ...notebook, path: archive ?? null });
  return lab.api.computeAttention({
    untrained: { dataset: hash, features: featuresSchema.parse({}), sequenceLength: 32 },
    by: { kind: 'measure', spec: { kind: 'dot', features: 'raw', softmax: false } },
    sequence: 0,
  });
}

/** The page `head_view()` writes into a notebook. */
function bertvizPage({ keys, queries, values, queryTokens, keyTokens }: AttentionBundle): string {
  const weights = Array.from({ length: queries }, (_, query) =>
    Array.from({ length: keys }, (_, key) => values[key * queries + query]),
  );
  const params = {
    attention: [
      {
        name: null,
        attn: [[weights]],
        left_text: queryTokens.map(({ label }) => label),
        right_text: keyTokens.map(({ label }) => label),
      },
    ],
    default_filter: '0',
    root_div_id: 'bertviz',
    layer: null,
    heads: null,
    include_layers: [0],
  };
  const script = readFileSync(join(bertviz ?? '', 'bertviz', 'head_view.js'), 'utf8');
  return `<!doctype html><body style="margin:8px;background:#fff">
<script src="https://cdnjs.cloudflare.com/ajax/libs/require.js/2.3.6/require.min.js"></script>
<div id="bertviz" style="font-family:'Helvetica Neue', Helvetica, Arial, sans-serif;">
<span style="user-select:none">Layer: <select id="layer"></select></span><div id="vis"></div></div>
<script>${script.replace('PYTHON_PARAMS', () => JSON.stringify(params))}</script>`;
}

interface Drawn {
  readonly left: readonly string[];
  readonly right: readonly string[];
  /** [left, right] opacity of the line between two tokens. */
  readonly opacity: readonly (readonly number[])[];
}
/** Runs in the page: what the picture is made of. */
const readDrawing = `(() => {
  const words = (side) => [...document.querySelectorAll('#' + side + ' text')].map((text) => text.textContent);
  const [left, right] = [words('left'), words('right')];
  const opacity = left.map(() => right.map(() => 0));
  for (const line of document.querySelectorAll('#attention line')) {
    const place = (side) => Number(line.getAttribute(side + '-token-index'));
    opacity[place('left')][place('right')] = Number(line.getAttribute('stroke-opacity'));
  }
  return { left, right, opacity };
})()`;

async function drawBertviz(page: Page, bundle: AttentionBundle): Promise<{ drawn: Drawn; png: Buffer }> {
  await page.route('**/*', (route) => {
    const { pathname, hostname } = new URL(route.request().url());
    const library = libraries[pathname.split('/').at(-1) ?? ''];
    if (hostname === 'bertviz.test')
      return route.fulfill({ body: bertvizPage(bundle), contentType: 'text/html' });
    return library === undefined ? route.abort() : route.fulfill({ path: library });
  });
  await page.setViewportSize({ width: 360, height: 810 });
  await page.goto('https://bertviz.test/');
  await page.locator('#attention line').last().waitFor({ state: 'attached' });
  return { drawn: await page.evaluate<Drawn>(readDrawing), png: await page.screenshot() };
}

/** One click in the window. */
async function drawOurs(page: Page, url: string): Promise<Buffer> {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(url);
  await page.locator('main h1').first().waitFor();
  await page.goto(`${url.replace(/#.*/, '')}#/attention/measures`);
  await page.getByRole('button', { name: 'The notebook’s figure' }).click();
  await page.locator('.head-view').waitFor();
  await page.mouse.move(5, 5);
  await page.waitForTimeout(1500);
  return page.locator('.head-pane').screenshot();
}

async function beside(page: Page, pictures: readonly { name: string; png: Buffer }[]): Promise<void> {
  const figures = pictures.map(
    ({ name, png }) =>
      `<figure style="margin:0"><figcaption style="font:500 13px Inter,Arial,sans-serif;padding:0 8px 8px">${name}</figcaption>
<img height="640" src="data:image/png;base64,${png.toString('base64')}"></figure>`,
  );
  await page.unrouteAll();
  await page.setViewportSize({ width: 980, height: 720 });
  await page.setContent(
    `<body style="display:flex;gap:24px;align-items:start;width:max-content;margin:16px;background:#fff">${figures.join('')}`,
  );
  await page.locator('body').screenshot({ path: join(root, 'docs', 'notebook-figure.png') });
}

const found = await findBrowser();
if (found === undefined) throw new Error('no Chromium');
const dataDir = mkdtempSync(join(tmpdir(), 'bertviz-'));
const lab = await openLab({ dataDir });
const shell = await startWebShell({ lab, dataDir, rendererDir: join(root, 'out', 'renderer'), port: 0 });
const browser: Browser = await chromium.launch({
  executablePath: found.executablePath,
  args: [...found.args],
});
try {
  const bundle = await notebookBundle(lab);
  const page = await browser.newPage();
  const theirs = await drawBertviz(page, bundle);
  const rounded = theirs.drawn.opacity.map((row) => row.map((value) => Number(value.toPrecision(7))));
  writeFileSync(
    join(root, 'tests', 'fixtures', 'bertviz', 'notebookFigure.json'),
    `${JSON.stringify({ ...theirs.drawn, opacity: rounded })}\n`,
  );
  const ours = await drawOurs(await browser.newPage(), shell.url);
  await beside(page, [
    { name: 'BertViz, head_view', png: theirs.png },
    { name: 'Attention Lab, head view', png: ours },
  ]);
} finally {
  await browser.close();
  await shell.close();
  await lab.close({ mode: 'kill' });
  rmSync(dataDir, { recursive: true, force: true });
}

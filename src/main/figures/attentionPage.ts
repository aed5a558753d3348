import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resourceFile } from '../../lab/resources.ts';
import type { ApiHandlers } from '../../shared/api.ts';
import type { AttentionBundle, AttentionToken } from '../../shared/attention.ts';
import { LabError } from '../../shared/errors.ts';
import type { PageOptions, WrittenPage } from '../../shared/attentionPage.ts';
import { singleSourcesOf, type FigureSource } from '../../shared/figureSource.ts';
import { appVersion } from '../../shared/version.ts';
import { viewerDataId, type ViewerData } from '../../shared/viewerData.ts';
import type { FigureWords } from '../../renderer/charts/figureWords.ts';
import { languages } from '../../renderer/charts/language.ts';
import { escapeXml } from './escapeXml.ts';
import type { FigureApi } from './figureApi.ts';
import { writeWhole } from './figureFile.ts';
import { openSource } from './openSource.ts';
import { openSteps, type OpenSteps } from './pageSteps.ts';

/** Most attention of one step; a browser reads a page whole. */
const mostBytes = 64 * 2 ** 20;

export type PageApi = FigureApi & Pick<ApiHandlers, 'getDocuments'>;

/** Writes a page that shows one source of attention without the app, whole or not at all. Throws `LabError`. */
export async function saveAttentionPage(
  api: PageApi,
  source: FigureSource,
  path: string,
  options: PageOptions,
): Promise<WrittenPage> {
  if (!/\.html?$/i.test(path)) {
    throw new LabError('bad-input', `not a name for a page: ${path}`, { hint: 'End it in .html' });
  }
  const { html, ...counts } = await attentionPage(api, source, options);
  const bytes = Buffer.from(html);
  writeWhole(path, bytes);
  return { bytes: bytes.length, ...counts };
}

/** The page as text: no address in it is ever fetched, and its policy forbids that anything be. */
export async function attentionPage(
  api: PageApi,
  source: FigureSource,
  options: PageOptions,
): Promise<{ readonly html: string } & Omit<WrittenPage, 'bytes'>> {
  const words = languages[options.locale].figure;
  const opened = await openSource(api, source, { words });
  const { bundle, title, subtitle } = opened;
  if (bundle.values.byteLength > mostBytes) {
    throw new LabError('bad-input', `too much attention for a page: ${title}`, {
      hint: 'Export one layer of a smaller example',
    });
  }
  const texts = options.documents === 'texts' ? await textsOf(api, bundle) : {};
  const along: OpenSteps =
    options.steps === 'all'
      ? await openSteps(api, opened, words)
      : { steps: [{ step: null, bundle }], start: 0, kept: 1 };
  // The step of a page with more than one is said beside the scrubber, and changes.
  const about = along.steps.length > 1 ? withoutStep(subtitle, words) : subtitle;
  const losses = along.steps.length > 1 ? await lossesOf(api, source) : null;
  const data = viewerData(along, { title, subtitle: about, texts, losses }, options);
  const script = readFileSync(resourceFile('generated/viewer/viewer.js'), 'utf8');
  const style = readFileSync(resourceFile('generated/viewer/viewer.css'), 'utf8');
  // Whatever a document is called, it cannot end the element it stands in.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  const code = script.replaceAll('</script', '<\\/script');
  const policy = `default-src 'none'; script-src '${sha256(code)}'; style-src '${sha256(style)}'; base-uri 'none'; form-action 'none'`;
  const html = `<!doctype html>
<html lang="${options.locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>${style}</style>
</head>
<body>
<script type="application/json" id="${viewerDataId}">${json}</script>
<script>${code}</script>
</body>
</html>
`;
  return { html, steps: along.steps.length, keptSteps: along.kept };
}

function withoutStep(subtitle: string, { place }: FigureWords): string {
  const [before = ''] = place.split('{step}');
  return subtitle.replaceAll(new RegExp(`${before}[\\d,]+, `, 'g'), '');
}

/** Of the first run in the source: the curve above the scrubber. */
async function lossesOf(api: PageApi, source: FigureSource): Promise<string | null> {
  const run = singleSourcesOf(source).find(({ kind }) => kind === 'run');
  if (run?.kind !== 'run') return null;
  const { losses } = await api.getLosses({ runId: run.runId, fromStep: 1 });
  return losses.length === 0 ? null : base64(Float32Array.from(losses));
}

const base64 = ({ buffer, byteOffset, byteLength }: Float32Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

function viewerData(
  { steps, start, kept }: OpenSteps,
  words: Pick<ViewerData, 'title' | 'subtitle' | 'texts' | 'losses'>,
  { documents, theme, locale }: PageOptions,
): ViewerData {
  const [first] = steps;
  if (first === undefined) throw new Error('a page of no step');
  const { keyTokens, queryTokens, layers, heads, keys, queries, groups, meta } = first.bundle;
  const shown = (tokens: readonly AttentionToken[]): readonly AttentionToken[] =>
    tokens.map((token) => ({
      ...token,
      title: documents === 'none' ? '' : token.title,
      documentHash: documents === 'texts' ? token.documentHash : null,
    }));
  const isOneSide = JSON.stringify(keyTokens) === JSON.stringify(queryTokens);
  return {
    ...words,
    locale,
    theme,
    appVersion,
    bundle: { layers, heads, keys, queries, groups, meta },
    steps: steps.map(({ step, bundle }) => ({ step, values: base64(bundle.values) })),
    start,
    keptSteps: kept,
    keyTokens: shown(keyTokens),
    queryTokens: isOneSide ? null : shown(queryTokens),
  };
}

async function textsOf(api: PageApi, bundle: AttentionBundle): Promise<Record<string, string>> {
  const hashes = [...bundle.keyTokens, ...bundle.queryTokens].flatMap(({ documentHash }) =>
    documentHash === null ? [] : [documentHash],
  );
  const documents = await api.getDocuments({ hashes: [...new Set(hashes)] });
  return Object.fromEntries(documents.map(({ hash, text }) => [hash, text]));
}

const sha256 = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resourceFile } from '../../lab/resources.ts';
import type { ApiHandlers } from '../../shared/api.ts';
import type { AttentionBundle, AttentionToken } from '../../shared/attention.ts';
import { LabError } from '../../shared/errors.ts';
import type { FigureSource } from '../../shared/figureSource.ts';
import type { PageOptions } from '../../shared/attentionPage.ts';
import { appVersion } from '../../shared/version.ts';
import { viewerDataId, type ViewerData } from '../../shared/viewerData.ts';
import { languages } from '../../renderer/charts/language.ts';
import { escapeXml } from './escapeXml.ts';
import type { FigureApi } from './figureApi.ts';
import { writeWhole } from './figureFile.ts';
import { openSource } from './openSource.ts';

/** Most attention in one page; a browser reads it whole. */
const mostBytes = 64 * 2 ** 20;

export type PageApi = FigureApi & Pick<ApiHandlers, 'getDocuments'>;

/** Writes a page that shows one source of attention without the app, whole or not at all. Throws `LabError`. */
export async function saveAttentionPage(
  api: PageApi,
  source: FigureSource,
  path: string,
  options: PageOptions,
): Promise<void> {
  if (!/\.html?$/i.test(path)) {
    throw new LabError('bad-input', `not a name for a page: ${path}`, { hint: 'End it in .html' });
  }
  writeWhole(path, Buffer.from(await attentionPage(api, source, options)));
}

/** The page as text: no address in it is ever fetched, and its policy forbids that anything be. */
export async function attentionPage(
  api: PageApi,
  source: FigureSource,
  options: PageOptions,
): Promise<string> {
  const opened = await openSource(api, source, { words: languages[options.locale].figure });
  const { bundle, title, subtitle } = opened;
  if (bundle.values.byteLength > mostBytes) {
    throw new LabError('bad-input', `too much attention for a page: ${title}`, {
      hint: 'Export one layer of a smaller example',
    });
  }
  const texts = options.documents === 'texts' ? await textsOf(api, bundle) : {};
  const data = viewerData(bundle, { title, subtitle, texts }, options);
  const script = readFileSync(resourceFile('generated/viewer/viewer.js'), 'utf8');
  const style = readFileSync(resourceFile('generated/viewer/viewer.css'), 'utf8');
  // Whatever a document is called, it cannot end the element it stands in.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  const code = script.replaceAll('</script', '<\\/script');
  const policy = `default-src 'none'; script-src '${sha256(code)}'; style-src '${sha256(style)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
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
}

function viewerData(
  bundle: AttentionBundle,
  words: Pick<ViewerData, 'title' | 'subtitle' | 'texts'>,
  { documents, theme, locale }: PageOptions,
): ViewerData {
  const { values, keyTokens, queryTokens, ...rest } = bundle;
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
    bundle: rest,
    values: Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64'),
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

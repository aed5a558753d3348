import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { attentionPage, saveAttentionPage, type PageApi } from '../../../src/main/figures/attentionPage.ts';
import type { PageOptions } from '../../../src/shared/attentionPage.ts';
import { asRunId } from '../../../src/shared/ids.ts';
import type { ViewerData } from '../../../src/shared/viewerData.ts';
import { sampleFigureApi, sampleRunId } from '../../helpers/sampleFigures.ts';

const source = { kind: 'run', runId: asRunId(sampleRunId), step: null, sequence: 0 } as const;
const options: PageOptions = { documents: 'titles', theme: null, locale: 'en' };
const text = 'Plain </script><script>alert(1)</script> text';
const api: PageApi = {
  ...sampleFigureApi(),
  getDocuments: ({ hashes }) => hashes.map((hash) => ({ hash, title: 'title', text })),
};
const folder = mkdtempSync(join(tmpdir(), 'attention-page-'));
afterAll(() => rmSync(folder, { recursive: true }));

const dataOf = (page: string): ViewerData =>
  JSON.parse(/<script type="application\/json"[^>]*>(.*?)<\/script>/s.exec(page)![1]!) as ViewerData;

describe('a page of attention for who has no app', () => {
  it('carries the exact values, and titles alone unless asked', async () => {
    const data = dataOf(await attentionPage(api, source, options));
    const bytes = Buffer.from(data.values, 'base64');
    const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    const bundle = await api.getAttention({ runId: source.runId, step: null, sequence: 0 });
    expect(values).toEqual(bundle.values);
    expect(data.keyTokens.map(({ title }) => title)).toEqual(bundle.keyTokens.map(({ title }) => title));
    expect(data.keyTokens.every(({ documentHash }) => documentHash === null)).toBe(true);
    expect(data.texts).toEqual({});
  });

  it('leaves titles out, or takes texts in, as asked', async () => {
    const none = dataOf(await attentionPage(api, source, { ...options, documents: 'none' }));
    expect(none.keyTokens.every(({ title }) => title === '')).toBe(true);
    const all = await attentionPage(api, source, { ...options, documents: 'texts' });
    const bundle = await api.getAttention({ runId: source.runId, step: null, sequence: 0 });
    const hashes = bundle.keyTokens.flatMap(({ documentHash }) => documentHash ?? []);
    expect(Object.values(dataOf(all).texts)).toEqual([...new Set(hashes)].map(() => text));
    // A text cannot end the element it stands in.
    expect(all).not.toContain('alert(1)</script>');
  });

  it('may load and run nothing but what it was written with', async () => {
    const page = await attentionPage(api, source, options);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+';/);
    expect(page).not.toMatch(/(src|href)=|url\(|@import|import\(|eval\(|new Function/);
    expect(page.length).toBeLessThan(200_000);
  });

  it('is a file that ends in .html', async () => {
    await saveAttentionPage(api, source, join(folder, 'page.html'), options);
    expect(readFileSync(join(folder, 'page.html'), 'utf8')).toContain('<!doctype html>');
    await expect(saveAttentionPage(api, source, join(folder, 'page.txt'), options)).rejects.toThrow(
      'not a name for a page',
    );
  });
});

import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { attentionPage, saveAttentionPage, type PageApi } from '../../../src/main/figures/attentionPage.ts';
import { thinned } from '../../../src/main/figures/pageSteps.ts';
import { pageBytes, type PageOptions } from '../../../src/shared/attentionPage.ts';
import { asRunId } from '../../../src/shared/ids.ts';
import type { ViewerData } from '../../../src/shared/viewerData.ts';
import { sampleFigureApi, sampleRun, sampleRunId } from '../../helpers/sampleFigures.ts';

const runId = asRunId(sampleRunId);
const source = { kind: 'run', runId, step: null, sequence: 0 } as const;
const options: PageOptions = { documents: 'titles', steps: 'all', theme: null, locale: 'en' };
const text = 'Plain </script><script>alert(1)</script> text';
const plain = sampleFigureApi();
/** Attention that is another at every step, as training has it. */
const api: PageApi = {
  ...plain,
  getRun: () => ({ ...sampleRun(), snapshotSteps: [0, 10, 40] }),
  getAttention: async (input) => {
    const bundle = await plain.getAttention(input);
    const step = input.step ?? 40;
    const origin = { kind: 'run', runId, step, sequence: input.sequence } as const;
    return {
      ...bundle,
      values: bundle.values.map((value) => value * (1 + step / 100)),
      meta: { ...bundle.meta, origin },
    };
  },
  getDocuments: ({ hashes }) => hashes.map((hash) => ({ hash, title: 'title', text })),
};
const folder = mkdtempSync(join(tmpdir(), 'attention-page-'));
afterAll(() => rmSync(folder, { recursive: true }));

const dataOf = ({ html }: { readonly html: string }): ViewerData =>
  JSON.parse(/<script type="application\/json"[^>]*>(.*?)<\/script>/s.exec(html)![1]!) as ViewerData;
const numbersOf = (base64: string): Float32Array => {
  const bytes = Buffer.from(base64, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};

describe('a page of attention for who has no app', () => {
  it('carries the exact values of every kept step and every loss, opened at the one that was looked at', async () => {
    const page = await attentionPage(api, { ...source, step: 10 }, options);
    expect(page).toMatchObject({ steps: 3, keptSteps: 3 });
    const data = dataOf(page);
    expect([data.steps.map(({ step }) => step), data.start]).toEqual([[0, 10, 40], 1]);
    for (const { step, values } of data.steps) {
      expect(numbersOf(values)).toEqual((await api.getAttention({ runId, step, sequence: 0 })).values);
    }
    const { losses } = await api.getLosses({ runId, fromStep: 1 });
    expect(numbersOf(data.losses ?? '')).toEqual(Float32Array.from(losses));
    expect(data.subtitle).toBe('test sequence 0');
  });

  it('carries one step where that is asked, and says which', async () => {
    const page = await attentionPage(api, { ...source, step: 10 }, { ...options, steps: 'one' });
    expect(page).toMatchObject({ steps: 1 });
    const data = dataOf(page);
    expect(numbersOf(data.steps[0]!.values)).toEqual(
      (await api.getAttention({ runId, step: 10, sequence: 0 })).values,
    );
    expect([data.steps.length, data.losses, data.subtitle]).toEqual([1, null, 'step 10, test sequence 0']);
  });

  it('goes along training with a difference of two runs, and stands with a measure', async () => {
    const other = { ...source, runId: asRunId('sample2') };
    const both = dataOf(await attentionPage(api, { kind: 'difference', a: source, b: other }, options));
    expect(both.steps.map(({ step }) => step)).toEqual([0, 10, 40]);
    const measure = { kind: 'measure', runId, measure: 'dot-raw-softmax', sequence: 0 } as const;
    expect(dataOf(await attentionPage(api, measure, options)).steps).toMatchObject([{ step: null }]);
    const unlike = { kind: 'difference', a: source, b: { ...other, step: 10 } } as const;
    expect(dataOf(await attentionPage(api, unlike, options)).steps).toHaveLength(1);
  });

  it('has titles alone unless asked, and tokens once', async () => {
    const data = dataOf(await attentionPage(api, source, options));
    const bundle = await api.getAttention({ runId, step: null, sequence: 0 });
    expect(data.keyTokens.map(({ title }) => title)).toEqual(bundle.keyTokens.map(({ title }) => title));
    expect(data.keyTokens.every(({ documentHash }) => documentHash === null)).toBe(true);
    expect(data.texts).toEqual({});
  });

  it('leaves titles out, or takes texts in, as asked', async () => {
    const none = dataOf(await attentionPage(api, source, { ...options, documents: 'none' }));
    expect(none.keyTokens.every(({ title }) => title === '')).toBe(true);
    const all = await attentionPage(api, source, { ...options, documents: 'texts' });
    const bundle = await api.getAttention({ runId, step: null, sequence: 0 });
    const hashes = bundle.keyTokens.flatMap(({ documentHash }) => documentHash ?? []);
    expect(Object.values(dataOf(all).texts)).toEqual([...new Set(hashes)].map(() => text));
    // A text cannot end the element it stands in.
    expect(all.html).not.toContain('alert(1)</script>');
  });

  it('may load and run nothing but what it was written with', async () => {
    const { html } = await attentionPage(api, source, options);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+';/);
    expect(html).not.toMatch(/(src|href)=|url\(|@import|import\(|eval\(|new Function/);
    expect(html.length).toBeLessThan(200_000);
  });

  it('is a file that ends in .html, about as large as was said', async () => {
    const path = join(folder, 'page.html');
    const { bytes } = await saveAttentionPage(api, source, path, options);
    expect(readFileSync(path, 'utf8')).toContain('<!doctype html>');
    expect(bytes).toBe(statSync(path).size);
    const { values } = await api.getAttention({ runId, step: null, sequence: 0 });
    expect(Math.abs(bytes / pageBytes(values.byteLength, 3) - 1)).toBeLessThan(0.25);
    await expect(saveAttentionPage(api, source, join(folder, 'page.txt'), options)).rejects.toThrow(
      'not a name for a page',
    );
  });

  it('thins steps that are too many evenly, with the ends and the one that was looked at', () => {
    const steps = Array.from({ length: 101 }, (_, i) => i * 10);
    expect(thinned(steps, 200, 30)).toBe(steps);
    expect(thinned(steps, 6, 30)).toEqual([0, 30, 250, 500, 750, 1000]);
    expect(thinned(steps, 2, 30)).toEqual([30]);
    for (const most of [3, 10, 57]) expect(thinned(steps, most, 1000).length).toBeLessThanOrEqual(most);
  });
});

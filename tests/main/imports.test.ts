import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { headValues } from '../../src/shared/attention.ts';
import type { LabEvent } from '../../src/shared/api.ts';
import type { JobSummary } from '../../src/shared/jobs.ts';
import type { Lab } from '../../src/main/lab.ts';
import { openScriptedLab, temporaryFolder } from '../helpers/scriptedLab.ts';

const file = (name: string): string => join(import.meta.dirname, '../fixtures/bundles/files', name);

describe('attention imported into a lab', () => {
  const folder = temporaryFolder();
  let lab: Lab;
  const events: LabEvent[] = [];
  beforeAll(async () => {
    lab = await openScriptedLab(folder.path);
    lab.onEvent((event) => events.push(event));
  });
  afterAll(async () => {
    await lab.close({ mode: 'kill' });
    folder.remove();
  });

  it('is looked into before anything is kept', async () => {
    const input = { path: file('translation.npz'), rows: null, example: 2, layer: 0, head: 1 };
    expect(await lab.api.inspectImport(input)).toMatchObject({
      name: 'translation.npz',
      format: 'npz',
      examples: [
        { part: 'encoder', rowKind: 'queries', knownBy: 'sums', hasTokens: true, rows: 5, columns: 5 },
        { part: 'decoder', layers: 1, heads: 2 },
        { part: 'cross', rows: 3, columns: 5, knownBy: 'tokens' },
      ],
      preview: { layers: 1, heads: 1, keys: 5, queries: 3 },
    });
    expect(await lab.api.listImports({})).toEqual([]);
    expect(existsSync(join(folder.path, 'imports'))).toBe(false);
  });

  it('is kept once, listed, read by layer and by head, also after the lab was closed, and removed', async () => {
    const kept = await lab.api.importAttention({ path: file('stored.npz'), rows: null });
    const again = await lab.api.importAttention({ path: file('stored.npz'), rows: null, name: 'other' });
    expect(again).toEqual(kept);
    expect(events).toContainEqual({ type: 'imports-changed' });
    await lab.close();
    lab = await openScriptedLab(folder.path);
    expect(await lab.api.listImports({})).toEqual([kept]);
    const ask = { importId: kept.id, example: 0 };
    const whole = await lab.api.getImportedAttention({ ...ask, layer: null, head: null });
    expect(whole).toMatchObject({
      layers: 2,
      heads: 3,
      keyTokens: [{ label: 'the' }, { label: 'café' }, { label: '猫' }, { label: 'sat' }],
      meta: { splitPoint: 2, normalisedOver: 'keys', origin: { kind: 'file', importId: kept.id } },
    });
    const one = await lab.api.getImportedAttention({ ...ask, layer: 1, head: 2 });
    expect(one.values).toEqual(headValues(whole, 1, 2));
    expect(one.meta.origin).toMatchObject({ firstLayer: 1, firstHead: 2 });
    await expect(
      (async () => lab.api.getImportedAttention({ ...ask, layer: 9, head: null }))(),
    ).rejects.toThrow('no layer 10, it has 2: stored.npz');
    expect(await lab.api.renameImport({ importId: kept.id, name: 'Cats' })).toEqual({
      ...kept,
      name: 'Cats',
    });
    await lab.api.removeImport({ importId: kept.id });
    expect(await lab.api.listImports({})).toEqual([]);
    await lab.api.restoreImport({ importId: kept.id });
    expect(await lab.api.listImports({})).toEqual([{ ...kept, name: 'Cats' }]);
    expect((await lab.api.getImportedAttention({ ...ask, layer: 1, head: 2 })).values).toEqual(one.values);
    await lab.api.removeImport({ importId: kept.id });
    await lab.close();
    expect(readdirSync(join(folder.path, 'imports'))).toEqual([]);
    lab = await openScriptedLab(folder.path);
    expect(() => lab.api.restoreImport({ importId: kept.id })).toThrow('no such import');
  });

  it('is read by a job that says how far it is, and whose end names the import', async () => {
    const jobs: JobSummary[] = [];
    const stop = lab.onEvent((event) => event.type === 'job' && jobs.push(event.job));
    const { jobId } = await lab.api.startImportAttention({ path: file('stored.npz'), rows: null });
    await vi.waitFor(() => expect(jobs.at(-1)).toMatchObject({ id: jobId, state: 'finished' }));
    stop();
    const [kept] = await lab.api.listImports({});
    expect(jobs.at(-1)?.importId).toBe(kept?.id);
    expect(jobs.flatMap(({ progress }) => (progress === null ? [] : [progress])).at(-1)).toMatchObject({
      done: kept?.bytes,
      total: kept?.bytes,
    });
  });

  it('includes the sample of the app, and what a killed lab left is swept', async () => {
    const sample = await lab.api.importSample({});
    expect(sample).toMatchObject({ name: 'Sample', format: 'npz' });
    await lab.close();
    writeFileSync(join(folder.path, 'imports', 'unfinished-1.f32'), 'x');
    lab = await openScriptedLab(folder.path);
    expect(readdirSync(join(folder.path, 'imports'))).not.toContain('unfinished-1.f32');
    expect(readdirSync(join(folder.path, 'imports'))).toContain(`${sample.id}.f32`);
  });

  it('is not kept when nothing says what its rows are', async () => {
    const reply = await lab.dispatch('importAttention', { path: file('raw-scores.npy') });
    expect(reply).toMatchObject({ ok: false, error: { kind: 'expected', code: 'bad-input' } });
    const asked = await lab.dispatch('importAttention', { path: file('raw-scores.npy'), rows: 'queries' });
    expect(asked).toMatchObject({ ok: true, value: { examples: [{ range: 'signed' }] } });
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunDetail, RunSummary } from '../../../src/shared/run.ts';
import { runHere } from './capture.ts';
import { makeSmallLab, writeExperiment } from './smallLab.ts';

const count = 50;
const heads = (run: number): number => 1 + (run % 3);

describe(`${count} trained runs, exported, deleted and imported`, () => {
  let folder = '';
  let remove = (): void => undefined;
  let ids: readonly string[] = [];
  let before: readonly Known[] = [];
  afterAll(() => remove());

  async function cli(lab: string, ...argv: string[]): Promise<readonly string[]> {
    const { code, out, err } = await runHere(folder, '--data-dir', lab, ...argv);
    expect([code, err], argv.join(' ')).toEqual([0, []]);
    return out;
  }

  /** A run as `runs show --json` tells it, and its figures and tables as files. Checkpoints stay behind by design. */
  interface Known {
    readonly detail: RunDetail;
    readonly files: Readonly<Record<string, string>>;
  }
  async function everything(lab: string, id: string): Promise<Known> {
    const [json = ''] = await cli(lab, 'runs', 'show', id, '--json');
    const detail = { ...(JSON.parse(json) as RunDetail), checkpoints: [] };
    const place = mkdtempSync(join(folder, 'drawn-'));
    const drawn: [name: string, ...flags: string[]][] = [
      ['panels.svg', '--view', 'loss,heatmap,heads'],
      ['losses.csv', '--view', 'loss'],
      ...detail.snapshotSteps.map((step): [string, ...string[]] => [
        `${step}.csv`,
        '--view',
        'heatmap',
        '--head',
        'all',
        '--step',
        String(step),
      ]),
    ];
    for (const [name, ...flags] of drawn) {
      await cli(lab, 'figure', id, ...flags, '--out', join(place, name));
    }
    const files = Object.fromEntries(drawn.map(([name]) => [name, readFileSync(join(place, name), 'utf8')]));
    rmSync(place, { recursive: true });
    return { detail, files };
  }
  const all = async (lab: string): Promise<readonly Known[]> => {
    const known: Known[] = [];
    for (const id of ids) known.push(await everything(lab, id));
    return known;
  };

  beforeAll(async () => {
    ({ folder, remove } = await makeSmallLab());
    for (let run = 0; run < count; run += 1) {
      writeExperiment(folder, 'one.json', {
        name: `Run ${run}`,
        seed: run,
        model: { heads: heads(run), headDim: 4 },
      });
      await cli('lab', 'train', 'one.json');
    }
    const listed = await cli('lab', 'runs', 'list', '--json');
    ids = listed.map((line) => (JSON.parse(line) as RunSummary).id);
    before = await all('lab');
    await cli('lab', 'runs', 'export', 'all', '--out', 'runs.attlab');
  }, 600_000);

  it('were told apart by what is compared here', () => {
    expect(ids).toHaveLength(count);
    for (const name of ['panels.svg', 'losses.csv', '0.csv']) {
      expect(new Set(before.map(({ files }) => files[name])).size, name).toBe(count);
    }
    const [one] = before;
    const steps = one?.detail.shape?.totalSteps ?? 0;
    expect(one?.detail.snapshotSteps).toEqual([0, 5, 10, 15, 20, steps].filter((step) => step <= steps));
    expect(one?.files['losses.csv']?.trim().split('\n').length).toBeGreaterThan(steps);
  });

  it('are the same in the lab they were deleted from: results, losses, snapshots, figures byte for byte', async () => {
    await cli('lab', 'runs', 'delete', ...ids);
    expect(await cli('lab', 'runs', 'list', '--json')).toEqual([]);
    expect(await cli('lab', 'runs', 'import', 'runs.attlab')).toEqual([
      `runs.attlab: ${count} runs added, 0 here already.`,
    ]);
    expect(await all('lab')).toEqual(before);
    expect(await cli('lab', 'runs', 'import', 'runs.attlab')).toEqual([
      `runs.attlab: 0 runs added, ${count} here already.`,
    ]);
  }, 600_000);

  it('are the same in a lab that never saw them', async () => {
    await cli('other', 'runs', 'import', 'runs.attlab');
    expect(await all('other')).toEqual(before);
  }, 600_000);
});

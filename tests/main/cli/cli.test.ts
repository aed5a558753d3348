import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usualComparison, writeComparison } from '../../../src/shared/comparison.ts';
import { readRecipe } from '../../../src/shared/recipe.ts';
import type { Evaluation, RunDetail } from '../../../src/shared/run.ts';
import { runHere } from './capture.ts';
import { makeSmallLab, writeExperiment } from './smallLab.ts';
import { spawnCli } from './spawnCli.ts';

let folder = '';
let remove = (): void => undefined;
beforeAll(async () => {
  ({ folder, remove } = await makeSmallLab());
});
afterAll(() => remove());

const cli = (...argv: string[]): ReturnType<typeof spawnCli>['ended'] => spawnCli(folder, ...argv).ended;

interface Output {
  readonly config: { readonly name: string; readonly seed: number };
  readonly engine: Record<string, unknown>;
  readonly losses: number[];
  readonly epochs: Record<string, number>[];
  readonly test: { losses: number[]; sameClassMass: number[]; attentionOfFirstSequence: number[][] };
  readonly secondsPerStep: { median: number; min: number };
  readonly trainSeconds: number;
  readonly peakRssBytes: number;
}

describe('train', () => {
  it('prints how it goes and where the run stands, and writes exactly what --out promises', async () => {
    const { code, out, err } = await cli(
      'train',
      'small.json',
      '--seed',
      '3',
      '--out',
      'run.json',
      '--data-dir',
      'lab',
    );
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/90 training and 30 test documents of 3 classes/);
    expect(out).toMatch(/before training +step +0 +test loss −0\.\d{4}/);
    expect(out).toMatch(/epoch 2\/2 +step +22 +training loss −0\.\d{4} +test loss −0\.\d{4}/);
    expect(out).toMatch(/▶ +Small \(this run\)/);
    expect(out).toMatch(/this run beats .*uniform attention/);
    expect(out).toMatch(/Written to run\.json\.$/m);

    const written = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as Output;
    expect(Object.keys(written)).toEqual([
      'config',
      'engine',
      'losses',
      'epochs',
      'test',
      'secondsPerStep',
      'trainSeconds',
      'peakRssBytes',
    ]);
    expect(written.config).toMatchObject({ name: 'Small', seed: 3 });
    expect(Object.keys(written.engine).sort()).toEqual(['device', 'name', 'threads', 'version']);
    expect(written.losses).toHaveLength(22);
    expect(written.epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(Object.keys(written.epochs[0]!)).toEqual([
      'epoch',
      'testLoss',
      'sameClassMass',
      'voteAccuracy',
      'precisionAt1',
    ]);
    const { losses, sameClassMass, attentionOfFirstSequence } = written.test;
    expect([losses.length, sameClassMass.length]).toEqual([3, 3]);
    expect(attentionOfFirstSequence.map((row) => row.length)).toEqual(new Array(8).fill(8));
    for (let query = 0; query < 8; query += 1) {
      const column = attentionOfFirstSequence.reduce((sum, row) => sum + row[query]!, 0);
      expect(column).toBeCloseTo(1, 5);
    }
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    expect(mean).toBeCloseTo(written.epochs[1]!['testLoss']!, 6);
    expect(written.secondsPerStep.median).toBeGreaterThanOrEqual(written.secondsPerStep.min);
    expect(written.peakRssBytes).toBeGreaterThan(1e6);
  });

  it('tells a program everything as one JSON object a line', async () => {
    const { code, out } = await cli('train', 'small.json', '--json', '--data-dir', 'lab');
    expect(code).toBe(0);
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const named = (event: string): Record<string, unknown>[] =>
      events.filter((one) => one['event'] === event);
    expect(events[0]).toMatchObject({ event: 'queued', dataDir: join(folder, 'lab') });
    expect(named('started')[0]).toMatchObject({ engine: { name: 'reference' }, shape: { totalSteps: 22 } });
    const steps = named('steps') as unknown as { firstStep: number; losses: number[]; seconds: number[] }[];
    expect(steps.flatMap(({ losses }) => losses)).toHaveLength(22);
    expect(steps[0]!.firstStep).toBe(1);
    expect((named('evaluation') as unknown as Evaluation[]).map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
    const ended = events.at(-1)!;
    expect(ended).toMatchObject({ event: 'ended', state: 'finished', step: 22, error: null, resume: null });
    expect(ended['baselines']).toHaveLength(17);
    expect(ended['verdict']).toMatch(/^With a test loss of/);
  });

  it('gives the same losses for the same seed and others for another', async () => {
    const losses = async (seed: string): Promise<number[]> => {
      await cli('train', 'small.json', '--seed', seed, '--out', 'again.json', '--data-dir', 'lab');
      return (JSON.parse(readFileSync(join(folder, 'again.json'), 'utf8')) as Output).losses;
    };
    const first = (JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as Output).losses;
    expect(await losses('3')).toEqual(first);
    expect(await losses('4')).not.toEqual(first);
  });

  it('ends with code 1 and a sentence when the run diverges', async () => {
    writeExperiment(folder, 'diverging.json', {
      training: { learningRate: 1e6, optimiser: 'sgd', loss: 'cross-entropy', epochs: 50, sequenceLength: 8 },
    });
    const { code, err } = await cli('train', 'diverging.json', '--data-dir', 'lab');
    expect(code).toBe(1);
    expect(err).toMatch(/^attention-lab: the run diverged at step \d+; lower the learning rate\.\n$/);
  });
});

describe('Ctrl-C', () => {
  it('keeps the run as interrupted with a checkpoint, says how to go on, and that works', async () => {
    writeExperiment(folder, 'endless.json', {
      training: { learningRate: 1e-3, epochs: 100_000, sequenceLength: 8 },
      evaluate: { everyEpochs: 10 },
    });
    const first = spawnCli(folder, 'train', 'endless.json', '--data-dir', 'lab');
    await first.saw(/epoch 10\/100000/);
    first.signal('SIGINT');
    const { code, out, err } = await first.ended;
    expect(code).toBe(130);
    expect(err).toBe('Writing a checkpoint; press Ctrl-C again to end at once.\n');
    const told = /go on with: attention-lab (runs resume \w+ --data-dir lab)$/m.exec(out);
    const stopped = await show('last');
    expect(stopped.state).toBe('interrupted');
    expect(stopped.step).toBeGreaterThanOrEqual(110);
    expect(stopped.evaluations.length).toBeGreaterThanOrEqual(2);

    const second = spawnCli(folder, ...told![1]!.split(' '), '--json');
    await second.saw(/"event":"evaluation"/);
    second.signal('SIGINT');
    expect((await second.ended).code).toBe(130);
    expect((await show('last')).step).toBeGreaterThan(stopped.step);
  });

  const show = async (run: string): Promise<RunDetail> => {
    const { out } = await runHere(folder, 'runs', 'show', run, '--json', '--data-dir', 'lab');
    return JSON.parse(out[0]!) as RunDetail;
  };
});

describe('what was kept', () => {
  const inLab = (...argv: string[]): ReturnType<typeof runHere> =>
    runHere(folder, ...argv, '--data-dir', 'lab');

  it('lists runs, shows one, and deletes one for good', async () => {
    const before = (await inLab('runs', 'list')).out.join('\n').split('\n');
    expect(before[0]).toMatch(/^id +name +state +seed +step +loss, last +test loss, last +engine +made$/);
    const finished = before.find((line) => line.includes('finished'))!;
    const id = finished.split(' ')[0]!;
    const shown = (await inLab('runs', 'show', id.slice(0, 6))).out.join('\n');
    expect(shown).toContain(`Run ${id}, Small: finished, 22 steps`);
    expect(shown).toContain('2 heads of 4 rows, scaled start');
    expect((await inLab('runs', 'delete', id)).out).toEqual([`Deleted ${id}, Small.`]);
    expect((await inLab('runs', 'list')).out.join('\n')).not.toContain(id);
    expect(existsSync(join(folder, 'lab', 'checkpoints', id))).toBe(false);
  });

  it('lists datasets and shows one with its documents', async () => {
    const table = (await inLab('dataset', 'list')).out.join('\n');
    expect(table).toMatch(/small +3 +90 +30/);
    const shown = (await inLab('dataset', 'show', 'last', '--limit', '1')).out.join('\n');
    expect(shown).toContain('classes   gardens, harbours and rockets');
    expect(shown).toMatch(/^train +0 +\w+/m);
    const json = (await inLab('dataset', 'show', 'last', '--limit', '2', '--json')).out;
    expect(json).toHaveLength(1 + 4);
  });

  it('imports a table, whose columns have to be named', async () => {
    const rows = Array.from(
      { length: 20 },
      (_, i) => `${i % 2 === 0 ? 'cat' : 'dog'},"text number ${i} of many"`,
    );
    writeFileSync(join(folder, 'pets.csv'), `kind,words\n${rows.join('\n')}\n`);
    const refused = await inLab('dataset', 'import', 'pets.csv', '--text-column', 'words');
    expect([refused.code, refused.err.length]).toEqual([2, 1]);
    expect(refused.err[0]).toContain('--label-column');
    const imported = await inLab(
      'dataset',
      'import',
      'pets.csv',
      '--text-column',
      'words',
      '--label-column',
      'kind',
    );
    expect([imported.code, imported.err]).toEqual([0, []]);
    expect(imported.out.join('\n')).toContain('classes   cat and dog');
  });

  it('draws figures of the last run, light and dark, at a step', async () => {
    await inLab('train', 'small.json');
    for (const view of ['loss', 'heatmap', 'heads']) {
      const argv = [
        'figure',
        'last',
        '--view',
        view,
        '--out',
        `${view}.svg`,
        '--step',
        '7',
        '--theme',
        'dark',
      ];
      expect((await inLab(...argv)).code).toBe(0);
      expect(readFileSync(join(folder, `${view}.svg`), 'utf8')).toContain('Small');
    }
    expect(readFileSync(join(folder, 'heatmap.svg'), 'utf8')).toContain('step 5, test sequence 0');
    await inLab('figure', 'last', '--view', 'heads', '--out', 'heads.png', '--width', '400');
    expect(readFileSync(join(folder, 'heads.png')).readUInt32BE(16)).toBe(800);
  });

  it('draws a figure again from its recipe byte for byte, and a comparison’s file', async () => {
    const read = (name: string): Buffer => readFileSync(join(folder, name));
    await inLab('figure', 'last', '--view', 'loss,heatmap', '--preset', 'icml-2', '--out', 'first.svg');
    const again = await inLab('figure', '--recipe', 'first.svg', '--out', 'again.svg');
    expect([again.code, again.err]).toEqual([0, []]);
    expect(read('again.svg').equals(read('first.svg'))).toBe(true);
    const { runId } = readRecipe(read('first.svg'), 'first.svg').spec.panels.flatMap((panel) =>
      'source' in panel && panel.source.kind === 'run' ? [panel.source] : [],
    )[0]!;
    writeFileSync(join(folder, 'comparison.json'), writeComparison(usualComparison([runId])));
    const compared = await inLab('figure', 'comparison.json', '--view', 'loss', '--out', 'compared.csv');
    expect([compared.code, compared.out]).toEqual([
      0,
      ['Written to compared.csv, its recipe to compared.recipe.json.'],
    ]);
    expect(read('compared.csv').toString()).toMatch(/^run,name,seed,kind,step,epoch,seconds,loss\n/);
  });
});

describe('the other commands', () => {
  it('reports features as JSON and as text', async () => {
    const json = await cli('features', '--data', 'small', '--min-df', '2', '--json', '--data-dir', 'lab');
    expect(json.code).toBe(0);
    const report = JSON.parse(json.out) as Record<string, unknown>;
    expect(Object.keys(report)).toEqual([
      'train',
      'test',
      'vocabulary',
      'targetNames',
      'tokens32',
      'attention32',
    ]);
    expect(report['targetNames']).toEqual(['gardens', 'harbours', 'rockets']);
    expect(report['attention32']).toHaveLength(30);
    const text = await runHere(folder, 'features', '--data', 'small', '--data-dir', 'lab');
    expect(text.out.at(-1)).toMatch(/vocabulary +\d+ terms, md5 [0-9a-f]{32}/);
  });

  it('says what the machine can train with', async () => {
    const { out } = await runHere(folder, 'doctor', '--json', '--data-dir', 'lab');
    const report = JSON.parse(out[0]!) as { engines: { name: string; available: boolean }[] };
    expect(report.engines.find(({ name }) => name === 'reference')?.available).toBe(true);
    const text = (await runHere(folder, 'doctor', '--data-dir', 'lab')).out.join('\n');
    expect(text).toMatch(/^reference +version/m);
    expect(text).toContain(join(folder, 'lab'));
  });

  it('prints help and version and ends with 0', async () => {
    expect((await runHere(folder, '--version')).out).toEqual(['0.1.0']);
    const help = await runHere(folder);
    expect(help.code).toBe(0);
    for (const command of ['demo', 'train', 'features', 'dataset', 'runs', 'figure', 'doctor', 'serve']) {
      expect(help.out.join('\n')).toMatch(new RegExp(`^  ${command} `, 'm'));
    }
    const train = await runHere(folder, 'train', '--help');
    expect([train.code, train.err]).toEqual([0, []]);
    expect(train.out.join('\n')).toContain('--data-dir <folder>');
  });

  it('looks into a lab that another program holds, and refuses to write to it', async () => {
    const holder = spawnCli(folder, 'train', 'endless.json', '--data-dir', 'lab');
    await holder.saw(/before training/);
    const listed = await runHere(folder, 'runs', 'list', '--data-dir', 'lab');
    expect([listed.code, listed.err]).toEqual([0, []]);
    expect(listed.out.join('\n')).toContain('running');
    const refused = await runHere(folder, 'train', 'small.json', '--data-dir', 'lab');
    expect([refused.code, refused.err.length]).toEqual([2, 1]);
    expect(refused.err[0]).toContain('the data folder is in use');
    holder.signal('SIGINT');
    expect((await holder.ended).code).toBe(130);
  });
});

describe('demo', () => {
  it('trains the quick start, beats uniform attention and every measure, and draws six figures', async () => {
    const { code, out, err } = await cli('demo', '--data-dir', 'demo-lab');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('beats both uniform attention');
    expect(out).toMatch(/its precision@1 of 0\.\d{3} is above the best measure’s/);
    const figures = ['heads.png', 'heads.svg', 'heatmap.png', 'heatmap.svg', 'loss.png', 'loss.svg'];
    expect(readdirSync(join(folder, 'demo-lab/exports/demo')).sort()).toEqual(figures);
    for (const name of figures) expect(out).toContain(join('demo-lab', 'exports', 'demo', name));
  }, 180_000);
});

const isBuilt = existsSync(join(import.meta.dirname, '../../../out/renderer/index.html'));
describe.skipIf(!isBuilt)(`serve${isBuilt ? '' : ' (skipped: out/renderer is not built)'}`, () => {
  it('prints an address with a token, is named to who comes second, and ends with the first Ctrl-C', async () => {
    const server = spawnCli(folder, 'serve', '--port', '0', '--data-dir', 'serve-lab');
    await server.saw(/http:\/\/\S+/);
    const second = await spawnCli(folder, 'train', 'quick-start', '--data-dir', 'serve-lab').ended;
    expect(second.code).toBe(2);
    expect(second.err).toMatch(
      /the data folder is in use: .* \(the window in a browser, process \d+ on .*; close the other/,
    );
    server.signal('SIGINT');
    const { code, out } = await server.ended;
    expect(out).toMatch(/http:\/\/127\.0\.0\.1:\d+\/#token=\S{40,}/);
    expect(code).toBe(0);
  });
});

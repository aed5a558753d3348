import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { parseTrainerEvent } from '../../../src/main/jobs/trainerEvents.ts';
import { LabError } from '../../../src/shared/errors.ts';
import { presets } from '../../../src/shared/presets.ts';
import type { TrainerCommand, TrainerEvent } from '../../../src/shared/trainerMessages.ts';
import { parseCommand } from '../../../src/trainer/command.ts';
import type { FuzzTarget } from '../fuzz.ts';
import { editJson, jsonEdits } from '../mutations.ts';

const hash = 'd'.repeat(64);
const split = { names: ['a'], labels: Int32Array.of(0), documentHashes: [hash] };
const dataset = { source: 'embedded', categories: null, testShare: 0.25, shuffleSeed: 42 } as const;
const manifest = {
  hash,
  title: 'Data',
  config: dataset,
  classes: ['left', 'right'],
  train: split,
  test: split,
};
const metrics = { loss: -0.5, sameClassMass: 0.6, voteAccuracy: 0.7, precisionAt1: 0.8, entropy: Number.NaN };
const report = {
  step: 3,
  secondsPerStep: { median: 0.1, min: 0.1 },
  trainSeconds: 1,
  peakRssBytes: 1e8,
  test: {
    losses: Float64Array.of(-0.5),
    sameClassMass: Float64Array.of(0.6),
    metrics,
    attentionOfFirstSequence: Float32Array.of(1),
  },
};
const events: readonly TrainerEvent[] = [
  { type: 'heartbeat', rssBytes: 1e8 },
  { type: 'log', at: '2026-01-01T00:00:00.000Z', level: 'info', message: 'words' },
  { type: 'progress', stage: 'reading', done: 1, total: null, unit: 'documents' },
  { type: 'documents', documents: [{ hash, title: 'A title', text: 'A text' }] },
  { type: 'dataset', manifest },
  {
    type: 'probe',
    sequence: 0,
    labels: Int32Array.of(0),
    documentHashes: [hash],
    tokens: ['a'],
    titles: ['A'],
  },
  { type: 'steps', firstStep: 1, losses: Float64Array.of(-0.1, -0.2), seconds: Float64Array.of(0.1, 0.2) },
  { type: 'evaluation', evaluation: { epoch: 1, step: 3, metrics, seconds: 0.1 } },
  { type: 'snapshot', step: 3, sequence: 0, heads: 1, values: Float32Array.of(1) },
  { type: 'checkpoint', step: 3, folder: '/data/ckpt-000003', bytes: 10, resumable: true },
  { type: 'trained', outcome: 'finished', report },
  { type: 'failed', error: { kind: 'expected', code: 'io', message: 'a problem', hint: 'A way out' } },
];
const folders = { dataDir: '/data', cacheDir: '/data/cache', checkpointsDir: '/data/checkpoints' };
const experiment = presets[0]!.experiment;
const commands: readonly TrainerCommand[] = [
  { type: 'pause' },
  { type: 'start', job: { kind: 'import', dataset, folders } },
  {
    type: 'start',
    job: {
      kind: 'train',
      experiment,
      folders,
      runCheckpointsDir: '/c',
      threads: 0,
      resumeFrom: null,
      weightsFrom: null,
    },
  },
  {
    type: 'start',
    job: {
      kind: 'explain',
      experiment,
      datasetHash: hash,
      classes: ['a'],
      testLabels: Int32Array.of(0),
      folders,
    },
  },
  { type: 'ask', id: 1, question: { kind: 'terms', rows: Int32Array.of(0) } },
];

/**
 * Messages between the lab and its trainer, which is another process and may be of another version. One that is no such
 * message is a bug of ours: it has to be named as one, without a word of what it held.
 */
function messages(
  name: string,
  samples: readonly object[],
  parse: (message: unknown) => unknown,
): FuzzTarget {
  const secret = 'squeamish';
  return {
    name,
    open: () =>
      Promise.resolve({
        inputs: fc.oneof(
          fc.tuple(fc.constantFrom(...samples), jsonEdits).map(([sample, edits]) => editJson(sample, edits)),
          fc
            .constantFrom(...samples)
            .map((sample) => ({ ...sample, job: secret, documents: secret, message: [secret] })),
          fc.anything(),
        ),
        parse: (message) => {
          // As Node hands it over; what cannot be cloned never arrives.
          let arrived: unknown;
          try {
            arrived = deserialize(serialize(message));
          } catch {
            throw new LabError('bad-input', 'cannot be sent');
          }
          try {
            return parse(arrived);
          } catch (error) {
            const isNamed =
              error instanceof Error &&
              /^(unexpected message from the trainer|not a trainer command): /.test(error.message);
            if (!isNamed || error.message.includes(secret)) throw error;
            throw new LabError('bad-input', error.message);
          }
        },
      }),
  };
}

export const trainerMessages = [
  messages('messages of a trainer', events, parseTrainerEvent),
  messages('commands to a trainer', commands, parseCommand),
] as const;

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Lab } from '../../../src/main/lab.ts';
import { apiMethods, contract, type ApiMethod } from '../../../src/shared/api.ts';
import { presets } from '../../../src/shared/presets.ts';
import { openScriptedLab, scripted } from '../../../tests/helpers/scriptedLab.ts';
import { sampleSpec } from '../../../tests/helpers/sampleFigures.ts';
import { editJson, jsonEdits } from '../mutations.ts';

export type Call = readonly [method: unknown, input: unknown];

/** What a right call starts a process or a download for: only wrong calls of these are made. */
const costly: ReadonlySet<string> = new Set<ApiMethod>([
  'doctor',
  'compareMeasures',
  'computeAttention',
  'explainCell',
  'explainClasses',
  'getClassMap',
  'getDocumentTerms',
  'getVocabulary',
  'importDataset',
  'installRuntime',
  'measureMachine',
  'removeRuntime',
  'startTrainTo',
]);

/** Whether a call would be obeyed, at a cost. */
export function isCostly([name, input]: Call): boolean {
  const isMethod = typeof name === 'string' && Object.hasOwn(contract, name);
  return isMethod && costly.has(name) && contract[name as ApiMethod].input.safeParse(input).success;
}

/** A lab with a run in it, and calls of every method with inputs near the right ones. */
export async function openCalls(
  folder: string,
): Promise<{ lab: Lab; inputs: fc.Arbitrary<Call>; path: string }> {
  mkdirSync(folder, { recursive: true });
  const first = await openScriptedLab(join(folder, 'lab'));
  const runId = first.startRun(scripted('steps:30 save:10'));
  const { datasetHash } = await first.waitForRun(runId);
  await first.close();
  // Runs are queued and never started.
  const lab = await openScriptedLab(join(folder, 'lab'), { startQueue: false });

  const path = join(folder, 'file.attlab');
  const source = { kind: 'run', runId, step: null, sequence: 0 } as const;
  /** Every name that an input of the contract may have, with a value that is right for some method. */
  const everything: Readonly<Record<string, unknown>> = {
    runId,
    runIds: [runId],
    experiment: presets[0]?.experiment,
    seeds: [1, 2],
    group: 'a group',
    name: 'a name',
    tags: ['a tag'],
    note: 'a note',
    starred: true,
    fromStep: 1,
    step: 10,
    sequence: 0,
    head: 0,
    rows: [0, 1],
    key: 0,
    query: 1,
    keyClass: 0,
    queryClass: 1,
    by: { kind: 'weights', step: 10 },
    hashes: [datasetHash],
    hash: datasetHash,
    dataset: datasetHash,
    search: 'text',
    offset: 0,
    limit: 5,
    path,
    kind: 'file',
    jobId: 'a job',
    importId: datasetHash,
    part: 'cache',
    ids: ['0123456789abcdef'],
    fields: ['testLoss'],
    variant: 'cpu',
    comparison: { runs: [runId] },
    documents: true,
    spec: sampleSpec([
      { kind: 'loss', runs: [runId] },
      { kind: 'heatmap', source },
    ]),
    source,
  };
  const rightFor = (method: ApiMethod): unknown => {
    const schema = contract[method].input as unknown as {
      readonly shape: Readonly<Record<string, unknown>>;
    };
    const format = method === 'drawFigure' ? 'svg' : 'csv';
    const values = {
      ...everything,
      format,
      ...(method === 'saveFigure' ? { path: join(folder, 'figure.svg') } : {}),
    };
    return Object.fromEntries(
      Object.keys(schema.shape).map((name) => [name, (values as Readonly<Record<string, unknown>>)[name]]),
    );
  };
  const method = fc.constantFrom(...apiMethods);
  const inputs = fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .tuple(method, jsonEdits)
        .map(([name, edits]): Call => [name, editJson(rightFor(name), edits)]),
    },
    { weight: 1, arbitrary: fc.tuple(method, fc.anything()).map(([name, input]): Call => [name, input]) },
    { weight: 1, arbitrary: fc.tuple(fc.anything(), fc.anything()).map((call): Call => call) },
  );
  return { lab, inputs, path };
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { apiMethods, contract, type ApiMethod } from '../../../src/shared/api.ts';
import { fromErrorMessage } from '../../../src/shared/errors.ts';
import { presets } from '../../../src/shared/presets.ts';
import { openScriptedLab, scripted } from '../../../tests/helpers/scriptedLab.ts';
import type { FuzzTarget } from '../fuzz.ts';
import { editJson, jsonEdits } from '../mutations.ts';

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

type Call = readonly [method: unknown, input: unknown];

/** Calls of every method with inputs near the right ones, through the one door that every shell uses. */
export const contractMessages: FuzzTarget<Call> = {
  name: 'contract messages',
  open: async (folder) => {
    mkdirSync(folder, { recursive: true });
    const first = await openScriptedLab(join(folder, 'lab'));
    const runId = first.startRun(scripted('steps:30 save:10'));
    const { datasetHash } = await first.waitForRun(runId);
    await first.close();
    // Runs are queued and never started.
    const lab = await openScriptedLab(join(folder, 'lab'), { startQueue: false });

    const path = join(folder, 'file.attlab');
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
      format: 'csv',
      kind: 'file',
      jobId: 'a job',
      importId: datasetHash,
      part: 'cache',
      variant: 'cpu',
    };
    const rightFor = (method: ApiMethod): unknown => {
      const schema = contract[method].input as unknown as {
        readonly shape: Readonly<Record<string, unknown>>;
      };
      return Object.fromEntries(Object.keys(schema.shape).map((name) => [name, everything[name]]));
    };
    const method = fc.constantFrom(...apiMethods);
    return {
      inputs: fc.oneof(
        {
          weight: 5,
          arbitrary: fc
            .tuple(method, jsonEdits)
            .map(([name, edits]): Call => [name, editJson(rightFor(name), edits)]),
        },
        { weight: 1, arbitrary: fc.tuple(method, fc.anything()).map(([name, input]): Call => [name, input]) },
        { weight: 1, arbitrary: fc.tuple(fc.anything(), fc.anything()).map((call): Call => call) },
      ),
      parse: async ([name, input]) => {
        const isMethod = typeof name === 'string' && Object.hasOwn(contract, name);
        if (isMethod && costly.has(name) && contract[name as ApiMethod].input.safeParse(input).success)
          return;
        const reply = await lab.dispatch(name, input);
        if (!reply.ok) throw fromErrorMessage(reply.error);
      },
      close: () => lab.close(),
    };
  },
};

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { usualComparison } from '../../../src/shared/comparison.ts';
import { Store } from '../../../src/main/store/store.ts';
import { scripted, openScriptedLab } from '../../../tests/helpers/scriptedLab.ts';
import type { FuzzTarget } from '../fuzz.ts';
import { mutate, mutations } from '../mutations.ts';

const words = [
  '\0',
  '\u00ff\u00ff',
  'runs',
  'CREATE',
  '{',
  '"',
  'finished',
  '"runs":[',
  '\u0005\u0000\u0000\u0000',
  '-1',
];

/** A shared `.attlab` file, damaged anywhere; what comes in of it has to be whole. */
export const shareFile: FuzzTarget<Buffer> = {
  name: 'shared runs (.attlab)',
  open: async (folder) => {
    mkdirSync(folder, { recursive: true });
    const lab = await openScriptedLab(join(folder, 'lab'));
    const runId = lab.startRun(scripted('steps:40'));
    await lab.waitForRun(runId);
    await lab.close();
    const paths = { backupsDir: join(folder, 'backups'), checkpointsDir: join(folder, 'checkpoints') };
    const source = new Store({ file: join(folder, 'lab', 'lab.sqlite'), ...paths });
    const path = join(folder, 'shared.attlab');
    source.exportRuns([runId], path, { documents: true, comparison: usualComparison([runId]) });
    await source.close();
    const whole = readFileSync(path);
    const file = join(folder, 'into.sqlite');
    const store = new Store({ file, ...paths });
    const sweep = new Database(file);
    return {
      inputs: mutations(words).map((changes) => mutate(whole, changes)),
      parse: (bytes) => {
        writeFileSync(path, bytes);
        try {
          store.importRuns(path);
        } finally {
          sweep.exec(
            'DELETE FROM runs; DELETE FROM datasets; DELETE FROM documents; DELETE FROM experiments',
          );
        }
      },
      close: async () => {
        sweep.close();
        await store.close();
      },
    };
  },
};

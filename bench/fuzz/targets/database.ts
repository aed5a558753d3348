import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Store } from '../../../src/main/store/store.ts';
import { scripted, openScriptedLab } from '../../../tests/helpers/scriptedLab.ts';
import type { FuzzTarget } from '../fuzz.ts';
import { mutate, mutations } from '../mutations.ts';

const words = ['\0', '\u00ff\u00ff\u00ff\u00ff', 'runs', 'CREATE TABLE', 'queued', '-1'];

/** The lab's own database after a bad disk: it opens, or is set aside for a backup, or is refused. */
export const database: FuzzTarget<Buffer> = {
  name: 'database',
  neverRefuses: true,
  open: async (folder) => {
    mkdirSync(folder, { recursive: true });
    const lab = await openScriptedLab(join(folder, 'lab'));
    await lab.waitForRun(lab.startRun(scripted('steps:40')));
    await lab.close();
    const whole = readFileSync(join(folder, 'lab', 'lab.sqlite'));
    const place = join(folder, 'damaged');
    mkdirSync(place);
    const file = join(place, 'lab.sqlite');
    const paths = { backupsDir: join(folder, 'backups'), checkpointsDir: join(folder, 'checkpoints') };
    mkdirSync(paths.backupsDir);
    writeFileSync(join(paths.backupsDir, 'lab-20260101T000000000Z-daily.sqlite'), whole);
    return {
      inputs: mutations(words).map((changes) => mutate(whole, changes)),
      parse: async (bytes) => {
        for (const name of readdirSync(place)) rmSync(join(place, name));
        writeFileSync(file, bytes);
        const store = new Store({ file, checkFully: true, ...paths });
        await store.close();
      },
    };
  },
};

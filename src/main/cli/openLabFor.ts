import { resolve } from 'node:path';
import { LabError } from '../../shared/errors.ts';
import type { Lab } from '../lab.ts';
import type { CliIo } from './io.ts';

/** What every command is given. */
export interface CommandContext {
  readonly io: CliIo;
  /** --data-dir, or undefined for the platform's. */
  readonly dataDir: () => string | undefined;
  /** Sets what the process ends with when the command itself did not fail. */
  readonly end: (code: number) => void;
}

type Purpose =
  /** Runs may start. */
  | 'train'
  /** The same, for a window in a browser. */
  | 'serve'
  /** The lab is written to, but no queued run starts. */
  | 'write'
  /** Only looks: also while another program holds the folder. */
  | 'read'
  /** Looks, and makes the folder if there is none; another program may hold it. */
  | 'work';

/** Opens the lab for one command, hands it over and closes it whatever happens. Prints the lab's notices. */
export async function withLab<Result>(
  context: CommandContext,
  purpose: Purpose,
  use: (lab: Lab) => Promise<Result>,
): Promise<Result> {
  const asked = context.dataDir();
  const lab = await open(asked === undefined ? undefined : resolve(context.io.cwd, asked), purpose);
  for (const notice of lab.notices) context.io.err(notice);
  try {
    return await use(lab);
  } finally {
    await lab.close();
  }
}

async function open(dataDir: string | undefined, purpose: Purpose): Promise<Lab> {
  const door = { door: 'the command line', ...(dataDir === undefined ? {} : { dataDir }) };
  // Loaded when it is needed: help and faulty command lines answer at once.
  const { openLab } = await import('../lab.ts');
  switch (purpose) {
    case 'train':
      return openLab(door);
    case 'serve':
      return openLab({ ...door, door: 'the window in a browser' });
    case 'write':
      return openLab({ ...door, startQueue: false });
    case 'read':
      try {
        return await openLab({ ...door, readOnly: true });
      } catch (error) {
        // Of an older version, which only a lab that may write can bring up to date.
        if (!(error instanceof LabError) || error.code !== 'conflict') throw error;
        return openLab({ ...door, startQueue: false });
      }
    case 'work':
      try {
        return await openLab({ ...door, startQueue: false });
      } catch (error) {
        if (!(error instanceof LabError) || error.code !== 'busy') throw error;
        return openLab({ ...door, readOnly: true });
      }
  }
}

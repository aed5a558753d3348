import type { FuzzTarget } from '../fuzz.ts';
import { archive } from './archive.ts';
import { attentionFiles } from './attention.ts';
import { checkpoint } from './checkpoint.ts';
import { contractMessages } from './contract.ts';
import { database } from './database.ts';
import { experiment } from './experiment.ts';
import { shareFile } from './shareFile.ts';
import { tables } from './tables.ts';
import { wire } from './wire.ts';

/** Everything that reads what others wrote. */
export const fuzzTargets = [
  archive,
  ...tables,
  experiment,
  checkpoint,
  wire,
  contractMessages,
  shareFile,
  database,
  attentionFiles,
] as readonly FuzzTarget[];

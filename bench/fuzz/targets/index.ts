import type { FuzzTarget } from '../fuzz.ts';
import { archive } from './archive.ts';
import { attentionFiles } from './attention.ts';
import { checkpoint } from './checkpoint.ts';
import { comparisons, figureLists } from './comparison.ts';
import { contractMessages, ipcMessages } from './contract.ts';
import { database } from './database.ts';
import { experiment } from './experiment.ts';
import { featuresCache } from './featuresCache.ts';
import { folders } from './folder.ts';
import { recipes } from './recipe.ts';
import { runtimePackages } from './runtimePackages.ts';
import { shareFile } from './shareFile.ts';
import { smallFiles } from './smallFiles.ts';
import { tables } from './tables.ts';
import { trainerMessages } from './trainer.ts';
import { addresses, filterTexts } from './typed.ts';
import { socketMessages, webRequests } from './web.ts';
import { wire } from './wire.ts';

/** Everything that reads what others wrote. */
export const fuzzTargets = [
  archive,
  folders,
  ...tables,
  experiment,
  comparisons,
  figureLists,
  recipes,
  attentionFiles,
  shareFile,
  runtimePackages,
  checkpoint,
  featuresCache,
  database,
  smallFiles,
  contractMessages,
  ipcMessages,
  wire,
  socketMessages,
  webRequests,
  ...trainerMessages,
  filterTexts,
  addresses,
] as readonly FuzzTarget[];

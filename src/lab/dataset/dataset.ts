import { assertNever } from '../../shared/errors.ts';
import type { DatasetConfig } from '../../shared/experiment.ts';
import type { DatasetHash } from '../../shared/ids.ts';
import type { DatasetContext } from './context.ts';
import { openEmbedded } from './embedded.ts';
import { openFolder } from './folder.ts';
import { openNewsgroups } from './newsgroups.ts';
import { openTable } from './table.ts';

/**
 * Documents with a class each, in the order the experiment uses: text and labels, no numbers. How the first
 * training document of the notebook, "rec.autos/101573", becomes numbers is shown in lab/features.
 */
export interface Dataset {
  /** For people: "20 Newsgroups, 4 classes". */
  readonly title: string;
  /** In ascending order; a label is an index into it. */
  readonly classes: readonly string[];
  readonly train: DatasetSplit;
  readonly test: DatasetSplit;
  readonly hash: DatasetHash;
}

/** N documents; the three lists run in parallel. */
export interface DatasetSplit {
  /** "class/file", e.g. "sci.space/60804"; unique within a split. */
  readonly names: readonly string[];
  readonly labels: Int32Array;
  readonly texts: readonly string[];
}

/**
 * Reads the documents a config names. Progress comes as "reading", in bytes or documents. Throws `CancelledError`
 * when `context.signal` is aborted, and `LabError`, naming the path, for everything a person can put right.
 */
export async function openDataset(config: DatasetConfig, context: DatasetContext): Promise<Dataset> {
  switch (config.source) {
    case '20newsgroups':
      return openNewsgroups(config, context);
    case 'folder':
      return openFolder(config, context);
    case 'table':
      return openTable(config, context);
    case 'embedded':
      return openEmbedded(config, context);
    default:
      return assertNever(config);
  }
}

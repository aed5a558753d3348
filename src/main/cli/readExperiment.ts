import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { LabError } from '../../shared/errors.ts';
import type { EngineChoice, Experiment } from '../../shared/experiment.ts';
import { parseExperiment } from '../../shared/experiment.ts';
import { findPreset, presetIds } from '../../shared/presets.ts';

/** What the command line changes of an experiment. */
export interface ExperimentFlags {
  readonly data?: string;
  readonly seed?: number;
  readonly engine?: EngineChoice;
  readonly epochs?: number;
}

/**
 * The experiment of a preset's name or a JSON file, changed by the flags and checked as a whole. A path in a file is
 * meant relative to that file, one on the command line to `cwd`. Throws `LabError` naming what is wrong.
 */
export function readExperiment(what: string, flags: ExperimentFlags, cwd: string): Experiment {
  const preset = findPreset(what);
  const experiment = preset?.experiment ?? readFile(what, cwd);
  return parseExperiment(
    {
      ...experiment,
      dataset: datasetAt(experiment, flags.data, cwd, what),
      training: { ...experiment.training, ...(flags.epochs !== undefined && { epochs: flags.epochs }) },
      ...(flags.seed !== undefined && { seed: flags.seed }),
      ...(flags.engine !== undefined && { engine: flags.engine }),
    },
    what,
  );
}

function readFile(what: string, cwd: string): Experiment {
  const path = resolve(cwd, what);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new LabError('not-found', `no such preset, and no file to read: ${what}`, {
      hint: `Presets: ${presetIds.join(', ')}`,
      cause,
    });
  }
  let value: unknown;
  try {
    // Editors on Windows put a byte order mark before a file's first word.
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LabError('bad-config', `${what} is not JSON: ${reason}`, { cause });
  }
  const experiment = parseExperiment(value, what);
  const { dataset } = experiment;
  if (!('path' in dataset) || dataset.path === null) return experiment;
  return { ...experiment, dataset: { ...dataset, path: resolve(dirname(path), dataset.path) } };
}

function datasetAt(
  { dataset }: Experiment,
  data: string | undefined,
  cwd: string,
  what: string,
): Experiment['dataset'] {
  if (data === undefined) return dataset;
  if (!('path' in dataset)) {
    throw new LabError('bad-input', `${what} uses the documents that come with the app: --data ${data}`, {
      hint: 'Leave --data out, or train a configuration with another dataset source',
    });
  }
  return { ...dataset, path: resolve(cwd, data) };
}

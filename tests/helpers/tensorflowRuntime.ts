import { join } from 'node:path';
import { findRuntime } from '../../src/lab/engine/tensorflow/installed.ts';

/** Where "npm run tensorflow:install -- --data-dir node_modules/.cache/attention-lab/tensorflow" puts one for tests. */
export const tensorflowDataDir = join(
  import.meta.dirname,
  '..',
  '..',
  'node_modules',
  '.cache',
  'attention-lab',
  'tensorflow',
);

/**
 * The runtime that tests may load: of $ATTENTION_LAB_TENSORFLOW_RUNTIME, else of the cache above; undefined where there
 * is none: `describe.skipIf(tensorflowRuntime === undefined)`, with `tensorflowMissing` in the title.
 */
export const tensorflowRuntime = findRuntime(tensorflowDataDir);

/** For titles: empty when the runtime is there. */
export const tensorflowMissing =
  tensorflowRuntime === undefined
    ? ' (skipped: no TensorFlow runtime, see tests/helpers/tensorflowRuntime.ts)'
    : '';

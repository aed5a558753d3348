import { describe } from 'vitest';
import { tensorflowEngineFactory } from '../../../../src/lab/engine/tensorflow/index.ts';
import {
  tensorflowDataDir,
  tensorflowMissing,
  tensorflowRuntime,
} from '../../../helpers/tensorflowRuntime.ts';
import { describeParity } from '../parity.ts';

describe.skipIf(tensorflowRuntime === undefined)(`TensorFlow${tensorflowMissing}`, () => {
  describeParity(tensorflowEngineFactory, { dataDir: tensorflowDataDir });
});

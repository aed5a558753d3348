import { describe, expect, it } from 'vitest';
import { trainerEnv } from '../../../src/main/jobs/trainerEnv.ts';

describe('the trainer’s environment', () => {
  it('has what finding files, proxies and graphics cards needs, and no secret', () => {
    const needed = {
      PATH: '/bin',
      Path: 'C:\\Windows',
      https_proxy: 'http://proxy',
      CUDA_VISIBLE_DEVICES: '0',
      TF_CPP_MIN_LOG_LEVEL: '2',
      ATTENTION_LAB_DATA_DIR: '/data',
    };
    const others = {
      NODE_OPTIONS: '--inspect',
      ELECTRON_RUN_AS_NODE: '1',
      GITHUB_TOKEN: 'secret',
      AWS_SECRET_ACCESS_KEY: 'secret',
      LD_PRELOAD: 'x.so',
    };
    expect(trainerEnv({ ...needed, ...others })).toEqual(needed);
  });
});

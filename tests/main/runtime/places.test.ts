import { describe, expect, it } from 'vitest';
import { cudaRequirements, isOpenedByName } from '../../../src/main/runtime/cudaWheels.ts';
import { pipError } from '../../../src/main/runtime/pip.ts';
import { placeOf } from '../../../src/main/runtime/places.ts';
import { gpuMetadata } from './madeUpPackages.ts';

describe('the place of a package’s file', () => {
  it.each([
    ['tensorflow/libtensorflow_cc.so.2', 'lib/libtensorflow_cc.so.2'],
    ['./lib/libtensorflow.so.2.18.0', 'lib/libtensorflow.so.2.18.0'],
    ['libtensorflow_framework.so.2', 'lib/libtensorflow_framework.so.2'],
    ['tensorflow/include/tensorflow/c/eager/c_api.h', 'include/tensorflow/c/eager/c_api.h'],
    ['include/tsl/platform/ctstring.h', 'include/tsl/platform/ctstring.h'],
    ['tensorflow/include/xla/tsl/c/tsl_status.h', 'include/xla/tsl/c/tsl_status.h'],
    ['nvidia/cudnn/lib/libcudnn.so.9', 'nvidia/cudnn/lib/libcudnn.so.9'],
  ])('%s goes to %s', (name, place) => {
    expect(placeOf(name)).toBe(place);
  });

  it.each([
    '../lib/libtensorflow.so.2',
    '/lib/libtensorflow.so.2',
    'include/tensorflow/c/../../../../etc/passwd.h',
    'tensorflow/python/libtensorflow_cc.so.2',
    'lib/libother.so.2',
    'tensorflow/include/tensorflow/core/graph/graph.h',
    'nvidia/../lib/libcudart.so.12',
  ])('%s has none', (name) => {
    expect(placeOf(name)).toBeUndefined();
  });
});

describe('NVIDIA’s packages', () => {
  it('are those of the extra "and-cuda", compilers left out', () => {
    expect(cudaRequirements(gpuMetadata)).toEqual([
      'nvidia-cublas-cu12<13.0,>=12.5.3.2',
      'nvidia-cuda-runtime-cu12<13.0,>=12.5.82',
    ]);
  });

  it('hold libraries that TensorFlow opens by name, and others', () => {
    expect(isOpenedByName('libcudnn.so.9')).toBe(true);
    expect(isOpenedByName('libcudnn_engines_precompiled.so.9')).toBe(false);
  });
});

describe('what pip says', () => {
  it.each([
    ['/usr/bin/python3: No module named pip', 'engine-missing', 'no pip'],
    [
      'WARNING: Retrying after NewConnectionError(x)\nERROR: No matching distribution found',
      'network',
      'cannot reach',
    ],
    ['ERROR: No matching distribution found for tensorflow', 'engine-missing', 'no wheel for this machine'],
    ['ERROR: Could not install: disk quota', 'engine-missing', 'Could not install: disk quota'],
  ])('becomes a sentence: %s', (stderr, code, says) => {
    const error = pipError(stderr, ['tensorflow==1']);
    expect(error.code).toBe(code);
    expect(error.message).toContain(says);
    expect(error.hint).toContain('--from PATH');
  });
});

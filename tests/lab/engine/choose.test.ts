import { describe, expect, it } from 'vitest';
import { chooseEngine } from '../../../src/lab/engine/choose.ts';
import { LabError } from '../../../src/shared/errors.ts';
import type { EngineName } from '../../../src/shared/experiment.ts';
import type { EngineReport } from '../../../src/shared/trainerMessages.ts';

const found = (name: EngineName, device: string): EngineReport => ({
  name,
  available: true,
  info: { name, version: '1', device, threads: 1 },
  details: {},
});
const lacking = (name: EngineName, remedy: string | null): EngineReport => ({
  name,
  available: false,
  reason: 'its runtime is not installed',
  remedy,
});

const reference = found('reference', 'CPU, 1 thread');
const wasm = found('wasm', 'CPU, 2 threads');
const onGpu = found('tensorflow', 'NVIDIA A100');
const onCpu = found('tensorflow', 'CPU, 2 threads');

describe('the choice "auto"', () => {
  it('takes TensorFlow when it passed its probe on a GPU', () => {
    expect(chooseEngine('auto', [reference, wasm, onGpu])).toBe('tensorflow');
  });

  it('takes wasm rather than TensorFlow on the processor', () => {
    expect(chooseEngine('auto', [reference, wasm, onCpu])).toBe('wasm');
    expect(chooseEngine('auto', [reference, wasm, lacking('tensorflow', null)])).toBe('wasm');
  });

  it('takes the reference when wasm is missing', () => {
    expect(chooseEngine('auto', [lacking('wasm', null), reference, onCpu])).toBe('reference');
  });

  it('says what would help when nothing can be used', () => {
    const choose = (): EngineName => chooseEngine('auto', [lacking('wasm', 'Run "npm run build"')]);
    expect(choose).toThrow('no engine can be used here: its runtime is not installed');
    expect(hintOf(choose)).toBe('Run "npm run build"');
  });
});

describe('an engine asked for by name', () => {
  it('is taken if it is there, also where auto would not', () => {
    expect(chooseEngine('tensorflow', [reference, wasm, onCpu])).toBe('tensorflow');
    expect(chooseEngine('reference', [reference, wasm, onGpu])).toBe('reference');
  });

  it('is refused with the reason and the command that helps', () => {
    const choose = (): EngineName =>
      chooseEngine('tensorflow', [wasm, lacking('tensorflow', 'Run "npm run tensorflow:install"')]);
    expect(choose).toThrow('the tensorflow engine cannot be used here: its runtime is not installed');
    expect(hintOf(choose)).toBe('Run "npm run tensorflow:install"');
  });

  it('is refused with a way out where no command helps', () => {
    const choose = (): EngineName => chooseEngine('tensorflow', [wasm, lacking('tensorflow', null)]);
    expect(hintOf(choose)).toBe('Choose the engine "auto"');
  });

  it('is refused when nobody reported on it', () => {
    expect(() => chooseEngine('wasm', [reference])).toThrow('not part of this installation');
  });
});

function hintOf(choose: () => unknown): string | undefined {
  try {
    choose();
  } catch (error) {
    if (error instanceof LabError && error.code === 'engine-missing') return error.hint;
  }
  return undefined;
}

import { LabError } from '../../shared/errors.ts';
import type { EngineName } from '../../shared/experiment.ts';
import type { EngineFactory } from './engine.ts';

/** Every engine there is, loaded when it is asked for: TensorFlow and the kernels cost only those who train with them. */
export const engineFactories: { readonly [Name in EngineName]?: () => Promise<EngineFactory> } = {
  reference: async () => (await import('./reference.ts')).referenceEngineFactory,
  wasm: async () => (await import('./wasm/index.ts')).wasmEngineFactory,
  tensorflow: async () => (await import('./tensorflow/index.ts')).tensorflowEngineFactory,
};

/** Loads an engine's factory. Throws `LabError('engine-missing')` if this version of the app has none of that name. */
export async function loadEngineFactory(name: EngineName): Promise<EngineFactory> {
  const load = engineFactories[name];
  if (load === undefined) {
    throw new LabError('engine-missing', `unknown engine: ${name}`, {
      hint: `Choose "auto", or one of: ${Object.keys(engineFactories).join(', ')}`,
    });
  }
  return load();
}

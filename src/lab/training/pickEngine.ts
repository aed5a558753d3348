import { LabError } from '../../shared/errors.ts';
import type { EngineChoice, EngineName } from '../../shared/experiment.ts';
import { chooseEngine } from '../engine/choose.ts';
import type { EngineOptions } from '../engine/engine.ts';
import { engineNames, probeEngines } from './probeEngines.ts';
import type { JobHooks } from './hooks.ts';

/**
 * The engine of a run, probed. `auto` goes on with the engine of the checkpoint, since another would give the same
 * losses but not the same bits; where that is gone it says so and takes what there is. Throws as `chooseEngine`.
 */
export async function pickEngine(
  choice: EngineChoice,
  before: EngineName | null,
  options: EngineOptions,
  hooks: JobHooks,
): Promise<EngineName> {
  if (choice !== 'auto') return chooseEngine(choice, await probeEngines([choice], options));
  if (before === null) return chooseEngine('auto', await probeEngines(engineNames, options));
  try {
    return chooseEngine(before, await probeEngines([before], options));
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    await hooks.log('warn', `goes on with another engine, equal but not to the bit: ${error.sentence}`);
    return pickEngine('auto', null, options, hooks);
  }
}

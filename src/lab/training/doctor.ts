import type { JobFolders } from '../../shared/trainerMessages.ts';
import { appVersion } from '../../shared/version.ts';
import { environmentHere } from './environment.ts';
import type { JobHooks } from './hooks.ts';
import { engineNames, probeEngines } from './probeEngines.ts';

/** The job behind `doctor`: this machine and every engine on it, each tried. */
export async function reportHealth(folders: JobFolders, hooks: JobHooks): Promise<void> {
  const { dataDir } = folders;
  const engines = await probeEngines(engineNames, { threads: 0, dataDir }, true);
  await hooks.emit({
    type: 'doctor',
    report: { appVersion, environment: environmentHere(), dataDir, engines },
  });
}

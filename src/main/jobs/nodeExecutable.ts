import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outsideArchive } from '../../lab/resources.ts';
import { LabError } from '../../shared/errors.ts';

/** The first Node whose runtime the trainer and better-sqlite3 are built for. */
const neededMajor = 24;

/** What decides which Node trains; this process's own unless a test says otherwise. */
export interface NodeSurroundings {
  readonly execPath: string;
  readonly nodeVersion: string;
  readonly inElectron: boolean;
  /** Electron's resources folder, where a packaged app carries its Node. */
  readonly resourcesPath: string | null;
  /** Where the search for an installed platform package starts, upwards. */
  readonly searchFrom: string;
}

/**
 * Path of a plain Node 24 for the trainer: this process's own if it is one, else the one that comes with the app.
 * Never Electron's binary, whose allocator breaks large native workloads. Throws `LabError('not-found')`.
 */
export function nodeExecutable(around: NodeSurroundings = surroundings()): string {
  const major = Number(around.nodeVersion.split('.')[0]);
  if (!around.inElectron && major >= neededMajor) return around.execPath;
  const found = candidates(around).find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new LabError(
    'not-found',
    `no Node ${neededMajor} for training: ${process.platform}-${process.arch}`,
    {
      hint: 'Run "npm install" without --omit=optional, or install the app again',
    },
  );
}

function candidates({ resourcesPath, searchFrom }: NodeSurroundings): readonly string[] {
  const binary = process.platform === 'win32' ? 'node.exe' : join('bin', 'node');
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const packaged = resourcesPath === null ? [] : [join(resourcesPath, 'node', binary)];
  const installed: string[] = [];
  for (let folder = searchFrom; ; folder = dirname(folder)) {
    const name = `node-${platform}-${process.arch}`;
    installed.push(
      join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
    );
    if (dirname(folder) === folder) break;
  }
  return [...packaged, ...installed].map(outsideArchive);
}

function surroundings(): NodeSurroundings {
  const resources = 'resourcesPath' in process ? process.resourcesPath : null;
  return {
    execPath: process.execPath,
    nodeVersion: process.versions.node,
    inElectron: 'electron' in process.versions,
    resourcesPath: typeof resources === 'string' ? resources : null,
    searchFrom: dirname(fileURLToPath(import.meta.url)),
  };
}

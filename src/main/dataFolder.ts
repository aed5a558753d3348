import { accessSync, constants, existsSync, mkdirSync, statSync, statfsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { LabError } from '../shared/errors.ts';
import { systemCode } from '../shared/systemCode.ts';

/** Where everything a lab keeps lies; absolute paths. */
export interface DataFolder {
  readonly path: string;
  readonly database: string;
  readonly lock: string;
  readonly checkpoints: string;
  readonly cache: string;
  readonly exports: string;
  readonly logs: string;
  readonly datasets: string;
  /** Numbers of imported attention; made by the first import. */
  readonly imports: string;
  readonly backups: string;
}

/** What decides the folder's place; the machine's own unless a test says otherwise. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

const here: Surroundings = { env: process.env, platform: process.platform, home: homedir() };

/** Absolute path of the data folder: the one asked for, else $ATTENTION_LAB_DATA_DIR, else the platform's. */
export function dataFolderPath(asked?: string, around: Surroundings = here): string {
  if (asked !== undefined && asked !== '') return resolve(asked);
  const chosen = around.env['ATTENTION_LAB_DATA_DIR'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  return platformFolder(around);
}

function platformFolder({ env, platform, home }: Surroundings): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Attention Lab');
  if (platform === 'win32') {
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Attention Lab');
  }
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'attention-lab');
}

/** The names inside a data folder; touches nothing. */
export function dataFolderAt(path: string): DataFolder {
  return {
    path,
    database: join(path, 'lab.sqlite'),
    lock: join(path, 'lab.lock'),
    checkpoints: join(path, 'checkpoints'),
    cache: join(path, 'cache'),
    exports: join(path, 'exports'),
    logs: join(path, 'logs'),
    datasets: join(path, 'datasets'),
    imports: join(path, 'imports'),
    backups: join(path, 'backups'),
  };
}

/**
 * Makes the folder and those inside it. Throws `LabError`: `forbidden` if it may not be written, which a lab may
 * still look at, and `io` for anything else that is in the way.
 */
export function makeDataFolder(path: string): DataFolder {
  const folder = dataFolderAt(path);
  const { checkpoints, cache, exports, logs, datasets, backups } = folder;
  try {
    for (const name of [path, checkpoints, cache, exports, logs, datasets, backups]) {
      makeFolder(name);
    }
    accessSync(path, constants.W_OK);
  } catch (cause) {
    const code = systemCode(cause) ?? String(cause);
    const isRefused = ['EACCES', 'EPERM', 'EROFS'].includes(code);
    throw new LabError(isRefused ? 'forbidden' : 'io', `cannot write the data folder: ${path} (${code})`, {
      hint: 'Make it writable, choose another with --data-dir, or open this one read-only',
      cause,
    });
  }
  return folder;
}

/** A folder with those above it. Node's own recursion never ends where a parent is there and takes no child (/proc). */
function makeFolder(path: string): void {
  const parent = dirname(path);
  if (!existsSync(parent) && parent !== path) makeFolder(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST' || !isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Linux's numbers of file systems on which SQLite's write-ahead log is not safe: NFS, SMB, CIFS, FUSE, 9P. */
const remoteFileSystems: ReadonlySet<number> = new Set([
  0x6969, 0xfe534d42, 0xff534d42, 0x65735546, 0x01021997,
]);
const syncedFolders = /[\\/](Dropbox|OneDrive[^\\/]*|Google ?Drive|Mobile Documents|iCloud ?Drive)([\\/]|$)/i;

/** A sentence for a person whose data folder is on another machine or in a folder that is synced; null if it is not. */
export function remoteNotice(path: string): string | null {
  const isRemote = process.platform === 'linux' && remoteFileSystems.has(statfsSync(path).type);
  if (!isRemote && !syncedFolders.test(path)) return null;
  return `the data folder seems to be on another machine or synced to one: ${path}; a database may be damaged there, a local folder (--data-dir) is safe`;
}

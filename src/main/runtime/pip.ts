import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../../shared/errors.ts';
import { run } from './run.ts';
import type { InstallHooks } from './source.ts';

/** A wheel's files do not depend on the Python they are packed for; this one has them where the user's has none. */
const someSupportedPython = '3.12';
const pollMs = 250;

const orPath = 'or give a wheel or libtensorflow you have: npm run tensorflow:install -- --from PATH';

/**
 * Fetches the wheels of requirements ("tensorflow-cpu==2.21.0"), without what they depend on, into `into`, and
 * returns their paths. `python` is the command that starts Python. Throws `LabError` saying what is missing.
 */
export async function fetchWheels(
  python: readonly string[],
  requirements: readonly string[],
  into: string,
  hooks: InstallHooks,
): Promise<readonly string[]> {
  const wheels = join(into, 'wheels');
  const unfinished = join(into, 'unfinished');
  await mkdir(wheels, { recursive: true });
  await mkdir(unfinished, { recursive: true });
  const download = (extra: readonly string[]): ReturnType<typeof run> => {
    const quiet = ['--disable-pip-version-check', '--no-input', '--progress-bar', 'off', '--retries', '2'];
    const how = ['--no-deps', '--only-binary=:all:', '--no-cache-dir', ...quiet, ...extra];
    // pip keeps what it is fetching in $TMPDIR: here it counts as progress and goes when the rest goes.
    const options = { cwd: into, signal: hooks.signal, env: { TMPDIR: unfinished } };
    return run([...python, '-m', 'pip', 'download', ...how, '--dest', wheels, ...requirements], options);
  };
  const timer = setInterval(() => {
    void folderBytes(into).then((done) => hooks.onProgress({ stage: 'downloading', done, total: null }));
  }, pollMs);
  try {
    let ended = await download([]);
    if (ended !== undefined && ended.code !== 0 && /No matching distribution/.test(ended.stderr)) {
      ended = await download(['--python-version', someSupportedPython]);
    }
    if (ended === undefined) {
      throw new LabError('engine-missing', `no Python to fetch TensorFlow with: ${python.join(' ')}`, {
        hint: `Install Python 3 with pip, ${orPath}`,
      });
    }
    if (ended.code !== 0) throw pipError(ended.stderr, requirements);
  } finally {
    clearInterval(timer);
  }
  return (await readdir(wheels)).filter((name) => name.endsWith('.whl')).map((name) => join(wheels, name));
}

/** pip's own words as one sentence. */
export function pipError(stderr: string, requirements: readonly string[]): LabError {
  if (/No module named '?pip/.test(stderr)) {
    return new LabError('engine-missing', 'this Python has no pip to fetch TensorFlow with', {
      hint: `Install it (Debian, Ubuntu: apt install python3-pip), ${orPath}`,
    });
  }
  const wanted = requirements.join(', ');
  if (
    /NewConnectionError|Temporary failure|timed out|Network is unreachable|ProxyError|SSLError/.test(stderr)
  ) {
    return new LabError('network', `pip cannot reach a package index for: ${wanted}`, {
      hint: `Check the network, ${orPath}`,
    });
  }
  if (/No matching distribution/.test(stderr)) {
    return new LabError('engine-missing', `pip finds no wheel for this machine: ${wanted}`, {
      hint: `Use a machine TensorFlow is built for (Linux, glibc), ${orPath}`,
    });
  }
  const said =
    stderr.split('\n').findLast((line) => line.startsWith('ERROR: ')) ?? stderr.trim().split('\n').at(-1);
  return new LabError('engine-missing', `pip cannot fetch ${wanted}: ${said?.replace('ERROR: ', '') ?? ''}`, {
    hint: `See that pip works, ${orPath}`,
  });
}

/** Bytes of all files below a folder; those that go away meanwhile count nothing. */
async function folderBytes(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = names.map(async (name) => {
    const found = await stat(join(folder, name)).catch(() => undefined);
    return found?.isFile() === true ? found.size : 0;
  });
  return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0);
}

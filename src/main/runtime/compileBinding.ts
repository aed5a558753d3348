import { cp, mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { bindingPath } from '../../lab/engine/tensorflow/native.ts';
import { outsideArchive } from '../../lab/resources.ts';
import { LabError } from '../../shared/errors.ts';
import { isOpenedByName } from './cudaWheels.ts';
import { run } from './run.ts';

// Not `require`: the build adds one of that name to every bundle.
const load = createRequire(import.meta.url);

/** tfjs-node's version, whose binding this is. */
export const bindingVersion: string = (load('@tensorflow/tfjs-node-gpu/package.json') as { version: string })
  .version;

/**
 * Compiles tfjs-node's binding against the libraries and headers in a runtime's `deps/`: about 10 s. Throws
 * `LabError('engine-missing')` if there is no compiler or it refuses.
 */
export async function compileBinding(
  runtime: string,
  compilers: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const build = join(runtime, 'build');
  await cp(join(folderOf('@tensorflow/tfjs-node-gpu'), 'binding'), build, { recursive: true });
  await cp(join(folderOf('node-api-headers'), 'include'), build, { recursive: true });
  await mkdir(dirname(join(runtime, bindingPath)), { recursive: true });
  const args = await compilerArguments(runtime);
  for (const compiler of compilers) {
    const ended = await run([compiler, ...args], { cwd: runtime, signal });
    if (ended === undefined) continue;
    if (ended.code === 0) return rm(build, { recursive: true });
    const said = ended.stderr.split('\n').find((line) => /\berror\b|cannot find/i.test(line));
    throw new LabError(
      'engine-missing',
      `the TensorFlow binding cannot be compiled: ${said?.trim() ?? `${compiler} ended with code ${ended.code}`}`,
      { hint: 'Try TensorFlow’s own package (npm run tensorflow:install), or another compiler ($CXX)' },
    );
  }
  throw new LabError(
    'engine-missing',
    `no C++ compiler for the TensorFlow binding: ${compilers.join(', ')}`,
    {
      hint: 'Install one (Debian, Ubuntu: apt install g++; Fedora: dnf install gcc-c++)',
    },
  );
}

/** Where a package lies as plain files; a packaged app has them beside its archive. */
function folderOf(name: string): string {
  return outsideArchive(dirname(load.resolve(`${name}/package.json`)));
}

/** What a compiler of GCC's kind is given; paths are relative to the runtime, so that it may be moved. */
async function compilerArguments(runtime: string): Promise<readonly string[]> {
  const cuda = await cudaLibraries(runtime);
  const cudaFolders = [...new Set(cuda.map((path) => dirname(path)))];
  return [
    ...['-O2', '-fPIC', '-shared', '-std=c++17', '-w', '-DNAPI_VERSION=8', '-Ibuild', '-Ideps/include'],
    ...['build/tfjs_backend.cc', 'build/tfjs_binding.cc'],
    ...['-Ldeps/lib', '-ltensorflow', '-ltensorflow_framework'],
    ...(cuda.length === 0 ? [] : ['-Wl,--no-as-needed', ...cuda]),
    ...['deps/lib', ...cudaFolders].map((folder) => `-Wl,-rpath,$ORIGIN/../../${folder}`),
    ...['-o', bindingPath],
  ];
}

/** NVIDIA's libraries that have to be there by name before TensorFlow looks for them. */
async function cudaLibraries(runtime: string): Promise<readonly string[]> {
  const names = await readdir(join(runtime, 'deps', 'nvidia'), { recursive: true }).catch(() => []);
  return names
    .filter((name) => isOpenedByName(name.slice(name.lastIndexOf('/') + 1)))
    .map((name) => join('deps', 'nvidia', name))
    .sort();
}

/**
 * Gives a runtime's libraries the names that the linker and the loader ask for (`libtensorflow.so`, and
 * `libtensorflow.so.2` for 2.18.0's). Throws `LabError('bad-archive')` naming what is missing.
 */
export async function linkLibraries(runtime: string, packageName: string): Promise<void> {
  const folder = join(runtime, 'deps', 'lib');
  const names = await readdir(folder).catch((): string[] => []);
  const headers = await readdir(join(runtime, 'deps', 'include', 'tensorflow', 'c')).catch(
    (): string[] => [],
  );
  const find = (pattern: RegExp): string | undefined =>
    names
      .filter((name) => pattern.test(name))
      .sort()
      .at(-1);
  const main = find(/^libtensorflow\.so/) ?? find(/^libtensorflow_cc\.so/);
  const framework = find(/^libtensorflow_framework\.so/);
  const missing = [
    ...(main === undefined ? ['libtensorflow or libtensorflow_cc'] : []),
    ...(framework === undefined ? ['libtensorflow_framework'] : []),
    ...(headers.includes('c_api.h') ? [] : ['the headers of the C interface']),
  ];
  if (main === undefined || framework === undefined || missing.length > 0) {
    throw new LabError(
      'bad-archive',
      `no TensorFlow runtime in ${packageName}: it lacks ${missing.join(' and ')}`,
      {
        hint: 'Give a TensorFlow wheel, a libtensorflow archive, or the folder of either for Linux',
      },
    );
  }
  const links = new Map([
    ['libtensorflow.so', main],
    ['libtensorflow_framework.so', framework],
  ]);
  for (const name of [main, framework]) links.set(name.replace(/(\.so\.\d+)[.\d]*$/, '$1'), name);
  for (const [link, target] of links) {
    if (!names.includes(link)) await symlink(target, join(folder, link));
  }
}

/** Compiles the wasm engine's kernels (AssemblyScript) to one WebAssembly module. */
import { mkdirSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import asc from 'assemblyscript/asc';

/**
 * Compiles src/lab/engine/wasm/kernels below `root` into `output`. The module imports one shared memory and allocates
 * nothing. No relaxed SIMD: its results differ between machines, and a run must not.
 */
export async function compileKernels(root, output) {
  mkdirSync(dirname(output), { recursive: true });
  const { error, stderr } = await asc.main(
    [
      'src/lab/engine/wasm/kernels/index.ts',
      ...['--baseDir', root],
      ...['--outFile', relative(root, output)],
      ...['-O3', '--converge', '--noAssert', '--runtime', 'stub'],
      ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
      ...['--enable', 'simd', '--enable', 'threads', '--use', 'abort='],
    ],
    {},
  );
  if (error) throw new Error(`the kernels do not compile:\n${stderr.toString()}`, { cause: error });
}

import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProbeResult } from '../../../src/lab/engine/tensorflow/probe.ts';

/** Programs that stand in for g++ and Python where a test is not about them; run by this very Node. */

/** What a working runtime's probe finds. */
export const goodProbe: ProbeResult = {
  version: '2.21.0',
  onGpu: false,
  device: 'CPU, 2 threads',
  threads: 2,
  loadSeconds: 0.2,
  difference: 3e-8,
  gigaflops: 100,
  rssBytes: 4e8,
};

/** An executable script's path. */
function script(folder: string, name: string, body: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!${process.execPath}\n${body}`);
  chmodSync(path, 0o755);
  return path;
}

/** Writes what it was asked to compile as the result: the arguments, one a line. */
export const compiler = (folder: string): string =>
  script(
    folder,
    'compiler.cjs',
    `const { existsSync, writeFileSync } = require('node:fs');
     const args = process.argv.slice(2);
     for (const source of args.filter((name) => name.endsWith('.cc'))) if (!existsSync(source)) process.exit(4);
     writeFileSync(args[args.indexOf('-o') + 1], args.join('\\n'));`,
  );

export const refusingCompiler = (folder: string): string =>
  script(
    folder,
    'refusing.cjs',
    `process.stderr.write('tfjs_backend.cc: note\\ntfjs_backend.cc:3: error: no such type\\nmore\\n'); process.exit(1);`,
  );

/** Runs until it is stopped. */
export const endlessCompiler = (folder: string): string =>
  script(folder, 'endless.cjs', 'setInterval(() => undefined, 1000);');

/** \`python -m pip download … --dest D requirement…\` from a folder of wheels by package name. */
export const pip = (folder: string, wheels: Readonly<Record<string, string>>): readonly string[] => [
  script(
    folder,
    'python.cjs',
    `const { copyFileSync } = require('node:fs');
     const { basename, join } = require('node:path');
     const wheels = ${JSON.stringify(wheels)};
     const args = process.argv.slice(2);
     if (args.slice(0, 3).join(' ') !== '-m pip download') process.exit(9);
     const destination = args[args.indexOf('--dest') + 1];
     for (const wanted of args.slice(args.indexOf('--dest') + 2)) {
       const wheel = wheels[wanted.split(/[<>=]/)[0]];
       if (wheel === undefined) {
         process.stderr.write('ERROR: No matching distribution found for ' + wanted + '\\n');
         process.exit(1);
       }
       copyFileSync(wheel, join(destination, basename(wheel)));
     }`,
  ),
];

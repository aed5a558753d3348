/**
 * Electron's binary, stood in for: `node main.ts <app folder> [arguments of the app]` runs the folder's built main
 * entry with `electron` resolved to the module beside this one. Chromium and the profile are named by variables
 * (messages.ts). See docs/adr/0010-electron-without-its-binary.md for what is real and what is not.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as electron from './electron.ts';
import { answerTester, trouble } from './tester.ts';

const electronUrl = new URL('./electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: electronUrl, shortCircuit: true } : next(specifier, context),
});

// The app tells Electron from Node by this, and then looks for a plain Node to train with.
Object.defineProperty(process, 'versions', { value: { ...process.versions, electron: 'stand-in' } });
// Electron shows these to a person and goes on.
process.on('uncaughtException', trouble);
process.on('unhandledRejection', trouble);

answerTester(electron);
const [, , folder = '.'] = process.argv;
// Where a packed app's archive lies, and its Node beside it.
Object.defineProperty(process, 'resourcesPath', { value: dirname(resolve(folder)) });
const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { main: string };
try {
  await import(pathToFileURL(join(folder, main)).href);
  await electron.app.codeLoaded();
} catch (error) {
  trouble(error);
  process.exit(1);
}

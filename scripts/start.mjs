/**
 * `npm start`: opens the window. Electron if its binary is here or can be fetched and there is a display; else
 * the same renderer from a local web server, saying why in one line.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureNode24 } from './packagedNode.mjs';

await ensureNode24();
await ensureBuilt();

const root = join(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
const missing = whyNoElectron();
const child =
  missing === undefined
    ? spawn(require('electron'), [root, ...process.argv.slice(2)], { stdio: 'inherit' })
    : serve(missing);
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code) => process.exit(code ?? 1));

/** One sentence, or undefined when Electron can open a window. Fetches the binary on the first start. */
function whyNoElectron() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return 'There is no display here';
  }
  const installer = join(dirname(require.resolve('electron/package.json')), 'install.js');
  const result = spawnSync(process.execPath, [installer], { encoding: 'utf8', timeout: 15 * 60_000 });
  if (result.status === 0) return undefined;
  const reason = (result.stderr ?? '').split('\n').find((line) => line.trim() !== '') ?? 'it timed out';
  return `The Electron binary cannot be had (${reason.trim()})`;
}

function serve(reason) {
  process.stdout.write(`${reason}: serving the same window to a browser instead.\n`);
  return spawn(
    process.execPath,
    [join(root, 'bin', 'attention-lab.mjs'), 'serve', '--open', ...process.argv.slice(2)],
    {
      stdio: 'inherit',
    },
  );
}

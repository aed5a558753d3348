import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import type { Desktop, DesktopApp, DesktopFolders } from './desktopApp.ts';

const root = join(import.meta.dirname, '..', '..');
const electronFolder = join(root, 'node_modules', 'electron');

/** Electron's binary; never downloaded by a test. A sentence if it cannot be used. */
function findElectron(): { readonly binary: string } | { readonly missing: string } {
  const pathFile = join(electronFolder, 'path.txt');
  if (!existsSync(pathFile)) return { missing: 'no Electron binary in node_modules/electron/dist' };
  const binary = join(electronFolder, 'dist', readFileSync(pathFile, 'utf8').trim());
  if (!existsSync(binary)) return { missing: `no Electron binary at ${binary}` };
  const hasDisplay =
    process.platform !== 'linux' ||
    process.env['DISPLAY'] !== undefined ||
    process.env['WAYLAND_DISPLAY'] !== undefined;
  return hasDisplay ? { binary } : { missing: 'no display: run under xvfb-run -a' };
}

/** The built app on Electron itself, through Playwright; or why that cannot be. */
export function electronDesktop(): Desktop | { readonly missing: string } {
  const found = findElectron();
  if ('missing' in found) return found;
  const { binary } = found;
  return {
    name: 'Electron',
    launch: (folders) => launch(binary, folders),
    launchAgain: async (folders, ...files) => {
      const again = spawn(binary, [...args(folders), ...files], { stdio: 'ignore' });
      const [code] = (await once(again, 'exit')) as [number | null];
      return code;
    },
  };
}

function args({ dataDir, profile }: DesktopFolders): string[] {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return [...sandbox, `--user-data-dir=${profile}`, '--lang=en-US', root, '--data-dir', dataDir];
}

async function launch(executablePath: string, folders: DesktopFolders): Promise<DesktopApp> {
  const electron = await _electron.launch({ executablePath, args: args(folders), cwd: root });
  const requests: string[] = [];
  const troubles: string[] = [];
  const page = await electron.firstWindow();
  // Of this window's page alone: in an app that is not packaged Electron warns of every page without a policy.
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => {
    if (['warning', 'error', 'assert'].includes(message.type())) {
      troubles.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => {
    troubles.push(`uncaught in the page: ${error.message}`);
  });
  const child = electron.process();
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return {
    page,
    evaluate: ((work: never, argument: unknown) =>
      electron.evaluate(work, argument)) as DesktopApp['evaluate'],
    // Electron itself knows where a file lies.
    knowFile: () => Promise.resolve(),
    requests,
    troubles,
    ended,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

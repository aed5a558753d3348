import { existsSync } from 'node:fs';

/** A Chromium that tests may start. */
export interface Browser {
  readonly executablePath: string;
  /** What this build needs to run here; never anything that weakens what a page is held to. */
  readonly args: readonly string[];
}

/** Said in the title of tests that are skipped for the lack of one. */
export const browserMissing = 'no Chromium: install one, or name it in CHROMIUM_PATH';

const installed: readonly string[] = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The browser named in CHROMIUM_PATH, else one that is installed, else the package's (Linux on x64 only; unpacked
 * into the temporary folder the first time). Undefined if there is none.
 */
export async function findBrowser(): Promise<Browser | undefined> {
  const named = process.env['CHROMIUM_PATH'];
  const found = named !== undefined && named !== '' ? named : installed.find((path) => existsSync(path));
  if (found !== undefined) return { executablePath: found, args: sandboxArgs() };
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const { default: packaged } = await import('@sparticuz/chromium');
  // The package's own arguments switch web security off, which is what is under test; none of them is taken.
  return { executablePath: await packaged.executablePath(), args: sandboxArgs() };
}

/** Chromium refuses to start its sandbox as root, which is who runs tests in a container. */
function sandboxArgs(): readonly string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright-core';
import { openLab, type Lab, type LabOptions } from '../../src/main/lab.ts';
import { startWebShell, type WebShell } from '../../src/main/shells/web/index.ts';
import { browserMissing, findBrowser } from '../helpers/browser.ts';

/**
 * The built window in a real browser, on a real lab in a temporary folder. `npm test` builds before it runs these;
 * RENDERER_DIR names another build.
 */

const rendererDir = process.env['RENDERER_DIR'] ?? join(import.meta.dirname, '..', '..', 'out', 'renderer');
const found = await findBrowser();

/** Undefined if a browser is there; else what is missing, for the title of a suite that is skipped. */
export const missing: string | undefined = found === undefined ? browserMissing : undefined;
/** A suite's title: with what it is skipped for the lack of. */
export const titled = (title: string): string => (missing === undefined ? title : `${title} (${missing})`);

/** A page of a served lab, logged in. */
export interface LabPage {
  readonly page: Page;
  /** Warnings and errors of the console and uncaught errors, so far. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

export interface LabWindow extends LabPage {
  readonly lab: Lab;
  readonly shell: WebShell;
  /** The lab's data folder. */
  readonly dataDir: string;
  /** A folder beside it whose files this server shares. */
  readonly filesDir: string;
  /** Goes to a page of the window: "/runs". */
  readonly go: (route: string) => Promise<void>;
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
  readonly locale?: string;
}

export interface WindowOptions extends PageOptions {
  readonly lab?: Partial<LabOptions>;
  /** Fills the data folder before the lab is opened. */
  readonly prepare?: (dataDir: string) => Promise<void>;
}

/** Opens an address in a browser of its own and waits for the first heading. */
export async function openPage(url: string, options: PageOptions = {}): Promise<LabPage> {
  const browser = await startBrowser();
  const { width = 1440, height = 900, theme = 'light', locale = 'en-GB' } = options;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, locale });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.stack ?? String(error)));
  page.on('console', (message) => {
    if (['warning', 'error'].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(url);
  await page.locator('main h1').first().waitFor();
  return { page, complaints, close: () => browser.close() };
}

/** Opens a lab in a fresh folder and its window, logged in, on Home. */
export async function openWindow(options: WindowOptions = {}): Promise<LabWindow> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-window-'));
  const dataDir = join(folder, 'data');
  const filesDir = mkdtempSync(join(folder, 'files-'));
  await options.prepare?.(dataDir);
  const lab = await openLab({ dataDir, ...options.lab });
  const shell = await startWebShell({ lab, dataDir, rendererDir, port: 0, files: [filesDir] });
  const opened = await openPage(shell.url, options);
  const { page, complaints } = opened;
  const base = shell.url.replace(/#.*/, '');
  return {
    lab,
    shell,
    page,
    dataDir,
    filesDir,
    complaints,
    go: async (route) => {
      // A router that has not found its first page yet does not hear of a second.
      await page.locator('main h1').first().waitFor();
      await page.goto(`${base}#${route}`);
      const [, section = ''] = /^\/([a-z]*)/.exec(route) ?? [];
      const rail = section === 'about' ? 'compute' : section;
      await page.locator(`nav.rail a[aria-current=page][href="#/${rail}"]`).waitFor();
      await page.locator('main h1').first().waitFor();
    },
    close: async () => {
      await opened.close();
      await shell.close();
      await lab.close({ mode: 'kill' });
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function startBrowser(): Promise<Browser> {
  if (found === undefined) throw new Error(browserMissing);
  const { executablePath, args } = found;
  return chromium.launch({
    executablePath,
    args: [...args, '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
}

/** The width the page would need: more than the window's if something sticks out. */
export const neededWidth = (page: Page): Promise<unknown> =>
  page.evaluate('document.documentElement.scrollWidth');

/** The accessible name of what has the focus, as far as an attribute gives it. */
export const focusedLabel = (page: Page): Promise<unknown> =>
  page.evaluate('document.activeElement?.getAttribute("aria-label")');

/** Serious and critical findings of axe-core on the page as it stands, a line each. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

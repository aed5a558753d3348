import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';
import { browserMissing, findBrowser } from '../../tests/helpers/browser.ts';
import { installPageClock, type FrameRecord, type PageClock, type Shown } from './pageClock.ts';

type Clocked = typeof globalThis & { readonly pageClock: PageClock };

/** Starts the browser the tests use. Throws when there is none. */
export async function startBrowser(): Promise<Browser> {
  const found = await findBrowser();
  if (found === undefined) throw new Error(browserMissing);
  return chromium.launch({
    executablePath: found.executablePath,
    args: [...found.args, '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
}

/** A window on a served lab, logged in, with clocks inside. */
export class Opened {
  readonly page: Page;
  readonly #session: CDPSession;

  private constructor(page: Page, session: CDPSession) {
    this.page = page;
    this.#session = session;
  }

  /** Opens an address in a profile of its own: nothing cached, nothing remembered. Waits for a heading. */
  static async at(browser: Browser, url: string): Promise<Opened> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    page.on('pageerror', (error) => process.stderr.write(`page error: ${String(error)}\n`));
    await page.addInitScript(`(${installPageClock})()`);
    await page.goto(url);
    await page.locator('main h1').first().waitFor();
    return new Opened(page, await context.newCDPSession(page));
  }

  /** The same with the code of some pages there, as an installed app has it: each has been seen once, of what is not there. */
  static async knowing(browser: Browser, url: string, routes: readonly string[]): Promise<Opened> {
    const opened = await Opened.at(browser, url);
    for (const route of routes) {
      await opened.page.evaluate(`location.hash = ${JSON.stringify(`#${route}`)}`);
      await opened.page.waitForTimeout(1000);
    }
    return opened;
  }

  /** Milliseconds from the change of the address to a drawn frame with everything in it. */
  show(route: string, ...conditions: readonly Shown[]): Promise<number> {
    return this.page.evaluate(([to, shown]) => (globalThis as Clocked).pageClock.show(to, shown), [
      `#${route}`,
      conditions,
    ] as const);
  }

  /** The same from a click. */
  press(selector: string, ...conditions: readonly Shown[]): Promise<number> {
    return this.page.evaluate(([on, shown]) => (globalThis as Clocked).pageClock.press(on, shown), [
      selector,
      conditions,
    ] as const);
  }

  /** What the page saw while `act` went on. `events`: the inputs whose answers are timed. */
  async record(events: readonly string[], act: () => Promise<void>): Promise<FrameRecord> {
    await this.page.evaluate((types) => (globalThis as Clocked).pageClock.record(types), events);
    await act();
    return this.page.evaluate(() => (globalThis as Clocked).pageClock.recorded());
  }

  /** Moves the mouse to each place, one a frame and more. */
  async moveOver(places: readonly (readonly [x: number, y: number])[]): Promise<void> {
    for (const [x, y] of places) {
      await this.page.mouse.move(x, y);
      await this.page.waitForTimeout(20);
    }
  }

  /** Scrolls as a wheel or a finger does, by the browser itself; `speed` in pixels a second. */
  async scroll(at: readonly [x: number, y: number], pixels: number, speed: number): Promise<void> {
    const [x, y] = at;
    await this.#session.send('Input.synthesizeScrollGesture', { x, y, yDistance: -pixels, speed });
  }

  /** The box of an element; throws if it is not on the page. */
  async box(selector: string): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await this.page.locator(selector).first().boundingBox();
    if (box === null) throw new Error(`not on the page: ${selector}`);
    return box;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

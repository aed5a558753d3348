import type { Chromium, DevtoolsSession } from './devtools.ts';

export interface Target {
  readonly targetId: string;
  readonly page: DevtoolsSession;
}

/**
 * Chromium's pages. Those the app opens are handed out; one that a page opens is closed before it has loaded
 * anything, since the stand-in has no window for it.
 */
export class Targets {
  readonly #chromium: Chromium;
  readonly #sessions = new Map<string, (page: DevtoolsSession) => void>();
  readonly #early = new Map<string, DevtoolsSession>();
  readonly #closed = new Map<string, () => void>();

  constructor(chromium: Chromium) {
    this.#chromium = chromium;
    chromium.browser.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      const { targetId, openerId } = targetInfo;
      const page = chromium.session(sessionId);
      if (openerId !== undefined) {
        void chromium.browser.send('Target.closeTarget', { targetId }).catch(() => undefined);
        return;
      }
      // Every new target waits for this; a blank page may run before it is prepared.
      void page.send('Runtime.runIfWaitingForDebugger').catch(() => undefined);
      const claim = this.#sessions.get(targetId);
      if (claim === undefined) this.#early.set(targetId, page);
      else claim(page);
    });
    chromium.browser.on('Target.targetDestroyed', ({ targetId }) => this.#closed.get(targetId)?.());
  }

  /** A blank page in a window of its own, in device-independent pixels. */
  async open(
    bounds: {
      readonly left?: number;
      readonly top?: number;
      readonly width: number;
      readonly height: number;
    },
    onClosed: () => void,
  ): Promise<Target> {
    const { targetId } = await this.#chromium.browser.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      ...bounds,
    });
    this.#closed.set(targetId, onClosed);
    const page =
      this.#early.get(targetId) ??
      (await new Promise<DevtoolsSession>((resolve) => this.#sessions.set(targetId, resolve)));
    return { targetId, page };
  }
}

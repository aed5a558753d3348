import type { Session as ElectronSession, WebContents } from 'electron';
import type { Chromium } from './devtools.ts';

type CheckHandler = NonNullable<Parameters<ElectronSession['setPermissionCheckHandler']>[0]>;
type RequestHandler = NonNullable<Parameters<ElectronSession['setPermissionRequestHandler']>[0]>;
type RequestListener = NonNullable<Parameters<ElectronSession['webRequest']['onBeforeRequest']>[0]>;
type Permission = Parameters<RequestHandler>[1];

/** Electron's name of a permission and Chromium's; the ones a page of ours could ask for. */
const permissions: readonly (readonly [Permission, { name: string; allowWithoutSanitization?: boolean }])[] =
  [
    ['clipboard-sanitized-write', { name: 'clipboard-write', allowWithoutSanitization: false }],
    ['clipboard-read', { name: 'clipboard-read' }],
    ['geolocation', { name: 'geolocation' }],
    ['notifications', { name: 'notifications' }],
    ['media', { name: 'camera' }],
    ['media', { name: 'microphone' }],
    ['midi', { name: 'midi' }],
  ];

/** Electron's `session.defaultSession`: the permissions, and the word it has on every request. */
export class Session {
  #check: CheckHandler | null = null;
  #request: RequestHandler | null = null;
  #beforeRequest: RequestListener | null = null;

  readonly webRequest = {
    onBeforeRequest: (listener: RequestListener | null): void => {
      this.#beforeRequest = listener;
    },
  };

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler;
  }

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler;
  }

  /**
   * The stand-in's: asks both handlers for an origin once, before its page loads, and has Chromium hold the page to the
   * answer. Granted is what both grant; a handler that is not set grants, as in Electron.
   */
  async apply(
    chromium: Chromium,
    contents: WebContents,
    address: string,
    browserOrigin: string,
  ): Promise<void> {
    for (const [permission, descriptor] of permissions) {
      const granted = await this.#grants(contents, permission, address);
      const setting = granted ? 'granted' : 'denied';
      await chromium.browser.send('Browser.setPermission', {
        permission: descriptor,
        setting,
        origin: browserOrigin,
      });
    }
  }

  /** The stand-in's: whether a page may ask for an address. */
  mayRequest(address: string): Promise<boolean> {
    const listener = this.#beforeRequest;
    if (listener === null) return Promise.resolve(true);
    const details = { url: address } as Parameters<RequestListener>[0];
    return new Promise((resolve) => listener(details, ({ cancel }) => resolve(cancel !== true)));
  }

  async #grants(contents: WebContents, permission: Permission, address: string): Promise<boolean> {
    const { protocol, host } = new URL(address);
    const origin = `${protocol}//${host}/`;
    const details = { isMainFrame: true, requestingUrl: address, securityOrigin: origin };
    if (this.#check?.(contents, permission as Parameters<CheckHandler>[1], origin, details) === false)
      return false;
    const request = this.#request;
    if (request === null) return true;
    return new Promise((resolve) => request(contents, permission, resolve, details));
  }
}

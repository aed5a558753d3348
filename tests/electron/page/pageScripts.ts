import { makePreloadElectron } from './preloadElectron.ts';
import { makeStructuredText } from './structuredText.ts';
import { makeWorldBridge } from './worldBridge.ts';

/** The world a preload runs in, apart from the page's; also the only one that holds the binding. */
export const preloadWorld = 'Electron Isolated Context';
/** What the preload's world calls with text for the main process. */
export const bindingName = 'standInSend';
/** What the main process calls in the preload's world with text for it. */
export const receiverName = 'standInReceive';

const toPage = 'stand-in-to-page';
const toPreload = 'stand-in-to-preload';

/** Runs in the page's world before any script of the page: takes what the preload exposes. */
export function pageWorldSource(): string {
  return inMainFrame(`
    (${makeWorldBridge})('${toPage}', '${toPreload}').onExposed((name, value) => {
      Object.defineProperty(window, name, { value, enumerable: true });
    });`);
}

/** Runs the preload's bundle in its own world, before any script of the page. */
export function preloadWorldSource(bundle: string): string {
  return inMainFrame(`
    const bridge = (${makeWorldBridge})('${toPreload}', '${toPage}');
    const text = (${makeStructuredText})();
    const electron = (${makePreloadElectron})(bridge, text, ${bindingName});
    globalThis.${receiverName} = electron.receive;
    const module = { exports: {} };
    (function (require, module, exports) {${bundle}
    })(electron.require, module, module.exports);`);
}

/** A preload runs in subframes only with nodeIntegrationInSubFrames, which the stand-in refuses. */
function inMainFrame(source: string): string {
  return `(() => {\n'use strict';\nif (window !== window.top) return;\n${source}\n})();`;
}

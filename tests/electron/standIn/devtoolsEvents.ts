/** The parts of Chromium's DevTools events that the stand-in reads (chromedevtools.github.io/devtools-protocol). */
export interface DevtoolsEvents {
  'Target.attachedToTarget': {
    readonly sessionId: string;
    readonly targetInfo: { readonly targetId: string; readonly type: string; readonly openerId?: string };
  };
  'Target.targetDestroyed': { readonly targetId: string };
  'Page.frameNavigated': { readonly frame: { readonly id: string; readonly url: string } };
  'Page.navigatedWithinDocument': { readonly frameId: string; readonly url: string };
  'Page.loadEventFired': object;
  'Page.windowOpen': { readonly url: string; readonly windowName: string };
  'Runtime.executionContextCreated': {
    readonly context: {
      readonly id: number;
      readonly name: string;
      readonly auxData: { readonly frameId: string };
    };
  };
  'Runtime.executionContextDestroyed': { readonly executionContextId: number };
  'Runtime.executionContextsCleared': object;
  'Runtime.bindingCalled': {
    readonly name: string;
    readonly payload: string;
    readonly executionContextId: number;
  };
  'Runtime.consoleAPICalled': {
    readonly type: string;
    readonly args: readonly { readonly value?: unknown; readonly description?: string }[];
  };
  'Runtime.exceptionThrown': {
    readonly exceptionDetails: {
      readonly text: string;
      readonly exception?: { readonly description?: string };
    };
  };
  'Log.entryAdded': {
    readonly entry: { readonly level: string; readonly text: string; readonly url?: string };
  };
  'Fetch.requestPaused': {
    readonly requestId: string;
    readonly frameId: string;
    readonly resourceType: string;
    readonly request: {
      readonly url: string;
      readonly method: string;
      readonly headers: Readonly<Record<string, string>>;
    };
  };
}

/** One world's end of the bridge between the page's world and the preload's. */
export interface WorldBridge {
  /** Offers a value to the other world under a name of its window. */
  readonly expose: (name: string, value: unknown) => void;
  /** Called with what the other world offers. */
  readonly onExposed: (listener: (name: string, value: unknown) => void) => void;
}

/**
 * What Electron's contextBridge does between two worlds of one page: functions become functions that call across, at
 * once; promises become promises; objects that hold functions are copied and frozen; everything else is structurally
 * cloned, so a Proxy (a reactive object of Vue, for one) throws here as it does there. An error keeps its message.
 *
 * The two ends talk through events of the window, which Chromium clones from one world into the other. The function is
 * self-contained: its source is sent to both worlds. `incoming` and `outgoing` are names of events.
 */
export function makeWorldBridge(incoming: string, outgoing: string): WorldBridge {
  type Anything = (...values: unknown[]) => unknown;
  type Packed =
    | { readonly kind: 'clone'; readonly value: unknown }
    | { readonly kind: 'function'; readonly id: number }
    | { readonly kind: 'promise'; readonly id: number }
    | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Packed])[] }
    | { readonly kind: 'error'; readonly message: string };
  type Message =
    | { readonly type: 'expose'; readonly name: string; readonly value: Packed }
    | { readonly type: 'call'; readonly id: number; readonly values: readonly Packed[] }
    | { readonly type: 'answer'; readonly value: Packed }
    | { readonly type: 'settle'; readonly id: number; readonly value: Packed };

  const page = globalThis as unknown as EventTarget;
  const functions: Anything[] = [];
  const promises: Promise<unknown>[] = [];
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let answer: Packed | undefined;
  let heard: ((name: string, value: unknown) => void) | undefined;

  const say = (message: Message): void => {
    page.dispatchEvent(new CustomEvent(outgoing, { detail: message }));
  };

  const holdsFunctions = (value: unknown): boolean =>
    typeof value === 'function' ||
    (typeof value === 'object' &&
      value !== null &&
      Object.getPrototypeOf(value) === Object.prototype &&
      Object.values(value).some(holdsFunctions));

  const pack = (value: unknown): Packed => {
    if (typeof value === 'function') return { kind: 'function', id: functions.push(value as Anything) - 1 };
    if (value instanceof Promise) {
      const id = promises.push(value) - 1;
      const settle = (settled: Packed): void => say({ type: 'settle', id, value: settled });
      value.then(
        (result: unknown) => settle(attempt(() => result)),
        (error: unknown) => settle(failure(error)),
      );
      return { kind: 'promise', id };
    }
    if (holdsFunctions(value)) {
      const entries = Object.entries(value as object).map(([key, child]) => [key, pack(child)] as const);
      return { kind: 'object', entries };
    }
    return { kind: 'clone', value: structuredClone(value) };
  };

  const failure = (error: unknown): Packed => ({
    kind: 'error',
    message: error instanceof Error ? error.message : String(error),
  });

  const attempt = (work: () => unknown): Packed => {
    try {
      return pack(work());
    } catch (error) {
      return failure(error);
    }
  };

  const call = (id: number, values: readonly unknown[]): unknown => {
    const packed = values.map(pack);
    answer = undefined;
    say({ type: 'call', id, values: packed });
    const given: Packed | undefined = answer;
    answer = undefined;
    if (given === undefined) throw new Error('the other world does not answer');
    return unpack(given);
  };

  const unpack = (packed: Packed): unknown => {
    switch (packed.kind) {
      case 'clone':
        return packed.value;
      case 'function':
        return (...values: unknown[]) => call(packed.id, values);
      case 'promise':
        return new Promise((resolve, reject) => waiting.set(packed.id, { resolve, reject }));
      case 'object':
        return Object.freeze(Object.fromEntries(packed.entries.map(([key, value]) => [key, unpack(value)])));
      case 'error':
        throw new Error(packed.message);
    }
  };

  const settle = (id: number, value: Packed): void => {
    const promise = waiting.get(id);
    waiting.delete(id);
    try {
      promise?.resolve(unpack(value));
    } catch (error) {
      promise?.reject(error as Error);
    }
  };

  page.addEventListener(incoming, (event) => {
    const message = (event as CustomEvent<Message>).detail;
    switch (message.type) {
      case 'expose':
        heard?.(message.name, unpack(message.value));
        return;
      case 'call': {
        const { id, values } = message;
        say({ type: 'answer', value: attempt(() => functions[id]?.(...values.map(unpack))) });
        return;
      }
      case 'answer':
        answer = message.value;
        return;
      case 'settle':
        settle(message.id, message.value);
    }
  });

  return {
    expose: (name, value) => say({ type: 'expose', name, value: pack(value) }),
    onExposed: (listener) => {
      heard = listener;
    },
  };
}

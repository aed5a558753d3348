/** What the page itself saw of its frames and of its answers to a hand; milliseconds. */
export interface FrameRecord {
  /** Between the starts of following frames. */
  readonly frames: readonly number[];
  /** Work of the page's thread for each input: its handlers, and the frame that shows their effect. */
  readonly answers: readonly number[];
}

export interface PageClock {
  /** Goes to a route ("#/runs") and resolves with the time from there until a frame in which all are there has been drawn. */
  readonly show: (route: string, conditions: readonly Shown[]) => Promise<number>;
  /** The same from a click on an element. */
  readonly press: (selector: string, conditions: readonly Shown[]) => Promise<number>;
  /** Starts recording frames and answers to events of these types. */
  readonly record: (events: readonly string[]) => void;
  /** Ends the recording after a last frame. */
  readonly recorded: () => Promise<FrameRecord>;
}

/** An element that is there; painted: with a canvas in it whose picture, drawn since the start, has at least so many marks. */
export interface Shown {
  readonly selector: string;
  readonly marks?: number;
  /** How many such elements; one if not said. */
  readonly count?: number;
  readonly text?: string;
}

/**
 * Clocks of a page, in the page: no message of a debugger lies between what happens and the clock. Drawing on
 * canvases is counted, so that "shown" means a picture and not an element.
 *
 * The function is self-contained: its source is sent to the page before its own scripts.
 */
export function installPageClock(): void {
  interface Context2d {
    readonly canvas: { readonly width: number; readonly height: number };
    getTransform(): { readonly a: number; readonly d: number };
  }
  interface Element {
    readonly textContent: string;
    querySelectorAll(selector: string): Iterable<object>;
    click(): void;
  }
  interface PageGlobals {
    readonly CanvasRenderingContext2D: { prototype: Record<string, (...values: unknown[]) => unknown> };
    readonly document: { querySelectorAll(selector: string): Iterable<Element> };
    readonly location: { hash: string };
    addEventListener(type: string, listener: () => void, options: object): void;
    removeEventListener(type: string, listener: () => void, options: object): void;
    requestAnimationFrame(callback: () => void): void;
    pageClock: PageClock;
  }
  const page = globalThis as unknown as PageGlobals;

  /** Of each canvas, the marks in its picture as it is: what clears it all begins a new one. */
  let marks = new WeakMap<object, number>();
  const { prototype } = page.CanvasRenderingContext2D;
  for (const name of ['clearRect', 'fillRect']) {
    const cover = prototype[name];
    if (cover === undefined) continue;
    prototype[name] = function (this: Context2d, ...values: unknown[]): unknown {
      const [x, y, width, height] = values as number[];
      const { a: across, d: down } = this.getTransform();
      const isWhole =
        x === 0 &&
        y === 0 &&
        Math.ceil((width ?? 0) * across) >= this.canvas.width &&
        Math.ceil((height ?? 0) * down) >= this.canvas.height;
      if (isWhole) marks.delete(this.canvas);
      return cover.apply(this, values);
    };
  }
  for (const name of ['stroke', 'fill', 'fillRect', 'fillText', 'drawImage', 'putImageData']) {
    const draw = prototype[name];
    if (draw === undefined) continue;
    prototype[name] = function (this: Context2d, ...values: unknown[]): unknown {
      marks.set(this.canvas, (marks.get(this.canvas) ?? 0) + 1);
      return draw.apply(this, values);
    };
  }

  /** Calls after the page's own work for this frame is done: a message waits until styles, layout and paint are. */
  const afterFrame = (done: () => void): void => {
    const { port1, port2 } = new MessageChannel();
    const heard = port1 as unknown as { onmessage: () => void };
    heard.onmessage = (): void => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  };

  const isShown = ({ selector, marks: least = 0, count = 1, text = '' }: Shown): boolean => {
    const found = [...page.document.querySelectorAll(selector)].filter((element) => {
      if (!element.textContent.includes(text)) return false;
      if (least === 0) return true;
      return [...element.querySelectorAll('canvas')].some((canvas) => (marks.get(canvas) ?? 0) >= least);
    });
    return found.length >= count;
  };
  /** After so many ms a picture will not come. */
  const patience = 30_000;
  const whenShown = (conditions: readonly Shown[], act: () => void): Promise<number> =>
    new Promise((resolve, reject) => {
      marks = new WeakMap();
      const start = performance.now();
      act();
      const look = (): void => {
        page.requestAnimationFrame(() => {
          afterFrame(() => {
            const time = performance.now() - start;
            const absent = conditions.find((condition) => !isShown(condition));
            if (absent === undefined) resolve(time);
            else if (time < patience) look();
            else reject(new Error(`not shown: ${JSON.stringify(absent)}`));
          });
        });
      };
      look();
    });

  let events: readonly string[] = [];
  let frames: number[] = [];
  let answers: number[] = [];
  let isRecording = false;
  /** Work for inputs that no frame has shown yet; null when every one is shown. */
  let work: number | null = null;
  /** When a handler began whose end was not seen. */
  let begun: number | null = null;

  const endHandlers = (): void => {
    if (work !== null && begun !== null) work += performance.now() - begun;
    begun = null;
  };
  /** The first to hear of an input: the rest of this task is the page's handlers and what they queued. */
  const hear = (): void => {
    begun ??= performance.now();
    if (work === null) {
      work = 0;
      // Before any the handlers ask for. Moves of a pointer are told right before a frame, in one go with it.
      page.requestAnimationFrame(() => {
        endHandlers();
        const drawing = performance.now();
        afterFrame(() => {
          answers.push((work ?? 0) + performance.now() - drawing);
          work = null;
        });
      });
    }
    afterFrame(endHandlers);
  };
  const tick = (last: number): void => {
    page.requestAnimationFrame(() => {
      const now = performance.now();
      if (last > 0) frames.push(now - last);
      if (isRecording) tick(now);
    });
  };

  page.pageClock = {
    show: (route, conditions) => whenShown(conditions, () => (page.location.hash = route)),
    press: (selector, conditions) => {
      const [element] = page.document.querySelectorAll(selector);
      if (element === undefined) throw new Error(`nothing to press: ${selector}`);
      return whenShown(conditions, () => element.click());
    },
    record: (types) => {
      events = types;
      frames = [];
      answers = [];
      isRecording = true;
      for (const type of events) page.addEventListener(type, hear, { capture: true });
      tick(0);
    },
    recorded: async () => {
      for (const type of events) page.removeEventListener(type, hear, { capture: true });
      isRecording = false;
      await new Promise<void>((resolve) => page.requestAnimationFrame(() => afterFrame(resolve)));
      return { frames, answers };
    },
  };
}

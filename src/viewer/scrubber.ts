import type { Theme } from '../shared/colours.ts';
import { formatCount, formatNumber } from '../shared/scales.ts';
import { fill } from '../renderer/charts/words.ts';
import { paintPlan } from '../renderer/components/planPainter.ts';
import { button, canvas, element } from './elements.ts';
import { lossStripPlan } from './lossStrip.ts';
import type { OpenedData } from './readData.ts';
import type { Words } from './words.ts';

/** Milliseconds a step is shown while it plays. */
const playMs = 160;

/** Goes through the kept steps of a run: a slider under its losses, and a button that plays them. */
export class Scrubber {
  readonly element: HTMLElement;
  readonly #data: Pick<OpenedData, 'numbers' | 'losses' | 'keptSteps'>;
  readonly #words: Words;
  readonly #move: (index: number) => void;
  readonly #strip: HTMLCanvasElement;
  readonly #range = element('input', '');
  readonly #said = element('output', 'said');
  readonly #play: HTMLButtonElement;
  #timer = 0;

  constructor(
    data: Pick<OpenedData, 'numbers' | 'losses' | 'keptSteps'>,
    words: Words,
    move: (index: number) => void,
  ) {
    this.#data = data;
    this.#words = words;
    this.#move = move;
    this.#strip = canvas(words.losses);
    this.#play = button('▶', words.play, () => this.play());
    this.#range.type = 'range';
    this.#range.min = '0';
    this.#range.max = String(data.numbers.length - 1);
    this.#range.ariaLabel = words.step;
    this.#range.addEventListener('input', () => {
      this.#stop();
      move(Number(this.#range.value));
    });
    const track = element('div', 'track', ...(data.losses.length > 0 ? [this.#strip] : []), this.#range);
    this.element = element('section', 'scrubber', this.#play, track, this.#said);
    this.element.ariaLabel = words.step;
  }

  show(index: number, theme: Theme): void {
    const { numbers, losses, keptSteps } = this.#data;
    const step = numbers[index] ?? 0;
    const loss = losses[Math.max(0, step - 1)];
    const where = fill(this.#words.atStep, {
      step: formatCount(step),
      last: formatCount(numbers.at(-1) ?? 0),
    });
    const lost = loss === undefined ? '' : `, ${this.#words.loss} ${formatNumber(loss, 4)}`;
    this.#range.value = String(index);
    this.#range.setAttribute('aria-valuetext', where);
    const kept =
      keptSteps > numbers.length
        ? fill(this.#words.someSteps, { n: formatCount(numbers.length), all: formatCount(keptSteps) })
        : fill(this.#words.allSteps, { n: formatCount(numbers.length) });
    this.#said.replaceChildren(element('span', 'num', `${where}${lost}`), element('span', 'soft', kept));
    if (losses.length === 0) return;
    const strip = { theme, width: Math.max(120, this.#range.clientWidth), losses, steps: numbers, at: step };
    paintPlan(this.#strip, lossStripPlan(strip, this.#words.losses), window.devicePixelRatio || 1);
  }

  /** From the shown step to the last, or from the first again; once more stops it. */
  play(): void {
    if (this.#timer !== 0) return this.#stop();
    const last = this.#data.numbers.length - 1;
    let index = Number(this.#range.value);
    if (index === last) this.#go((index = 0));
    this.#play.textContent = '❚❚';
    this.#play.setAttribute('aria-pressed', 'true');
    this.#timer = window.setInterval(() => {
      index += 1;
      this.#go(index);
      if (index >= last) this.#stop();
    }, playMs);
  }

  /** By so many kept steps. */
  moveBy(count: number): void {
    this.#stop();
    const last = this.#data.numbers.length - 1;
    this.#go(Math.min(last, Math.max(0, Number(this.#range.value) + count)));
  }

  /** The slider stands there at once: a second key may come before the next frame. */
  #go(index: number): void {
    this.#range.value = String(index);
    this.#move(index);
  }

  #stop(): void {
    window.clearInterval(this.#timer);
    this.#timer = 0;
    this.#play.textContent = '▶';
    this.#play.setAttribute('aria-pressed', 'false');
  }
}

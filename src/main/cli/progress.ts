import { formatCount } from '../../shared/scales.ts';
import type { ProgressMessage } from '../../shared/trainerMessages.ts';
import { formatBytes, formatDuration } from './format.ts';
import type { CliIo, Terminal } from './io.ts';

/** How far work is, and what else to say beside it. */
export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: ProgressMessage['unit'];
  readonly note?: string;
}

/** Shows progress. `clear` takes it off the screen so that a line can be printed. */
export interface ProgressView {
  update(progress: Progress): void;
  clear(): void;
}

/** A bar on a terminal, else plain lines, at most one a second. */
export function progressView(io: CliIo, now: () => number = () => performance.now() / 1000): ProgressView {
  return io.terminal === null ? new ProgressLines(io.out, now) : new ProgressBar(io.terminal, now);
}

const redrawSeconds = 0.1;
const barWidth = 24;

class ProgressBar implements ProgressView {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  readonly #rate: Rate;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #stage = '';

  constructor(terminal: Terminal, now: () => number) {
    this.#terminal = terminal;
    this.#now = now;
    this.#rate = new Rate(now);
  }

  update(progress: Progress): void {
    this.#rate.add(progress);
    const isNew = progress.stage !== this.#stage;
    if (!isNew && this.#now() - this.#drawnAt < redrawSeconds && progress.done !== progress.total) return;
    this.#stage = progress.stage;
    this.#drawnAt = this.#now();
    const { done, total } = progress;
    const filled = total === null || total === 0 ? 0 : Math.round((done / total) * barWidth);
    const bar = '━'.repeat(filled) + '─'.repeat(barWidth - filled);
    const line = [`${progress.stage} ${bar} ${amount(progress)}`, ...this.#rate.words(progress)];
    if (progress.note !== undefined) line.push(progress.note);
    const text = line.join('  ').slice(0, Math.max(20, this.#terminal.columns() - 1));
    this.#terminal.write(`\r\u001b[2K${text}`);
  }

  clear(): void {
    if (this.#stage === '') return;
    this.#stage = '';
    this.#terminal.write('\r\u001b[2K');
  }
}

class ProgressLines implements ProgressView {
  readonly #out: (text: string) => void;
  readonly #now: () => number;
  readonly #rate: Rate;
  #printedAt: number;

  constructor(out: (text: string) => void, now: () => number) {
    this.#out = out;
    this.#now = now;
    this.#rate = new Rate(now);
    this.#printedAt = now();
  }

  update(progress: Progress): void {
    this.#rate.add(progress);
    if (this.#now() - this.#printedAt < 1) return;
    this.#printedAt = this.#now();
    const line = [progress.stage, amount(progress), ...this.#rate.words(progress)];
    if (progress.note !== undefined) line.push(progress.note);
    this.#out(line.join('  '));
  }

  clear(): void {
    // Lines stay where they are.
  }
}

/** Work a second over the last seconds of a stage. */
class Rate {
  readonly #now: () => number;
  #stage = '';
  #marks: { readonly at: number; readonly done: number }[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  add({ stage, done }: Progress): void {
    if (stage !== this.#stage) this.#marks = [];
    this.#stage = stage;
    this.#marks.push({ at: this.#now(), done });
    while (this.#marks.length > 2 && this.#now() - (this.#marks[0]?.at ?? 0) > 10) this.#marks.shift();
  }

  /** Rate and time left, as far as they are known. */
  words({ done, total, unit }: Progress): string[] {
    const [first] = this.#marks;
    const last = this.#marks.at(-1);
    if (first === undefined || last === undefined || last.at - first.at < 0.5) return [];
    const rate = (last.done - first.done) / (last.at - first.at);
    if (!(rate > 0)) return [];
    const each = unit === 'bytes' ? formatBytes(Math.round(rate)) : roundRate(rate);
    const words = [`${each}${unit === 'steps' ? ' steps' : ''}/s`];
    if (total !== null && total > done) words.push(`${formatDuration((total - done) / rate)} left`);
    return words;
  }
}

function roundRate(rate: number): string {
  return rate < 10 ? rate.toFixed(1) : formatCount(Math.round(rate));
}

function amount({ done, total, unit }: Progress): string {
  const write = unit === 'bytes' ? formatBytes : formatCount;
  if (total === null) return `${write(done)}${unit === 'bytes' ? '' : ` ${unit}`}`;
  return `${write(done)} / ${write(total)}${unit === 'bytes' ? '' : ` ${unit}`}`;
}

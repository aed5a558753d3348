import type { BrowserWindow, Notification } from 'electron';
import type { LabEvent } from '../../../shared/api.ts';
import type { RunId } from '../../../shared/ids.ts';
import type { RunSummary } from '../../../shared/run.ts';
import type { LabDoor } from '../door.ts';
import { openPage } from './openings.ts';
import type { ElectronPieces } from './pieces.ts';

/** Runs asked for at once. */
const askedAtOnce = 100;

/** What the desktop shows of the work in hand: the task bar's progress, a note when a run ends, no sleep meanwhile. */
export class RunningWork {
  readonly #electron: ElectronPieces;
  readonly #lab: LabDoor;
  readonly #window: BrowserWindow;
  #blocker: number | undefined;
  readonly #active = new Map<RunId, RunSummary>();
  /** What is asked of the lab, one after another: an older answer must not undo a newer one. */
  #asking = Promise.resolve();
  /** Shown, and held until they are gone: what nobody holds hears no click. */
  readonly #notes = new Set<Notification>();

  constructor(electron: ElectronPieces, lab: LabDoor, window: BrowserWindow) {
    this.#electron = electron;
    this.#lab = lab;
    this.#window = window;
  }

  /** Runs that are training now (a paused one needs no care when the app quits: it has its checkpoint). */
  get active(): readonly RunSummary[] {
    return [...this.#active.values()];
  }

  /** Listens until the returned function is called. */
  watch(): () => void {
    const stop = this.#lab.onEvent((event) => this.#hear(event));
    this.#ask(async () => {
      for (const run of await this.#answer<readonly RunSummary[]>('listRuns', {})) this.#take(run);
    });
    return () => {
      stop();
      this.#setBlocker(false);
    };
  }

  #hear(event: LabEvent): void {
    if (event.type === 'runs-changed') this.#ask(() => this.#refresh(event.runIds));
    if (event.type === 'steps') {
      const total = this.#active.get(event.runId)?.shape?.totalSteps;
      if (total !== undefined && !this.#window.isDestroyed()) {
        this.#window.setProgressBar((event.firstStep + event.losses.length - 1) / total);
      }
    }
  }

  #ask(act: () => Promise<void>): void {
    this.#asking = this.#asking.then(act).then(() => this.#show());
  }

  /** What has become of these runs; of ten thousand others nothing is asked. */
  async #refresh(runIds: readonly RunId[]): Promise<void> {
    for (let at = 0; at < runIds.length; at += askedAtOnce) {
      const some = runIds.slice(at, at + askedAtOnce);
      const found = await this.#answer<readonly RunSummary[]>('getRuns', { runIds: some });
      for (const run of found) this.#take(run);
      const there = new Set(found.map(({ id }) => id));
      for (const id of some) if (!there.has(id)) this.#active.delete(id);
    }
  }

  /** None of what is refused: the lab is closing. */
  async #answer<Found extends readonly unknown[]>(
    method: string,
    input: unknown,
  ): Promise<Found | readonly []> {
    const reply = await this.#lab.dispatch(method, input);
    return reply.ok ? (reply.value as Found) : [];
  }

  #take(run: RunSummary): void {
    const wasActive = this.#active.has(run.id);
    if (run.state === 'running') this.#active.set(run.id, run);
    else if (wasActive) {
      this.#active.delete(run.id);
      if (!this.#window.isDestroyed()) this.#announce(run);
    }
  }

  #show(): void {
    if (this.#window.isDestroyed()) return;
    if (this.#active.size === 0) this.#window.setProgressBar(-1);
    this.#setBlocker(this.#active.size > 0);
  }

  #announce(run: RunSummary): void {
    if (run.state === 'paused' || run.state === 'queued' || this.#window.isFocused()) return;
    if (!this.#electron.Notification.isSupported()) return;
    const loss = run.lastEvaluation?.metrics.loss;
    const note = new this.#electron.Notification({
      title: `${run.name}: ${run.state}`,
      body: loss === undefined ? `step ${run.step}` : `step ${run.step}, test loss ${loss.toFixed(4)}`,
    });
    this.#notes.add(note);
    note.on('close', () => this.#notes.delete(note));
    note.on('click', () => {
      this.#notes.delete(note);
      openPage(this.#window, `/runs/${run.id}`);
    });
    note.show();
  }

  #setBlocker(on: boolean): void {
    if (on && this.#blocker === undefined) {
      this.#blocker = this.#electron.powerSaveBlocker.start('prevent-app-suspension');
    } else if (!on && this.#blocker !== undefined) {
      this.#electron.powerSaveBlocker.stop(this.#blocker);
      this.#blocker = undefined;
    }
  }
}

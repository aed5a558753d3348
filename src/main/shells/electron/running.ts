import type { BrowserWindow, Notification } from 'electron';
import type { LabEvent } from '../../../shared/api.ts';
import type { RunId } from '../../../shared/ids.ts';
import type { RunSummary } from '../../../shared/run.ts';
import type { LabDoor } from '../door.ts';
import { openPage } from './openings.ts';
import type { ElectronPieces } from './pieces.ts';

/** What the desktop shows of the work in hand: the task bar's progress, a note when a run ends, no sleep meanwhile. */
export class RunningWork {
  readonly #electron: ElectronPieces;
  readonly #lab: LabDoor;
  readonly #window: BrowserWindow;
  #blocker: number | undefined;
  #active = new Map<RunId, RunSummary>();
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
    const stop = this.#lab.onEvent((event) => void this.#hear(event));
    void this.#refresh();
    return () => {
      stop();
      this.#setBlocker(false);
    };
  }

  async #hear(event: LabEvent): Promise<void> {
    if (event.type === 'runs-changed') await this.#refresh();
    if (event.type === 'steps') {
      const total = this.#active.get(event.runId)?.shape?.totalSteps;
      if (total !== undefined && !this.#window.isDestroyed()) {
        this.#window.setProgressBar((event.firstStep + event.losses.length - 1) / total);
      }
    }
  }

  async #refresh(): Promise<void> {
    const reply = await this.#lab.dispatch('listRuns', {});
    if (!reply.ok || this.#window.isDestroyed()) return;
    const runs = reply.value as readonly RunSummary[];
    const active = new Map(runs.filter((run) => run.state === 'running').map((run) => [run.id, run]));
    for (const id of this.#active.keys()) {
      const run = runs.find((candidate) => candidate.id === id);
      if (run !== undefined && !active.has(id)) this.#announce(run);
    }
    this.#active = active;
    if (active.size === 0) this.#window.setProgressBar(-1);
    this.#setBlocker(active.size > 0);
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

import type { BrowserWindow } from 'electron';
import type { RunSummary } from '../../../shared/run.ts';
import type { ElectronPieces } from './pieces.ts';
import type { RunningWork } from './running.ts';
import type { DesktopWords } from './words.ts';

/**
 * A window that closes while a run trains stays and asks: go on, or checkpoint and stop. The question does not hold up
 * this process, which records the run meanwhile. The app then ends once `close` has.
 */
export function askBeforeQuit(
  electron: ElectronPieces,
  window: BrowserWindow,
  work: RunningWork,
  words: DesktopWords,
  close: () => Promise<void>,
): void {
  let mayClose = false;
  let isAsking = false;
  window.on('close', (event) => {
    const [run] = work.active;
    if (mayClose || run === undefined) return;
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    void wantsToQuit(electron, window, words, run)
      .then((answer) => {
        mayClose = answer;
        if (answer) electron.app.quit();
      })
      .finally(() => {
        isAsking = false;
      });
  });
  let closed = false;
  electron.app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void close().finally(() => {
      closed = true;
      electron.app.quit();
    });
  });
}

async function wantsToQuit(
  electron: ElectronPieces,
  window: BrowserWindow,
  words: DesktopWords,
  run: RunSummary,
): Promise<boolean> {
  const { response } = await electron.dialog.showMessageBox(window, {
    type: 'question',
    message: words.isTraining(run.name, run.step),
    detail: words.isTrainingDetail,
    buttons: [words.keepTraining, words.stopAndQuit],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}

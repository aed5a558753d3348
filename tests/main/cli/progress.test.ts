import { describe, expect, it } from 'vitest';
import { progressView } from '../../../src/main/cli/progress.ts';
import { captureIo } from './capture.ts';

const training = (
  done: number,
  note = 'loss −0.5',
): Parameters<ReturnType<typeof progressView>['update']>[0] => ({
  stage: 'training',
  done,
  total: 100,
  unit: 'steps',
  note,
});

describe('progress as lines', () => {
  it('prints at most a line a second, with rate and time left', () => {
    const { io, out } = captureIo('/');
    let now = 0;
    const view = progressView(io, () => now);
    for (let step = 1; step <= 50; step += 1) {
      now = step / 10;
      view.update(training(step));
    }
    expect(out).toHaveLength(5);
    expect(out[1]).toBe('training  20 / 100 steps  10 steps/s  8.00 s left  loss −0.5');
  });

  it('prints nothing of work that takes less than a second', () => {
    const { io, out } = captureIo('/');
    let now = 0;
    const view = progressView(io, () => now);
    now = 0.9;
    view.update({ stage: 'reading', done: 10, total: 10, unit: 'documents' });
    expect(out).toEqual([]);
  });
});

describe('progress on a terminal', () => {
  const draw = (): {
    written: string[];
    view: ReturnType<typeof progressView>;
    tick: (by: number) => void;
  } => {
    const written: string[] = [];
    let now = 0;
    const { io } = captureIo('/', { columns: () => 60, write: (text) => written.push(text) });
    return { written, view: progressView(io, () => now), tick: (by) => (now += by) };
  };

  it('redraws one line, filled in proportion, never wider than the terminal', () => {
    const { written, view, tick } = draw();
    view.update(training(0));
    tick(1);
    view.update(training(50, 'a note that is far too long for a terminal of sixty columns'));
    expect(written[0]).toBe(`\r\u001b[2Ktraining ${'─'.repeat(24)} 0 / 100 steps  loss −0.5`);
    expect(written[1]).toContain(`${'━'.repeat(12)}${'─'.repeat(12)} 50 / 100 steps`);
    for (const line of written) expect([...line.replace('\r\u001b[2K', '')].length).toBeLessThan(60);
    expect(written.join('')).not.toContain('\n');
  });

  it('redraws at most ten times a second, but always the end', () => {
    const { written, view, tick } = draw();
    for (let step = 1; step <= 99; step += 1) {
      tick(0.01);
      view.update(training(step));
    }
    expect(written.length).toBeLessThanOrEqual(11);
    tick(0.001);
    view.update(training(100));
    expect(written.at(-1)).toContain('100 / 100');
  });

  it('clears its line once, and only if it drew one', () => {
    const { written, view } = draw();
    view.clear();
    expect(written).toEqual([]);
    view.update({ stage: 'downloading', done: 2_000_000, total: null, unit: 'bytes' });
    view.clear();
    view.clear();
    expect(written).toHaveLength(2);
    expect(written[0]).toContain('2 MB');
    expect(written[1]).toBe('\r\u001b[2K');
  });
});

import type { TrainOutcome } from '../../shared/trainerMessages.ts';
import type { Observer } from './observer.ts';
import { stateOf, type Run } from './run.ts';

/**
 * Trains until the last step, a loss that is no number, or a wish. After step k, in this order and before any wish is
 * obeyed: its loss is on its way, then its snapshots, its evaluation, its checkpoint; so whatever goes on from a
 * checkpoint has missed nothing.
 */
export async function trainLoop(run: Run, observer: Observer): Promise<TrainOutcome> {
  const { engine, order, clock, steps, keeper, breath, hooks } = run;
  const { totalSteps } = run.plan.shape;
  /** Whether nothing looked at the weights since the last step, so that the next does its update on the way. */
  let flowing = false;
  while (engine.stepCount < totalSteps) {
    if (hooks.control.wish !== 'go') {
      const outcome = await obey(run);
      if (outcome !== null) return outcome;
    }
    const step = engine.stepCount + 1;
    const rows = order.next();
    const started = performance.now();
    const loss = engine.step(rows);
    const watched = observer.isDue(step) || keeper.isDue(step, started) || step === totalSteps;
    if (watched) engine.settle();
    const now = performance.now();
    clock.add((now - started) / 1000, flowing && !watched);
    flowing = !watched;
    steps.add(step, loss, clock.trainSeconds);
    if (!Number.isFinite(loss)) {
      await steps.send();
      return 'diverged';
    }
    if (steps.isDue(now)) await steps.send();
    if (observer.isDue(step)) await observer.observe(step);
    // The last step's checkpoint is the one a finished run keeps.
    if (step < totalSteps && keeper.isDue(step, started)) {
      await steps.send();
      await keeper.saveResumable(engine, () => stateOf(run));
    }
    if (breath.isDue(now)) await breath.take();
  }
  await steps.send();
  return 'finished';
}

/** Pauses for as long as that is wished; returns how the run ends, or null when it goes on. */
async function obey(run: Run): Promise<TrainOutcome | null> {
  const { engine, steps, keeper } = run;
  const { control, emit } = run.hooks;
  await steps.send();
  // Before the pause, so that nothing is lost if the machine is switched off during it.
  await keeper.saveResumable(engine, () => stateOf(run));
  if (control.wish === 'pause') {
    await emit({ type: 'paused', step: engine.stepCount });
    await control.whilePaused();
  }
  switch (control.wish) {
    case 'stop':
      return 'cancelled';
    case 'exit':
      return 'interrupted';
    default:
      await emit({ type: 'resumed', step: engine.stepCount });
      return null;
  }
}

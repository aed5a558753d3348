import { testSequences } from '../features/sequences.ts';
import { evaluateTest, type TestResult } from './evaluate.ts';
import type { Run } from './run.ts';

/**
 * Looks at a run from outside its steps: snapshots of the probes every few steps, an evaluation every few epochs,
 * both at the last step. Its time is not the steps'.
 */
export class Observer {
  readonly #run: Run;
  readonly #probes: readonly Int32Array[];
  #latest: { readonly step: number; readonly test: TestResult } | null = null;

  constructor(run: Run) {
    this.#run = run;
    const { testDocuments } = run.plan.shape;
    this.#probes = testSequences(testDocuments, run.plan.model.sequenceLength).slice(
      0,
      run.experiment.probes.sequences,
    );
  }

  /** Whether anything is to be seen after `step` updates; cheap enough to ask after every one. */
  isDue(step: number): boolean {
    return this.#snapshotIsDue(step) || this.#evaluationIsDue(step);
  }

  /** Sends what is due after `step` updates: snapshots first. */
  async observe(step: number): Promise<void> {
    if (this.#snapshotIsDue(step)) await this.#sendSnapshots(step);
    if (this.#evaluationIsDue(step)) await this.#evaluate(step);
  }

  /** The snapshots of a run that ends before its time, unless they were just sent. */
  async observeEnd(step: number): Promise<void> {
    if (!this.#snapshotIsDue(step)) await this.#sendSnapshots(step);
  }

  /** The test result of the weights as they are after `step` updates, evaluated again only if need be. */
  async testAt(step: number): Promise<TestResult> {
    return this.#latest?.step === step ? this.#latest.test : this.#evaluate(step);
  }

  #snapshotIsDue(step: number): boolean {
    if (this.#probes.length === 0) return false;
    return step % this.#run.experiment.probes.everySteps === 0 || step === this.#run.plan.shape.totalSteps;
  }

  #evaluationIsDue(step: number): boolean {
    const { stepsPerEpoch, totalSteps } = this.#run.plan.shape;
    const { everyEpochs } = this.#run.experiment.evaluate;
    return step % (stepsPerEpoch * everyEpochs) === 0 || step === totalSteps;
  }

  async #sendSnapshots(step: number): Promise<void> {
    const { engine, hooks, breath } = this.#run;
    for (const [sequence, rows] of this.#probes.entries()) {
      const values = engine.attention('test', rows); // [H, n, n]
      await hooks.emit({ type: 'snapshot', step, sequence, heads: engine.model.heads, values });
      await breath.takeIfDue();
    }
  }

  async #evaluate(step: number): Promise<TestResult> {
    const { engine, hooks, breath, testLabels, plan } = this.#run;
    const started = performance.now();
    const test = await evaluateTest(engine, testLabels, plan.shape.classes.length, breath);
    const seconds = (performance.now() - started) / 1000;
    this.#latest = { step, test };
    const epoch = Math.floor(step / plan.shape.stepsPerEpoch);
    await hooks.emit({ type: 'evaluation', evaluation: { epoch, step, metrics: test.metrics, seconds } });
    return test;
  }
}

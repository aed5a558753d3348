import { asRunId } from '../../src/shared/ids.ts';
import { presets } from '../../src/shared/presets.ts';
import type { RunSummary } from '../../src/shared/run.ts';

const [quickStart] = presets;
let made = 0;

/** A queued quick-start run, changed where a test says so; every call gives another id and a later time. */
export function sampleRun(changes: Partial<RunSummary> = {}): RunSummary {
  made += 1;
  return {
    id: asRunId(`run${String(made).padStart(5, '0')}`),
    name: 'Quick start',
    state: 'queued',
    experiment: quickStart!.experiment,
    createdAt: new Date(Date.UTC(2026, 0, 1, 0, 0, made)).toISOString(),
    startedAt: null,
    endedAt: null,
    colour: 0,
    starred: false,
    hidden: false,
    tags: [],
    group: null,
    note: '',
    engine: null,
    datasetHash: null,
    shape: null,
    step: 0,
    lastLoss: null,
    bestLoss: null,
    lastEvaluation: null,
    secondsPerStep: null,
    trainSeconds: null,
    peakRssBytes: null,
    error: null,
    parent: null,
    ...changes,
  };
}

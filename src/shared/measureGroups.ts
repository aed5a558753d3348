import type { RunSummary } from './run.ts';

/** More kinds of data than this are not listed with their measures: the table is one of runs. */
const mostHosts = 6;

/**
 * The runs whose untrained measures stand for all: of each kind of data, features and sequences the first tested run.
 * Measures depend on nothing else, so those of one such run are those of every other.
 */
export function measureHosts(runs: readonly RunSummary[]): readonly RunSummary[] {
  const hosts = new Map<string, RunSummary>();
  for (const run of runs) {
    if (run.lastEvaluation === null) continue;
    const key = dataKey(run);
    if (!hosts.has(key)) hosts.set(key, run);
    if (hosts.size >= mostHosts) break;
  }
  return [...hosts.values()];
}

function dataKey({ experiment, datasetHash }: RunSummary): string {
  const { dataset, features, training } = experiment;
  return JSON.stringify([datasetHash ?? dataset, features, training.sequenceLength, training.loss]);
}

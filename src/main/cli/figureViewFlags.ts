import type { Command } from 'commander';
import { rankedMeasures } from '../../shared/agreement.ts';
import { classQuantities } from '../../shared/classMass.ts';
import { measureId, measureSpecs, metrics, type MetricName } from '../../shared/metrics.ts';
import { choice, list, listOf, wholeNumber } from './options.ts';

const metricNames = Object.keys(metrics) as readonly MetricName[];
const ranked = rankedMeasures.map(measureId);

/** Flags of the views that are not losses, maps or heads. */
export function addViewFlags(command: Command): Command {
  return command
    .option(
      '--rows <what>',
      'model: layers, snapshots or runs below one another',
      choice(['layers', 'snapshots', 'runs']),
    )
    .option('--steps <list>', 'model, film: which snapshots, separated by commas', stepList)
    .option('--most <n>', 'film: snapshots; why: lines', wholeNumber(1, 100))
    .option(
      '--seeds <what>',
      'grid: the runs as seeds of one experiment: mean, deviation or both',
      choice(['mean', 'deviation', 'both']),
    )
    .option('--beside <ids>', 'grid: untrained measures beside the runs', listOf(measureSpecs.map(measureId)))
    .option('--difference', 'grid: and A − B of the first two')
    .option('--quantity <name>', `classes: ${classQuantities.join(', ')}`, choice(classQuantities))
    .option('--shown <what>', 'measures: softmax or scores', choice(['softmax', 'scores']))
    .option('--a <id>', `pairs: ${ranked.join(', ')}`, choice(ranked))
    .option('--b <id>', 'pairs: the other measure', choice(ranked))
    .option('--query <n>', 'pairs, why: the query’s place in its sequence, from 0; pairs: or all', placeOrAll)
    .option('--key <n>', 'why: the key’s place, from 0', wholeNumber(0, 1_000_000))
    .option('--shape <name>', 'why: pairs, terms, grid or texts', choice(['pairs', 'terms', 'grid', 'texts']))
    .option('--basis <name>', 'why: now, or the change since step 0', choice(['now', 'change']))
    .option('--metrics <names>', `bars: ${metricNames.join(', ')}`, listOf(metricNames))
    .option('--axes <columns>', 'parallel: settings and results by their names', list)
    .option('--x <column>', 'scatter: what lies across')
    .option('--y <column>', 'scatter: what lies upwards');
}

const stepList = (text: string): number[] => list(text).map(wholeNumber(0, 1_000_000));

const placeOrAll = (text: string): number | 'all' =>
  text === 'all' ? text : wholeNumber(0, 1_000_000)(text);

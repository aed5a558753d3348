import { differingPaths } from './configPaths.ts';
import { metricCells } from './metricCells.ts';
import { measureTitle, type BaselineValues } from './metrics.ts';
import type { RunDetail } from './run.ts';
import { configOf } from './runFields.ts';
import { shownBaselines } from './shownBaselines.ts';
import { settingRange } from './settingText.ts';
import { evaluationAt, tableGroups, type TableGroup, type TableMoment } from './tableGroups.ts';
import type { TableCell, TableFormat } from './tables.ts';

/**
 * Tables for a paper: runs with the settings in which they differ and their test results; those settings alone, a column
 * a row of the former; and test results beside the untrained measures.
 */
export const paperTables = ['runs', 'differences', 'metrics'] as const;
export type PaperTable = (typeof paperTables)[number];

export interface PaperTableOptions {
  /** See `tableGroups`. */
  readonly groupBy: string;
  readonly moment: TableMoment;
  readonly format: TableFormat;
  /** Measures below the metrics, by their ids; null: as `shownBaselines` has it. */
  readonly measures: readonly string[] | null;
}

export function paperTable(
  what: PaperTable,
  runs: readonly RunDetail[],
  options: PaperTableOptions,
): readonly (readonly TableCell[])[] {
  const groups = tableGroups(runs, options.groupBy);
  switch (what) {
    case 'runs':
      return runsTable(runs, groups, options);
    case 'differences':
      return differencesTable(runs, groups);
    case 'metrics':
      return metricsTable(groups, options);
  }
}

/** Where the data lay on somebody's machine is no setting of an experiment; a seed is one where rows are single runs. */
function settingsOf(runs: readonly RunDetail[], groupBy: string): readonly string[] {
  return differingPaths(runs.map(({ experiment }) => experiment)).filter(
    (path) => path !== 'dataset.path' && (path !== 'seed' || groupBy === 'none'),
  );
}

function runsTable(
  runs: readonly RunDetail[],
  groups: readonly TableGroup[],
  { groupBy, moment, format }: PaperTableOptions,
): readonly (readonly TableCell[])[] {
  const settings = settingsOf(runs, groupBy);
  const results = groups.map((group) => resultsOf(group, moment));
  const cells = metricCells(results, moment, format, !settings.includes('training.loss'));
  return [
    ['run', 'seeds', ...settings, ...cells.head],
    ...groups.map((group, row): readonly TableCell[] => [
      group.name,
      String(results[row]?.length ?? 0),
      ...settings.map((path) => settingRange(group.runs.map((run) => configOf(run).get(path)))),
      ...(cells.rows[row] ?? []),
    ]),
  ];
}

function differencesTable(
  runs: readonly RunDetail[],
  groups: readonly TableGroup[],
): readonly (readonly TableCell[])[] {
  return [
    ['setting', ...groups.map(({ name }) => name)],
    ...settingsOf(runs, 'none').map((path) => [
      path,
      ...groups.map((group) => settingRange(group.runs.map((run) => configOf(run).get(path)))),
    ]),
  ];
}

function metricsTable(
  groups: readonly TableGroup[],
  { moment, format, measures: chosen }: PaperTableOptions,
): readonly (readonly TableCell[])[] {
  const results = groups.map((group) => resultsOf(group, moment));
  const measures = measuresOf(groups, chosen);
  const losses = new Set(
    groups.flatMap((group) => group.runs.map(({ experiment }) => experiment.training.loss)),
  );
  const cells = metricCells(
    [...results, ...measures.map(({ baseline }) => [baseline.metrics])],
    moment,
    format,
    losses.size === 1,
  );
  const names = [
    ...groups.map(({ name }, row) => [name, String(results[row]?.length ?? 0)]),
    ...measures.map(({ name }) => [name, '']),
  ];
  return [
    ['run', 'seeds', ...cells.head],
    ...names.map((own, row): readonly TableCell[] => [...own, ...(cells.rows[row] ?? [])]),
  ];
}

const resultsOf = ({ runs }: TableGroup, moment: TableMoment) =>
  runs.flatMap((run) => evaluationAt(run, moment)?.metrics ?? []);

/** Each set of measures once: of runs on the same documents they are the same. */
function measuresOf(
  groups: readonly TableGroup[],
  chosen: readonly string[] | null,
): readonly { readonly name: string; readonly baseline: BaselineValues }[] {
  const sets = new Map<string, { readonly of: string; readonly baselines: readonly BaselineValues[] }>();
  for (const { name, runs } of groups) {
    for (const { baselines } of runs) {
      const key = JSON.stringify(baselines.map(({ id, metrics }) => [id, metrics]));
      if (baselines.length > 0 && !sets.has(key)) sets.set(key, { of: name, baselines });
    }
  }
  return [...sets.values()].flatMap(({ of, baselines }) =>
    shownBaselines(baselines, chosen).map((baseline) => {
      const title = `${measureTitle(baseline.spec)}, untrained`;
      return { name: sets.size === 1 ? title : `${title}, as of ${of}`, baseline };
    }),
  );
}

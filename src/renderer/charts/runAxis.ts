import type { RunSummary } from '../../shared/run.ts';
import { readField, type FieldReader, type FieldValue } from '../../shared/runFields.ts';
import { readMetricAt } from '../../shared/metricAt.ts';
import { withSigns } from '../../shared/scales.ts';
import { settingText } from '../../shared/settingText.ts';
import { columnAxis, type ColumnAxis } from './columnAxis.ts';
import type { FigureWords } from './figureWords.ts';
import type { Language } from './language.ts';
import { fill } from './words.ts';

/** Short heads for the settings everyone looks at. */
const shortTitles: Readonly<Record<string, string>> = {
  'model.heads': 'H',
  'model.headDim': 'd',
  'model.init': 'init',
  'training.learningRate': 'lr',
  'training.sequenceLength': 'n',
  'training.epochs': 'epochs',
  'training.loss': 'loss kind',
};

/** How a column of runs is called; a setting without a name of its own by its path. */
export function columnTitle(id: string, { column, metric, metricAt }: FigureWords): string {
  const at = readMetricAt(id);
  if (at !== null) {
    const name = metric[at.column];
    return at.at === 'best'
      ? fill(metricAt.best, { metric: name })
      : fill(metricAt.at, { metric: name, step: at.at });
  }
  const named: Readonly<Record<string, string | undefined>> = column;
  return named[id] ?? shortTitles[id] ?? id;
}

/** What a run has in a column; `read` knows metrics at another time than the last, if anyone does. */
export function columnValue(id: string, run: RunSummary, read: FieldReader = readField): FieldValue {
  return id === 'run' ? run.name : read(run, id);
}

/** A column of the table as an axis over these runs. */
export function runAxis(
  id: string,
  runs: readonly RunSummary[],
  { charts, figure }: Language,
  read: FieldReader = readField,
): ColumnAxis {
  const values = runs.map((run) => columnValue(id, run, read));
  const text = (value: FieldValue): string =>
    typeof value === 'number' ? withSigns(settingText(value), charts) : settingText(value);
  return columnAxis({ id, title: columnTitle(id, figure), values, text }, charts);
}

import { describe, expect, it } from 'vitest';
import { checkExperiment, datasetSchema, experimentSchema } from '../../../../src/shared/experiment.ts';
import { presets } from '../../../../src/shared/presets.ts';
import { flattenConfig } from '../../../../src/shared/configPaths.ts';
import { fieldsFor, groupOf, type NumberField } from '../../../../src/renderer/views/experiment/fields.ts';

const base = presets[0]!.experiment;
const datasets = [
  { source: 'embedded' },
  { source: '20newsgroups' },
  { source: 'folder', path: '/x' },
  { source: 'table', path: '/x.csv', textColumn: 'text', labelColumn: 'class' },
].map((dataset) => datasetSchema.parse(dataset));

/** Settings that stand elsewhere in the form, or that only a file can set. */
const elsewhere = new Set(['name', 'dataset.source']);
const onlyInFiles = new Set(['folder dataset.categories', 'table dataset.categories']);

describe('the fields of the form', () => {
  it.each(datasets)('cover every setting of an experiment on $source', (dataset) => {
    const experiment = experimentSchema.parse({ ...base, dataset });
    const fields = new Set(fieldsFor(dataset.source).map(({ path }) => path));
    const settings = [...flattenConfig(experiment).keys()].filter(
      (path) => !elsewhere.has(path) && !onlyInFiles.has(`${dataset.source} ${path}`),
    );
    expect([...fields].sort()).toEqual(settings.sort());
  });

  const numbers = fieldsFor('embedded').filter((field): field is NumberField => field.kind === 'number');
  it.each(numbers)('have the bounds of the schema: $path', (field) => {
    const accepts = (value: number): boolean => {
      const [group = '', key = ''] = field.path.split('.');
      const part = base[group as keyof typeof base];
      const experiment =
        key === ''
          ? { ...base, [group]: value }
          : { ...base, [group]: { ...(part as object), [key]: value } };
      const check = checkExperiment(experiment);
      return check.ok || !check.issues.some(({ path }) => path === field.path);
    };
    expect(accepts(field.low)).toBe(field.above !== true);
    expect(accepts(field.low - 1)).toBe(false);
    expect(accepts(field.whole ? field.low + 1 : (field.low + Math.min(1, field.high)) / 2)).toBe(true);
    // Bounds from a million on stand for "no bound": the schema takes more, memory does not.
    if (field.high < 1e6) expect(accepts(field.above === true ? field.high + 1 : field.high + 1)).toBe(false);
  });

  it('belong to one group each, also below a path', () => {
    expect(groupOf('dataset.categories.1')).toBe('data');
    expect(groupOf('training.learningRate')).toBe('optimiser');
    expect(groupOf('seed')).toBe('init');
    expect(groupOf('name')).toBe('data');
  });
});

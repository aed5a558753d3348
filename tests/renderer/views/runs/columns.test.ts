import { describe, expect, it } from 'vitest';
import { availableColumns, withColumn } from '../../../../src/renderer/views/runs/columns.ts';

describe('the columns of the table', () => {
  it('offers the best of a test metric after its last, settings at the end', () => {
    const ids = availableColumns(new Set(['name', 'seed', 'model.heads']));
    expect(ids.slice(ids.indexOf('testLoss'), ids.indexOf('testLoss') + 4)).toEqual([
      'testLoss',
      'testLoss@best',
      'sameClassMass',
      'sameClassMass@best',
    ]);
    expect(ids).not.toContain('entropy@best');
    expect(ids.slice(-2)).toEqual(['seed', 'model.heads']);
  });

  it('puts a metric beside the metrics that are there, anything else at the end', () => {
    const columns = ['run', 'testLoss', 'bestLoss', 'seed'];
    expect(withColumn(columns, 'testLoss@140')).toEqual([
      'run',
      'testLoss',
      'bestLoss',
      'testLoss@140',
      'seed',
    ]);
    expect(withColumn(columns, 'note')).toEqual([...columns, 'note']);
    expect(withColumn(['run', 'seed'], 'entropy')).toEqual(['run', 'seed', 'entropy']);
    expect(withColumn(columns, 'seed')).toEqual(columns);
  });
});

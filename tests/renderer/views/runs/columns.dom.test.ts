import { describe, expect, it } from 'vitest';
import { availableColumns, runColumn, withColumn } from '../../../../src/renderer/views/runs/columns.ts';
import { connectSample } from '../../sampleConnection.ts';
import { sampleRun } from '../../sampleRun.ts';

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

  it('shortens a setting that was worked out, and copies all of it', () => {
    connectSample();
    const run = sampleRun({ name: 'sweep' });
    const training = { ...run.experiment.training, learningRate: 0.000_316_227_766_016 };
    const rate = runColumn('training.learningRate');
    const worked = { ...run, experiment: { ...run.experiment, seed: 4_294_967_295, training } };
    expect(rate.short(worked)).toBe('3.162e-4');
    expect(rate.text(worked)).toBe('3.16227766016e-4');
    expect(runColumn('seed').short(worked)).toBe('4294967295');
  });
});

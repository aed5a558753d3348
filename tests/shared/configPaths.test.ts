import { describe, expect, it } from 'vitest';
import { presets } from '../../src/shared/presets.ts';
import {
  configDifferences,
  differingPaths,
  flattenConfig,
  nearestPreset,
} from '../../src/shared/configPaths.ts';

const [quickStart, notebook, scaled] = presets.map(({ experiment }) => experiment);

describe('settings by path', () => {
  it('are every leaf of the experiment, lists whole, version aside', () => {
    const flat = flattenConfig(notebook!);
    expect(flat.get('training.learningRate')).toBe(1e-5);
    expect(flat.get('dataset.categories')).toEqual([
      'alt.atheism',
      'rec.autos',
      'comp.graphics',
      'sci.space',
    ]);
    expect(flat.has('version')).toBe(false);
    expect(flat.has('dataset')).toBe(false);
  });

  it('differ where values differ, names aside', () => {
    expect(configDifferences(notebook!, scaled!)).toEqual([
      { path: 'model.init', from: 'normal', to: 'scaled' },
    ]);
  });

  it('differ where only one has them', () => {
    const paths = configDifferences(quickStart!, notebook!);
    expect(paths).toContainEqual({ path: 'dataset.testShare', from: 0.25, to: undefined });
    expect(paths).toContainEqual({ path: 'dataset.remove', from: undefined, to: [] });
  });

  it('find the preset an experiment came from, whatever its seed and the place of its data', () => {
    const changed = {
      ...scaled!,
      name: 'mine',
      seed: 7,
      training: { ...scaled!.training, learningRate: 1e-4 },
    };
    expect(nearestPreset(changed).id).toBe('notebook-scaled');
    expect(nearestPreset({ ...quickStart!, seed: 99 }).id).toBe('quick-start');
  });

  it('list what is not the same in all of several experiments', () => {
    expect(differingPaths([scaled!, { ...scaled!, seed: 1 }, notebook!])).toEqual(['seed', 'model.init']);
    expect(differingPaths([scaled!])).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import {
  pageOfFigure,
  runsBeside,
  takeUpView,
  type ViewState,
} from '../../../../src/renderer/views/figure/pageOfFigure.ts';
import { sampleDataset } from '../../../helpers/sampleAnswers.ts';
import { sampleRunId, sampleSpec, sampleViews } from '../../../helpers/sampleFigures.ts';

const pageOf = (view: keyof typeof sampleViews): unknown => pageOfFigure(sampleSpec([sampleViews[view]]));
const run = { run: sampleRunId };

describe('the page of a figure', () => {
  it('is the one that shows its view, with what its address says', () => {
    expect(pageOf('loss')).toBe(`/runs/${sampleRunId}`);
    expect(pageOf('heads')).toEqual({ name: 'attention-heads', query: run });
    expect(pageOf('model')).toEqual({ name: 'attention-model', query: { ...run, rows: 'snapshots' } });
    expect(pageOf('film')).toEqual({ name: 'attention-film', query: run });
    expect(pageOf('grid')).toEqual({
      name: 'attention-grid',
      query: {
        ...run,
        items: `run.${sampleRunId}.0.last,measure.${sampleRunId}.0.dot-raw-softmax,deviation.${sampleRunId}.sample2`,
        a: '0',
        b: '1',
      },
    });
    expect(pageOf('classes')).toEqual({ name: 'attention-classes', query: run });
    expect(pageOf('measures')).toEqual({ name: 'attention-measures', query: { ...run, shown: 'softmax' } });
    expect(pageOf('agreement')).toEqual({ name: 'attention-measures', query: run });
    expect(pageOf('pairs')).toEqual({
      name: 'attention-measures',
      query: { ...run, a: 'cosine-standardised', b: 'euclidean-standardised' },
    });
    expect(pageOf('why-texts')).toEqual({ name: 'attention-heads', query: run });
    expect(pageOf('why-difference')).toEqual({
      name: 'attention-heads',
      query: { ...run, less: 'run.sample2.0.last' },
    });
    expect(pageOf('counts')).toEqual({ path: '/datasets', query: { open: sampleDataset } });
  });

  it('is Compare, at its plot, for runs that are compared', () => {
    const runs = `${sampleRunId},sample2`;
    expect(pageOf('bars')).toEqual({ path: '/compare', query: { runs, plot: 'bars', group: 'none' } });
    expect(pageOf('parallel')).toEqual({
      path: '/compare',
      query: { runs, plot: 'parallel', columns: 'seed,sameClassMass,testLoss' },
    });
    expect(pageOf('scatter')).toEqual({ path: '/compare', query: { runs, plot: 'scatter', x: 'seed' } });
  });

  it('is that of a dataset without a run, where the figure is of one', () => {
    const documents = { kind: 'dataset', dataset: sampleDataset, sequenceLength: 16 } as const;
    expect(pageOfFigure(sampleSpec([{ kind: 'measures', documents, sequence: 2, shown: 'scores' }]))).toEqual(
      {
        name: 'attention-measures',
        query: { documents: sampleDataset, length: '16', at: '2' },
      },
    );
    const source = {
      kind: 'dataset',
      dataset: sampleDataset,
      sequenceLength: 16,
      measure: 'uniform',
    } as const;
    expect(pageOfFigure(sampleSpec([{ kind: 'heatmap', source }]))).toEqual({
      name: 'attention-heads',
      query: { data: sampleDataset, n: '16', measure: 'uniform' },
    });
  });

  it('takes up order, scale, cell and runs, which stand in no address', () => {
    const state: ViewState = {
      order: 'class',
      scaleKind: 'sqrt',
      isLocked: true,
      lockedMax: null,
      pinned: null,
      mapHead: 0,
      target: true,
      lessTarget: false,
      lineKind: 'mass',
      massShare: 0.6,
      topCount: 3,
      leastWeight: 0.1,
    };
    const mapping = {
      order: 'similarity',
      scale: 'log',
      locked: false,
      pinned: { key: 1, query: 2 },
    } as const;
    takeUpView(
      sampleSpec([{ ...sampleViews.film, ...mapping, target: false, lessTarget: true, head: 'mean' }]),
      state,
    );
    expect(state).toMatchObject({
      order: 'similarity',
      scaleKind: 'log',
      isLocked: false,
      pinned: { key: 1, query: 2 },
      target: false,
      lessTarget: true,
      mapHead: null,
    });
    takeUpView(sampleSpec([{ ...sampleViews['why-pairs'], head: 1 }]), state);
    expect([state.pinned, state.mapHead]).toEqual([{ key: 2, query: 3 }, 1]);
    expect(runsBeside(sampleSpec([sampleViews.film]))).toEqual([sampleRunId, 'sample2']);
    expect(runsBeside(sampleSpec([sampleViews.heads]))).toEqual([]);
  });
});

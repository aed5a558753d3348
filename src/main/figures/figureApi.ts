import type { ApiHandlers } from '../../shared/api.ts';

/** The part of the contract a figure is drawn from. */
export type FigureApi = Pick<
  ApiHandlers,
  | 'getRun'
  | 'getLosses'
  | 'getAttention'
  | 'computeAttention'
  | 'getImportedAttention'
  | 'listImports'
  | 'getClassMap'
  | 'compareMeasures'
  | 'explainCell'
  | 'getSequence'
  | 'getDocuments'
  | 'getDataset'
  | 'getMetricsAt'
>;

import type { ApiHandlers } from '../../shared/api.ts';
import { attentionHandlers } from './attention.ts';
import { computeHandlers } from './compute.ts';
import type { ApiContext } from './context.ts';
import { datasetHandlers } from './datasets.ts';
import { explainHandlers } from './explain.ts';
import { figureHandlers } from './figures.ts';
import { importHandlers } from './imports.ts';
import { runHandlers } from './runs.ts';
import { trainingHandlers } from './training.ts';

/** One handler for every method of the contract; a missing one does not compile. */
export function makeHandlers(context: ApiContext): ApiHandlers {
  const handlers = {
    info: () => context.info,
    ...trainingHandlers(context),
    ...runHandlers(context),
    ...attentionHandlers(context),
    ...explainHandlers(context),
    ...importHandlers(context),
    ...datasetHandlers(context),
    ...computeHandlers(context),
  };
  return { ...handlers, ...figureHandlers(handlers, context) };
}

import type { TrainerEvent } from '../../shared/trainerMessages.ts';
import { documentTitle } from '../dataset/title.ts';
import { tokenNames } from '../../shared/tokenNames.ts';
import type { OpenedData } from './openData.ts';

/**
 * What the store needs to name the rows and columns of a probe's attention. Probe s is the s-th sequence of n test
 * documents in test order; its tokens count within it.
 */
export function probeEvent(
  { dataset, manifest }: OpenedData,
  sequence: number,
  sequenceLength: number,
): Extract<TrainerEvent, { type: 'probe' }> {
  const from = sequence * sequenceLength;
  const to = from + sequenceLength;
  const labels = dataset.test.labels.slice(from, to);
  return {
    type: 'probe',
    sequence,
    labels,
    documentHashes: manifest.test.documentHashes.slice(from, to),
    tokens: tokenNames(labels, dataset.classes),
    titles: dataset.test.texts.slice(from, to).map(documentTitle),
  };
}

import { defineStore } from 'pinia';
import type { ApiInput } from '../../shared/api.ts';
import type { CellExplanation, ClassExplanation } from '../../shared/explain.ts';
import type { DatasetDocument } from '../../shared/datasets.ts';
import type { RunId } from '../../shared/ids.ts';
import { useJobs } from './jobs.ts';
import { useLab } from './lab.ts';
import { once } from './once.ts';
import { useStatus } from './status.ts';

/** Explanations kept: going back to a cell does not ask again. */
const kept = 40;

/** Why scores are what they are; each asked for once. */
export const useExplanations = defineStore('explanations', () => {
  const lab = useLab();
  const jobs = useJobs();
  const status = useStatus();
  const cells = new Map<string, Promise<CellExplanation>>();
  const classes = new Map<string, Promise<ClassExplanation>>();

  const cell = (input: ApiInput<'explainCell'>): Promise<CellExplanation> =>
    once(cells, kept, JSON.stringify(input), () => lab.api().explainCell(input));

  const classPair = (input: ApiInput<'explainClasses'>): Promise<ClassExplanation> =>
    once(classes, kept, JSON.stringify(input), () => lab.api().explainClasses(input));

  /** Trains to a step in a job of its own; its progress is the jobs' to tell. */
  const trainTo = (runId: RunId, step: number): Promise<boolean> =>
    status.attempt(async () => {
      await lab.api().startTrainTo({ runId, step });
      await jobs.refresh();
    });

  /** Test documents with every word of `search`, the first 60 of them. */
  const findDocuments = async (dataset: string, search: string): Promise<readonly DatasetDocument[]> =>
    (await lab.api().listDocuments({ dataset, search, split: 'test', limit: 60 })).documents;

  return { cell, classPair, trainTo, findDocuments };
});

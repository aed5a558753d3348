import { defineStore } from 'pinia';
import type { ApiInput } from '../../shared/api.ts';
import type { MeasureAgreement } from '../../shared/agreement.ts';
import type { ClassAttention } from '../../shared/explain.ts';
import { useLab } from './lab.ts';
import { once } from './once.ts';

/** Answers kept: going back to a head or a measure does not ask again. */
const kept = 20;

/** What is worked out over the whole test split; each asked for once, and a failure is not kept. */
export const useWholeTest = defineStore('wholeTest', () => {
  const lab = useLab();
  const classMaps = new Map<string, Promise<ClassAttention>>();
  const agreements = new Map<string, Promise<MeasureAgreement>>();

  const classMap = (input: ApiInput<'getClassMap'>): Promise<ClassAttention> =>
    once(classMaps, kept, JSON.stringify(input), () => lab.api().getClassMap(input));

  const agreement = (input: ApiInput<'compareMeasures'>): Promise<MeasureAgreement> =>
    once(agreements, kept, JSON.stringify(input), () => lab.api().compareMeasures(input));

  return { classMap, agreement };
});

import { computed, reactive, shallowRef, watch } from 'vue';
import { featuresSchema, type FeaturesConfig } from '../../shared/experiment.ts';
import { readTypedShare } from '../../shared/typedNumber.ts';
import type { Pruning } from '../../shared/vocabulary.ts';

export type PruningField = 'minDf' | 'maxDf' | 'maxFeatures';

/** The bounds as they stand in their fields. */
export interface TypedPruning {
  minDf: string;
  maxDf: string;
  /** Empty: no limit. */
  maxFeatures: string;
  stopWords: boolean;
}

/** What is typed into the bounds of the vocabulary, and the last of it that made sense. */
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- its parts say what they are
export function usePruning(from: FeaturesConfig = featuresSchema.parse({})) {
  const typed = reactive<TypedPruning>({
    minDf: String(from.minDf),
    maxDf: String(from.maxDf),
    maxFeatures: from.maxFeatures === null ? '' : String(from.maxFeatures),
    stopWords: from.stopWords !== null,
  });

  /** As the experiment's schema has them; NaN, which it refuses, for what is no number. */
  const parsed = computed(() => ({
    minDf: featuresSchema.shape.minDf.safeParse(readTypedShare(typed.minDf)),
    maxDf: featuresSchema.shape.maxDf.safeParse(readTypedShare(typed.maxDf)),
    maxFeatures: featuresSchema.shape.maxFeatures.safeParse(
      typed.maxFeatures.trim() === '' ? null : readTypedShare(typed.maxFeatures),
    ),
  }));
  const faults = computed(() =>
    (['minDf', 'maxDf', 'maxFeatures'] as const).filter((field) => !parsed.value[field].success),
  );

  const pruning = shallowRef<Pruning>(from);
  watch(
    [parsed, () => typed.stopWords],
    ([{ minDf, maxDf, maxFeatures }, stopWords]) => {
      if (!minDf.success || !maxDf.success || !maxFeatures.success) return;
      pruning.value = {
        minDf: minDf.data,
        maxDf: maxDf.data,
        maxFeatures: maxFeatures.data,
        stopWords: stopWords ? 'english' : null,
      };
    },
    { immediate: true },
  );

  return { typed, faults, pruning };
}

export type PruningState = ReturnType<typeof usePruning>;

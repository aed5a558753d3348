import { computed, type ComputedRef, type Ref } from 'vue';
import type { AttentionBundle } from '../../../shared/attention.ts';
import { mainSource, withPlace, type PlainSource } from '../../../shared/attentionSource.ts';
import { ofTextPair } from '../../charts/textPair.ts';
import { t } from '../../i18n/index.ts';
import { useAttentionView } from '../../stores/attentionView.ts';
import { useBundles, type WantedBundle } from '../../stores/bundles.ts';
import type { ShownRuns } from './useShownRuns.ts';
import { useAttentionPage } from './page.ts';
import { spaced } from '../../../shared/spaced.ts';

export const modelRowKinds = ['layers', 'snapshots', 'runs'] as const;
export type ModelRowKind = (typeof modelRowKinds)[number];

/** One row of the model view: a layer of a bundle, its columns the heads. */
export interface ModelRow {
  readonly text: string;
  /** Index into the run colours. */
  readonly colour?: number;
  readonly bundle: AttentionBundle | null;
  /** Of a snapshot. */
  readonly step?: number;
  /** What the rest of the page shows. */
  readonly isCurrent: boolean;
  readonly choose: () => void;
}

/** Most snapshots in rows; the strip of the film shows all. */
const mostSnapshots = 12;

/** Memory that the layers of a file may take; of a larger one evenly spread layers are shown. */
const modelBytes = 256 * 2 ** 20;

function placeOf({ meta: { origin } }: AttentionBundle): number {
  return origin.kind === 'file' ? (origin.firstLayer ?? 0) : 0;
}

/** Rows of the model view. */
export function useModelRows(
  kind: Ref<ModelRowKind>,
  bundle: Ref<AttentionBundle>,
  shownRuns: ShownRuns,
): ComputedRef<readonly ModelRow[]> {
  const { source, subject, look, move } = useAttentionPage();
  const view = useAttentionView();

  /** Of a file as many layers as fit into memory, the one that is looked at among them. */
  const layers = computed<readonly (WantedBundle & { readonly layer: number })[]>(() => {
    const { origin } = bundle.value.meta;
    const now = source.value;
    if (kind.value !== 'layers' || now?.kind !== 'file' || origin.kind !== 'file') return [];
    const all = Array.from({ length: origin.ofLayers ?? 1 }, (_, layer) => layer);
    const most = Math.max(2, Math.floor(modelBytes / bundle.value.values.byteLength));
    return spaced(all, most, now.layer).map((layer) => ({ layer, source: { ...now, layer } }));
  });
  const snapshots = computed<readonly (WantedBundle & { readonly step: number })[]>(() => {
    const [now, run] = [source.value, subject.detail.value];
    if (kind.value !== 'snapshots' || now === null || run === null) return [];
    const steps = spaced(subject.steps.value, mostSnapshots, subject.step.value);
    return steps.map((step) => ({ step, run, source: mainSource(withPlace(now, { step })) }));
  });
  const runs = computed<readonly WantedBundle[]>(() => {
    const now = source.value === null ? null : mainSource(source.value);
    if (kind.value !== 'runs' || now === null || now.kind === 'file') return [];
    return shownRuns.details.value.map((run) => ({
      run,
      source: {
        kind: 'run',
        runId: run.id,
        sequence: now.sequence,
        step: now.kind === 'run' && run.id === now.runId ? now.step : subject.step.value,
      } satisfies PlainSource,
    }));
  });
  const ofLayers = useBundles(layers);
  const ofSnapshots = useBundles(snapshots);
  const ofRuns = useBundles(runs);

  return computed(() => {
    switch (kind.value) {
      case 'layers':
        if (layers.value.length === 0) {
          const text = t('attention.model.layer', { n: 1 });
          return [{ text, bundle: bundle.value, isCurrent: true, choose: () => undefined }];
        }
        return layers.value.map(({ layer, source: of }, index) => {
          const found = ofLayers.value[index] ?? null;
          return {
            text: t('attention.model.layer', { n: layer + 1 }),
            bundle: found === null ? null : ofTextPair(found, view.textPair),
            isCurrent: of.kind === 'file' && placeOf(bundle.value) === layer,
            choose: () => look(of),
          };
        });
      case 'snapshots':
        return snapshots.value.map(({ step }, index) => ({
          text: t('attention.model.step', { step }),
          bundle: ofSnapshots.value[index] ?? null,
          step,
          isCurrent: step === subject.step.value,
          choose: () => move(step),
        }));
      default:
        return runs.value.map(({ run, source: of }, index) => ({
          text: run === undefined ? '' : run.name,
          ...(run === undefined ? {} : { colour: run.colour }),
          bundle: ofRuns.value[index] ?? null,
          isCurrent: run?.id === subject.detail.value?.id,
          choose: () => look(of),
        }));
    }
  });
}

import type { AttentionSource, PlainSource } from '../../../shared/attentionSource.ts';
import { mainSource } from '../../../shared/attentionSource.ts';
import type { ImportSummary } from '../../../shared/imports.ts';
import { measureSpecs } from '../../../shared/metrics.ts';
import type { RunSummary } from '../../../shared/run.ts';
import { experimentKey } from '../../../shared/runGroups.ts';
import { sideCode, type SideItem } from '../../../shared/sideItem.ts';
import type { FindOption } from '../../components/FindSelect.vue';
import { t } from '../../i18n/index.ts';
import { measureName } from '../../i18n/measureName.ts';

/** Names an item: what it is, and grey words after it. */
export interface ItemName {
  readonly name: string;
  readonly about: string;
  /** Colour of a run; null for anything else. */
  readonly colour: number | null;
}

export function nameOfItem(
  item: SideItem,
  runs: ReadonlyMap<string, RunSummary>,
  imports: readonly ImportSummary[],
): ItemName {
  if (item.kind === 'seeds') {
    const first = runs.get(item.runIds[0] ?? '');
    const about = t(`maps.side.spread.${item.spread}`, { n: item.runIds.length });
    return { name: first?.name ?? '', about, colour: first?.colour ?? null };
  }
  const { source } = item;
  switch (source.kind) {
    case 'run': {
      const run = runs.get(source.runId);
      const { seed = 0 } = run?.experiment ?? {};
      const about =
        source.step === null
          ? t('attention.seed', { seed })
          : t('attention.seedStep', { seed, step: source.step });
      return { name: run?.name ?? source.runId, about, colour: run?.colour ?? null };
    }
    case 'measure':
    case 'dataset':
      return { name: measureName(source.spec), about: t('maps.side.untrained'), colour: null };
    case 'file': {
      const file = imports.find(({ id }) => id === source.importId);
      const { layer } = source;
      const layers = file?.examples[source.example]?.layers ?? 1;
      const about =
        layers === 1
          ? t('maps.side.file')
          : `${t('maps.side.file')}, ${t('attention.model.layer', { n: layer + 1 })}`;
      return { name: file?.name ?? t('maps.side.file'), about, colour: null };
    }
  }
}

/** Runs that differ from `run` in nothing but their seed, itself among them. */
function seedsOf(run: RunSummary, runs: readonly RunSummary[]): readonly RunSummary[] {
  return runs.filter(
    (other) => other.datasetHash === run.datasetHash && experimentKey(other) === experimentKey(run),
  );
}

/** What stands there where the address says nothing: what is looked at, and what is of the same documents. */
export function usualItems(source: AttentionSource | null, runs: readonly RunSummary[]): SideItem[] {
  if (source === null) return [];
  const main = mainSource(source);
  if (main.kind !== 'run') return [{ kind: 'one', source: main }];
  const run = runs.find(({ id }) => id === main.runId);
  const others = runs
    .filter(
      (other) =>
        other.id !== main.runId &&
        other.shape !== null &&
        other.datasetHash === run?.datasetHash &&
        other.experiment.training.sequenceLength === run.experiment.training.sequenceLength,
    )
    .slice(0, 2);
  const sources: PlainSource[] = [
    main,
    ...others.map(({ id }) => ({ kind: 'run' as const, runId: id, sequence: main.sequence, step: null })),
    {
      kind: 'measure',
      runId: main.runId,
      sequence: main.sequence,
      spec: { kind: 'dot', features: 'raw', softmax: true },
    },
  ];
  return sources.map((one) => ({ kind: 'one', source: one }));
}

/** What can be added, by its code. */
export function sideOptions(
  source: AttentionSource | null,
  steps: readonly number[],
  runs: readonly RunSummary[],
  imports: readonly ImportSummary[],
): FindOption[] {
  const main = source === null ? null : mainSource(source);
  const sequence = main === null || main.kind === 'file' ? 0 : main.sequence;
  const trained = runs.filter((run) => run.shape !== null);
  const items: SideItem[] = trained.map(({ id }) => ({
    kind: 'one',
    source: { kind: 'run', runId: id, sequence, step: null },
  }));
  if (main?.kind === 'run') {
    const { runId } = main;
    const run = runs.find(({ id }) => id === runId);
    const seeds = run === undefined ? [] : seedsOf(run, trained);
    if (seeds.length >= 2) {
      const runIds = seeds.map(({ id }) => id);
      items.unshift(
        { kind: 'seeds', spread: 'mean', runIds },
        { kind: 'seeds', spread: 'deviation', runIds },
      );
    }
    items.push(
      ...steps.map((step): SideItem => ({ kind: 'one', source: { kind: 'run', runId, sequence, step } })),
    );
  }
  if (main !== null && main.kind !== 'file') {
    items.push(
      ...measureSpecs.map((spec): SideItem => ({
        kind: 'one',
        source:
          main.kind === 'dataset'
            ? { ...main, spec }
            : { kind: 'measure', runId: main.runId, sequence, spec },
      })),
    );
  }
  items.push(
    ...imports.map(({ id }): SideItem => ({
      kind: 'one',
      source: { kind: 'file', importId: id, example: 0, layer: 0, head: 0 },
    })),
  );
  const byId = new Map(runs.map((run) => [run.id as string, run]));
  return items.map((item) => {
    const { name, about } = nameOfItem(item, byId, imports);
    return { value: sideCode(item), title: name, hint: about };
  });
}

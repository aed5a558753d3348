import { computed, type ComputedRef } from 'vue';
import { mainSource, runOf, sourceCode, type PlainSource } from '../../../shared/attentionSource.ts';
import { measureSpecs, measureTitle } from '../../../shared/metrics.ts';
import type { FindOption } from '../../components/FindSelect.vue';
import { t } from '../../i18n/index.ts';
import { useImports } from '../../stores/imports.ts';
import { useRuns } from '../../stores/runs.ts';
import { useAttentionPage } from './page.ts';

/** Whatever can be looked at; `sourceCode` is the value of each. */
export interface SourceOptions {
  readonly all: ComputedRef<readonly FindOption[]>;
  /** What can be taken away from what is looked at: of the same documents, or files of as many tokens. */
  readonly less: ComputedRef<readonly FindOption[]>;
}

export function useSourceOptions(): SourceOptions {
  const { source, subject } = useAttentionPage();
  const runs = useRuns();
  const imports = useImports();

  const main = computed(() => (source.value === null ? null : mainSource(source.value)));
  const option = (of: PlainSource, title: string, hint: string): FindOption => ({
    value: sourceCode(of),
    title,
    hint,
  });

  const measures = computed(() => {
    const now = main.value;
    const runId = now === null ? null : runOf(now);
    if (runId === null || now === null || now.kind === 'file') return [];
    return measureSpecs.map((spec) =>
      option(
        { kind: 'measure', runId, sequence: now.sequence, spec },
        measureTitle(spec),
        t('attention.measureOn'),
      ),
    );
  });
  const runOptions = (isAlike: (datasetHash: string | null, length: number) => boolean): FindOption[] => {
    const sequence = main.value === null || main.value.kind === 'file' ? 0 : main.value.sequence;
    return runs.all
      .filter(
        ({ shape, datasetHash, experiment }) =>
          shape !== null && isAlike(datasetHash, experiment.training.sequenceLength),
      )
      .map(({ id, name, experiment }) =>
        option(
          { kind: 'run', runId: id, sequence, step: null },
          name,
          t('attention.seed', { seed: experiment.seed }),
        ),
      );
  };
  const files = computed(() =>
    imports.all.flatMap(({ id, name, examples }) =>
      examples.map((example, index) =>
        option(
          { kind: 'file', importId: id, example: index, layer: 0, head: 0 },
          examples.length > 1 ? `${name}, ${example.name}` : name,
          t('attention.fileOf', { layers: example.layers, heads: example.heads, tokens: example.queries }),
        ),
      ),
    ),
  );
  /** The run that is looked at as it was before training. */
  const start = computed(() => {
    const now = main.value;
    if (now?.kind !== 'run') return [];
    return [option({ ...now, step: 0 }, t('attention.start'), subject.detail.value?.name ?? '')];
  });

  return {
    all: computed(() => [...runOptions(() => true), ...measures.value, ...files.value]),
    less: computed(() => {
      const now = main.value;
      if (now === null) return [];
      const code = sourceCode(now.kind === 'file' ? { ...now, layer: 0, head: 0 } : now);
      if (now.kind === 'file') {
        const of = imports.byId.get(now.importId)?.examples[now.example];
        return files.value.filter(({ value }) => {
          const [, id = '', index = ''] = value.split('.');
          const other = imports.byId.get(id)?.examples[Number(index)];
          return value !== code && other?.keys === of?.keys && other?.queries === of?.queries;
        });
      }
      const run = subject.detail.value;
      const alike = runOptions(
        (hash, length) => hash === run?.datasetHash && length === run?.experiment.training.sequenceLength,
      );
      return [...start.value, ...alike, ...measures.value].filter(({ value }) => value !== code);
    }),
  };
}

import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import type { LabEvent } from '../../shared/api.ts';
import type { RunId } from '../../shared/ids.ts';
import { readMetricAt } from '../../shared/metricAt.ts';
import { readField, type FieldReader } from '../../shared/runFields.ts';
import { useLab } from './lab.ts';
import { useStatus } from './status.ts';

/** Fields first read, and runs that changed, within so many ms are asked for together. */
const askWithin = 60;

type StepsEvent = Extract<LabEvent, { readonly type: 'steps' }>;

/** Metrics of runs at another time than the last; a column is asked for when it is first read. */
export const useMetricsAt = defineStore('metricsAt', () => {
  const lab = useLab();
  const status = useStatus();
  /** Reactive a column at a time. */
  const columns = shallowReactive(new Map<string, ReadonlyMap<RunId, number>>());
  const asked = new Set<string>();

  const put = (field: string, runIds: readonly RunId[], values: ArrayLike<number>, anew: boolean): void => {
    const column = new Map(anew ? [] : columns.get(field));
    runIds.forEach((id, i) => {
      const value = values[i] ?? Number.NaN;
      if (Number.isNaN(value)) column.delete(id);
      else column.set(id, value);
    });
    columns.set(field, column);
  };
  const fetchColumns = (fields: readonly string[], runIds: readonly RunId[] | null): Promise<boolean> =>
    status.attempt(async () => {
      const found = await lab
        .api()
        .getMetricsAt({ fields: [...fields], runIds: runIds === null ? null : [...runIds] });
      fields.forEach((field, i) => put(field, found.runIds, found.values[i] ?? [], runIds === null));
    });

  const waiting = new Set<string>();
  const changed = new Set<RunId>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    timer = undefined;
    const fields = [...waiting];
    const known = [...asked].filter((field) => !waiting.has(field));
    const runIds = [...changed];
    waiting.clear();
    changed.clear();
    if (fields.length > 0) {
      void fetchColumns(fields, null).then((done) => {
        // A refused question may be asked again.
        if (!done) for (const field of fields) asked.delete(field);
      });
    }
    if (runIds.length > 0 && known.length > 0) void fetchColumns(known, runIds);
  };
  const soon = (): void => {
    timer ??= setTimeout(flush, askWithin);
  };

  const addSteps = ({ runId, firstStep, losses }: StepsEvent): void => {
    for (const field of asked) {
      const wanted = readMetricAt(field);
      if (wanted?.column !== 'loss' || wanted.at === 'best') continue;
      const loss = losses[wanted.at - firstStep];
      if (loss !== undefined) put(field, [runId], [loss], false);
    }
  };

  lab.on('runs-changed', ({ runIds }) => {
    if (asked.size === 0) return;
    for (const runId of runIds) changed.add(runId);
    soon();
  });
  lab.on('steps', addSteps);
  lab.onMissed(() => {
    for (const field of asked) waiting.add(field);
    soon();
  });

  const ask = (field: string): void => {
    if (asked.has(field)) return;
    asked.add(field);
    waiting.add(field);
    soon();
  };

  /** Any field of a run, reactive; undefined of a metric that has not come yet. */
  const read: FieldReader = (run, field) => {
    if (!field.includes('@') || readMetricAt(field) === null) return readField(run, field);
    ask(field);
    return columns.get(field)?.get(run.id);
  };
  /** Whether a metric at another time has come, reactive; it is asked for. True of every other field. */
  const has = (field: string): boolean => {
    if (readMetricAt(field) === null) return true;
    ask(field);
    return columns.has(field);
  };

  return { read, has };
});

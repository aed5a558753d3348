import type { LocationQuery, LocationQueryRaw } from 'vue-router';
import { asRunId } from '../../../shared/ids.ts';
import { measureId, measureSpecs, type MeasureSpec } from '../../../shared/metrics.ts';
import type { SubjectChoice } from '../../stores/attentionSubject.ts';

export const attentionPages = ['heads', 'model', 'film', 'classes', 'measures', 'side'] as const;
export type AttentionPage = (typeof attentionPages)[number];

/** What the address of the attention page says: it can be sent, and reopens what was on screen. */
export interface AttentionAddress extends SubjectChoice {
  readonly page: AttentionPage;
}

/** Reads an address from anywhere: what it does not understand takes its usual value. */
export function readAddress(query: LocationQuery): AttentionAddress {
  const text = (name: string): string | null => {
    const value = query[name];
    return typeof value === 'string' ? value : null;
  };
  const whole = (name: string): number | null => {
    const value = text(name);
    return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : null;
  };
  const run = text('run');
  return {
    runId: run !== null && /^[a-z0-9]{4,32}$/.test(run) ? asRunId(run) : null,
    page: attentionPages.find((page) => page === text('page')) ?? 'heads',
    sequence: whole('sequence') ?? 0,
    step: whole('step'),
    measure: measureOf(text('measure')),
  };
}

export function writeAddress({ runId, page, sequence, step, measure }: AttentionAddress): LocationQueryRaw {
  return {
    ...(runId === null ? {} : { run: runId }),
    ...(page === 'heads' ? {} : { page }),
    ...(sequence === 0 ? {} : { sequence: String(sequence) }),
    ...(step === null ? {} : { step: String(step) }),
    ...(measure === null ? {} : { measure: measureId(measure) }),
  };
}

export function measureOf(id: string | null): MeasureSpec | null {
  return measureSpecs.find((spec) => measureId(spec) === id) ?? null;
}

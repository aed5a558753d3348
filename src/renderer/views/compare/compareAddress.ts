import type { LocationQuery } from 'vue-router';
import { z } from 'zod';
import type { RunId } from '../../../shared/ids.ts';
import { asRunId } from '../../../shared/ids.ts';
import { orderKinds, type OrderKind } from '../../../shared/order.ts';
import { scaleKinds, type ScaleKind } from '../../../shared/scales.ts';
import { spreadKinds, type SpreadKind } from '../../charts/lossGroup.ts';

/** Everything a comparison shows that is not data: what its address says, and what reopens it. */
export interface CompareState {
  readonly runs: readonly RunId[];
  /** Kept in the list but not drawn. */
  readonly hidden: readonly RunId[];
  readonly a: RunId | null;
  readonly b: RunId | null;
  /** null: the last snapshot. */
  readonly step: number | null;
  readonly sequence: number;
  /** null: the mean over heads. */
  readonly head: number | null;
  readonly axis: 'step' | 'epoch' | 'time';
  readonly logY: boolean;
  readonly raw: boolean;
  /** Seeds of one experiment as their mean with this spread; null: each by itself. */
  readonly band: SpreadKind | null;
  readonly baselines: readonly string[] | null;
  readonly order: OrderKind;
  readonly scale: ScaleKind;
  readonly target: boolean;
}

/** More than this many curves cannot be told apart. */
export const mostCompared = 50;

const list = z
  .string()
  .transform((text) => text.split(',').filter(Boolean))
  .catch([]);
const ids = list.transform((found) => found.filter((id) => /^[a-z0-9]{4,32}$/.test(id)).map(asRunId));
const flag = (usual: boolean): z.ZodType<boolean> =>
  z
    .enum(['0', '1'])
    .transform((text) => text === '1')
    .catch(usual);
const whole = z.coerce.number().int().min(0);

const querySchema = z.object({
  runs: ids.transform((found) => [...new Set(found)].slice(0, mostCompared)),
  hidden: ids,
  a: ids.transform(([id]) => id ?? null),
  b: ids.transform(([id]) => id ?? null),
  step: whole.nullable().catch(null),
  sequence: whole.catch(0),
  head: whole.nullable().catch(null),
  axis: z.enum(['step', 'epoch', 'time']).catch('step'),
  log: flag(false),
  raw: flag(true),
  band: z
    .enum([...spreadKinds, 'none'])
    .transform((kind) => (kind === 'none' ? null : kind))
    .catch('sd'),
  measures: z
    .string()
    .transform((text) => text.split(',').filter(Boolean))
    .nullable()
    .catch(null),
  order: z.enum(orderKinds).catch('class'),
  scale: z.enum(scaleKinds).catch('sqrt'),
  target: flag(true),
});

/** Reads an address; whatever is missing or not understood takes its usual value. */
export function readAddress(query: LocationQuery): CompareState {
  const { log: logY, measures: baselines, ...rest } = querySchema.parse({ step: null, head: null, ...query });
  return { ...rest, logY, baselines };
}

/** The shortest address that reads back as this state. */
export function writeAddress(state: CompareState): Record<string, string> {
  const entries: [string, string | null][] = [
    ['runs', state.runs.join(',')],
    ['hidden', state.hidden.join(',') || null],
    ['a', state.a],
    ['b', state.b],
    ['step', state.step === null ? null : String(state.step)],
    ['sequence', state.sequence === 0 ? null : String(state.sequence)],
    ['head', state.head === null ? null : String(state.head)],
    ['axis', state.axis === 'step' ? null : state.axis],
    ['log', state.logY ? '1' : null],
    ['raw', state.raw ? null : '0'],
    ['band', state.band === 'sd' ? null : (state.band ?? 'none')],
    ['measures', state.baselines === null ? null : state.baselines.join(',') || ','],
    ['order', state.order === 'class' ? null : state.order],
    ['scale', state.scale === 'sqrt' ? null : state.scale],
    ['target', state.target ? null : '0'],
  ];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null));
}

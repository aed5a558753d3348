import { headValues, type AttentionBundle } from '../../../shared/attention.ts';
import { headColour, runColour, type Theme } from '../../../shared/colours.ts';
import { sameDocuments } from '../../../shared/differenceBundle.ts';
import { LabError } from '../../../shared/errors.ts';
import type { ViewOf } from '../../../shared/figure.ts';
import { orderTokens } from '../../../shared/order.ts';
import { formatCount } from '../../../shared/scales.ts';
import { spaced } from '../../../shared/spaced.ts';
import type { Language } from '../../../renderer/charts/language.ts';
import { lessTarget } from '../../../renderer/charts/mapSums.ts';
import { fill } from '../../../renderer/charts/words.ts';
import type { FigureApi } from '../figureApi.ts';
import { openSource, type OpenSource } from '../openSource.ts';
import { runLabels } from '../runLabels.ts';
import type { Frame, OpenPanel } from '../panel.ts';
import { thumbFigure } from '../thumbFigure.ts';
import { cellRows, hasClasses, isSigned, largestOf, scaleFor } from './mapping.ts';

type ModelView = ViewOf<'model'>;

interface Row {
  readonly name: string;
  /** Index kept with a run. */
  readonly colour: number | null;
  readonly bundle: AttentionBundle;
  readonly layer: number;
}

/** Most snapshots that stand below one another unless their steps are said. */
const mostSnapshots = 12;

/** Every head at once: layers, snapshots or runs down, heads across. */
export async function openModel(api: FigureApi, view: ModelView, language: Language): Promise<OpenPanel> {
  const { figure: words } = language;
  const main = await openSource(api, view.source, { words, layers: view.rows === 'layers' ? 'all' : 'one' });
  const { rows, origins, ...said } = await rowsOf(api, view, main, words);
  const order = orderTokens(main.bundle, view.order);
  const alike = rows.map((row) => ({ ...row, panels: panelsOf(row, main.bundle, view.lessTarget) }));
  const all = alike.flatMap(({ panels }) => panels.flatMap((values) => values ?? []));
  const heads = Math.max(1, ...rows.map(({ bundle }) => bundle.heads));
  const signed = isSigned(main.bundle) || (view.lessTarget && hasClasses(main.bundle));
  const what = { layers: words.layers, snapshots: words.snapshots, runs: words.runsAsRows }[view.rows];
  const grid = (frame: Frame): Parameters<typeof thumbFigure>[1]['grid'] => ({
    rows: alike.map(({ name, colour }) => ({ text: name, ...patch(frame.theme, colour) })),
    columns: Array.from({ length: heads }, (_, head) => ({
      text: String(head + 1),
      colour: headColour(frame.theme, head).stroke,
    })),
    panels: alike.flatMap(({ bundle, panels }) =>
      Array.from({ length: heads }, (_, head) => {
        const values = panels[head] ?? null;
        const fitted = view.locked ? all : [values ?? []];
        return values === null
          ? null
          : { tokens: bundle, values, order, scale: scaleFor(view, fitted, frame, signed) };
      }),
    ),
  });
  return {
    view: { ...view, source: main.source, ...said },
    title: main.title,
    subtitle: fill(words.rowsByHeads, { rest: main.subtitle, what }),
    origins,
    largest: largestOf(view, all),
    plan: (frame) =>
      thumbFigure(frame, {
        grid: grid(frame),
        scale: view.locked ? scaleFor(view, all, frame, signed) : null,
        valueName: signed
          ? view.lessTarget
            ? words.lessTarget
            : words.difference
          : language.charts.attention,
        target: view.target && hasClasses(main.bundle),
        pinned: view.pinned,
        description: fill(words.modelIs, { rows: rows.length, what, heads }),
      }),
    table: () => ({
      columns: ['row', 'head', 'key', 'query', 'value'],
      rows: alike.flatMap(({ name, bundle, panels }) =>
        panels.flatMap((values, head) =>
          values === null ? [] : cellRows([name, head + 1], bundle, values, order),
        ),
      ),
    }),
  };
}

const patch = (theme: Theme, colour: number | null): { readonly colour?: string } =>
  colour === null ? {} : { colour: runColour(theme, colour) };

/** A map a head; nothing of documents that are others than the first row's. */
function panelsOf(
  { bundle, layer }: Row,
  main: AttentionBundle,
  isLess: boolean,
): readonly (Float32Array | null)[] {
  const isAlike = bundle === main || sameDocuments(bundle, main);
  return Array.from({ length: bundle.heads }, (_, head) => {
    if (!isAlike) return null;
    const attention = headValues(bundle, layer, head);
    return isLess ? (lessTarget(bundle, attention) ?? attention) : attention;
  });
}

async function rowsOf(
  api: FigureApi,
  view: ModelView,
  main: OpenSource,
  words: Language['figure'],
): Promise<{
  readonly rows: readonly Row[];
  readonly origins: OpenPanel['origins'];
  readonly steps?: ModelView['steps'];
}> {
  const { bundle, source } = main;
  if (view.rows === 'layers') {
    const rows = Array.from({ length: bundle.layers }, (_, layer) => ({
      name: fill(words.layer, { n: layer + 1 }),
      colour: null,
      bundle,
      layer,
    }));
    return { rows, origins: main.origins };
  }
  if (source.kind !== 'run') {
    throw new LabError('bad-input', `only a run has rows of ${view.rows}: ${main.title}`, {
      hint: 'Draw its layers',
    });
  }
  if (view.rows === 'snapshots') {
    const { snapshotSteps } = await api.getRun({ runId: source.runId });
    const steps = view.steps ?? [...spaced(snapshotSteps, mostSnapshots, source.step)];
    const opened = await Promise.all(steps.map((step) => openSource(api, { ...source, step }, { words })));
    const rows = opened.map((one, at) => ({
      name: fill(words.step, { step: formatCount(steps[at] ?? 0) }),
      colour: null,
      bundle: one.bundle,
      layer: one.layer,
    }));
    return { rows, origins: opened.flatMap(({ origins }) => origins), steps: [...steps] };
  }
  const runIds = [source.runId, ...view.runs.filter((runId) => runId !== source.runId)];
  const opened = await Promise.all(
    runIds.map(async (runId) => ({
      run: await api.getRun({ runId }),
      one: await openSource(api, { ...source, runId }, { words }),
    })),
  );
  const names = runLabels(
    opened.map(({ run }) => run),
    words,
  );
  const rows = opened.map(({ run, one }, row) => ({
    name: names[row] ?? '',
    colour: run.colour,
    bundle: one.bundle,
    layer: one.layer,
  }));
  return { rows, origins: opened.flatMap(({ one }) => one.origins) };
}

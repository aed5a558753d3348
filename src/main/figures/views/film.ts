import { runColour } from '../../../shared/colours.ts';
import { sameDocuments } from '../../../shared/differenceBundle.ts';
import { LabError } from '../../../shared/errors.ts';
import type { ViewOf } from '../../../shared/figure.ts';
import type { RunId } from '../../../shared/ids.ts';
import { orderTokens } from '../../../shared/order.ts';
import type { RunDetail } from '../../../shared/run.ts';
import { formatCount } from '../../../shared/scales.ts';
import { spaced } from '../../../shared/spaced.ts';
import type { Language } from '../../../renderer/charts/language.ts';
import { lessTarget } from '../../../renderer/charts/mapSums.ts';
import type { ThumbGrid } from '../../../renderer/charts/thumbGrid.ts';
import { fill } from '../../../renderer/charts/words.ts';
import type { FigureApi } from '../figureApi.ts';
import { openSource, type OpenSource } from '../openSource.ts';
import { runLabels, runsTitle } from '../runLabels.ts';
import type { OpenPanel } from '../panel.ts';
import { thumbFigure, type ThumbFigure } from '../thumbFigure.ts';
import { cellRows, hasClasses, isSigned, largestOf, scaleFor, valuesOf } from './mapping.ts';

type FilmView = ViewOf<'film'>;

interface Reel {
  readonly run: RunDetail;
  readonly frames: readonly OpenSource[];
}

/** Attention along training: a row a run, a column a snapshot. */
export async function openFilm(api: FigureApi, view: FilmView, language: Language): Promise<OpenPanel> {
  const { figure: words } = language;
  const details = await Promise.all(view.runs.map((runId) => api.getRun({ runId })));
  const [first] = details;
  if (first === undefined) throw new Error('a film of no run');
  const steps = view.steps ?? [...spaced(first.snapshotSteps, view.most, null)];
  if (steps.length === 0) {
    throw new LabError('not-found', `no snapshot yet: ${first.name}`, {
      hint: 'Wait until the run has stored one',
    });
  }
  const reels = await Promise.all(
    details.map(async (run): Promise<Reel> => ({
      run,
      frames: await framesOf(api, run.id, view, steps, words),
    })),
  );
  const main = reels[0]?.frames[0]?.bundle;
  if (main === undefined) throw new Error('a film without a frame');
  const order = orderTokens(main, view.order);
  const panels = reels.flatMap(({ run, frames }) =>
    frames.map(({ bundle, source }) => {
      const attention = valuesOf(bundle, view.head);
      const values = view.lessTarget ? (lessTarget(bundle, attention) ?? attention) : attention;
      return { run, bundle, values, isAlike: sameDocuments(bundle, main), step: stepOf(source) };
    }),
  );
  const all = panels.flatMap(({ values, isAlike }) => (isAlike ? [values] : []));
  const signed = isSigned(main) || (view.lessTarget && hasClasses(main));
  const names = runLabels(details, words);
  const isAlone = details.length === 1;
  const ofHeads =
    main.heads === 1
      ? ''
      : `, ${view.head === 'mean' ? fill(words.meanOfHeads, { n: main.heads }) : fill(words.head, { n: view.head + 1 })}`;
  return {
    view: { ...view, steps: [...steps] },
    title: runsTitle(details, words),
    subtitle: `${words.film}, ${fill(words.sequence, { sequence: view.sequence })}${ofHeads}`,
    origins: reels.flatMap(({ frames }) => frames.flatMap(({ origins }) => origins)),
    largest: largestOf(view, all),
    plan: (frame) =>
      thumbFigure(frame, {
        ...wrapped(
          {
            rows: details.map(({ colour }, row) => ({
              text: isAlone ? '' : (names[row] ?? ''),
              ...(isAlone ? {} : { colour: runColour(frame.theme, colour) }),
            })),
            columns: steps.map((step, at) => ({
              text: at === 0 ? fill(words.step, { step: formatCount(step) }) : formatCount(step),
            })),
            panels: panels.map(({ bundle, values, isAlike }) =>
              isAlike
                ? {
                    tokens: bundle,
                    values,
                    order,
                    scale: scaleFor(view, view.locked ? all : [values], frame, signed),
                  }
                : null,
            ),
          },
          frame.width,
        ),
        scale: view.locked ? scaleFor(view, all, frame, signed) : null,
        valueName: signed ? words.lessTarget : language.charts.attention,
        target: view.target && hasClasses(main),
        pinned: view.pinned,
        description: fill(words.filmIs, { names: names.join(', '), n: steps.length }),
      }),
    table: () => ({
      columns: ['run', 'name', 'step', 'key', 'query', 'value'],
      rows: panels.flatMap(({ run, bundle, values, step }) =>
        cellRows([run.id, run.name, step], bundle, values, order),
      ),
    }),
  };
}

/** Below this a map and the number over it cannot be read. */
const leastAcross = 44;
const otherRoom = 90;

/** A film longer than there is room goes on in the next line. */
function wrapped(grid: ThumbGrid, width: number): Pick<ThumbFigure, 'grid' | 'further'> {
  const { rows, columns, panels } = grid;
  const room = Math.max(2, Math.floor((width - otherRoom) / leastAcross));
  if (columns.length <= room) return { grid };
  const lines = Math.ceil(columns.length / room);
  const each = Math.ceil(columns.length / lines);
  const [first, ...further] = Array.from({ length: lines }, (_, line): ThumbGrid => {
    const places = Array.from({ length: each }, (__, at) => line * each + at);
    return {
      rows,
      columns: places.map((at) => columns[at] ?? { text: '' }),
      panels: rows.flatMap((__, row) =>
        places.map((at) => (at < columns.length ? (panels[row * columns.length + at] ?? null) : null)),
      ),
    };
  });
  return { grid: first ?? grid, further };
}

const stepOf = (source: OpenSource['source']): number | null => ('step' in source ? source.step : null);

/** Each run's newest snapshots not after the steps. */
function framesOf(
  api: FigureApi,
  runId: RunId,
  { sequence }: FilmView,
  steps: readonly number[],
  words: Language['figure'],
): Promise<readonly OpenSource[]> {
  return Promise.all(steps.map((step) => openSource(api, { kind: 'run', runId, step, sequence }, { words })));
}

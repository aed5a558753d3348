import type { HeadLines, LineField } from './lineField.ts';
import { inkOf, type Dash } from './lineInk.ts';

/** Lines from rows to rows, each in a colour of its own. */
export interface PairStrokes {
  readonly count: number;
  /** Rows they begin and end in. */
  readonly query: Uint16Array;
  readonly key: Uint16Array;
  /** Red, green, blue and opacity of each, premultiplied, 0 to 1. */
  readonly ink: Float32Array;
  readonly dashes: readonly (Dash | null)[];
}

const known = new WeakMap<LineField, { readonly ratio: number; readonly strokes: PairStrokes }>();

/**
 * One line a pair of tokens, in the colour of its heads over each other; heads of another dash are a line of their own.
 * At `ratio` device pixels a CSS pixel. Worked out once for all bands of a field.
 */
export function pairStrokes(field: LineField, ratio: number): PairStrokes {
  const found = known.get(field);
  if (found?.ratio === ratio) return found.strokes;
  const strokes = mixed(field, ratio);
  known.set(field, { ratio, strokes });
  return strokes;
}

function mixed({ heads, queryRows, keyRows, opacities }: LineField, ratio: number): PairStrokes {
  const inks = heads.map(({ positive, negative }) => ({
    positive: inkOf(positive, ratio),
    negative: inkOf(negative, ratio),
  }));
  const most = mostStrokes(heads, inks, queryRows.length * keyRows.length);
  const query = new Uint16Array(most);
  const key = new Uint16Array(most);
  const ink = new Float32Array(4 * most);
  const dashes = new Array<Dash | null>(most).fill(null);
  let count = 0;
  for (let pair = 0; pair < queryRows.length * keyRows.length; pair += 1) {
    let red = 0;
    let green = 0;
    let blue = 0;
    let hidden = 0;
    let dash: Dash | null = null;
    // Once more than there are heads: what is left is laid then.
    for (let head = 0; head <= heads.length; head += 1) {
      const step = heads[head]?.steps[pair] ?? 0;
      if (step === 0 && head < heads.length) continue;
      const own = step < 0 ? inks[head]?.negative : inks[head]?.positive;
      if (hidden > 0 && (own === undefined || own.dash?.key !== dash?.key)) {
        query[count] = Math.floor(pair / keyRows.length);
        key[count] = pair % keyRows.length;
        ink[4 * count] = red;
        ink[4 * count + 1] = green;
        ink[4 * count + 2] = blue;
        ink[4 * count + 3] = hidden;
        dashes[count] = dash;
        count += 1;
        red = green = blue = hidden = 0;
      }
      if (own === undefined) continue;
      ({ dash } = own);
      const opacity = opacities[Math.abs(step)]!;
      red += (own.red - red) * opacity;
      green += (own.green - green) * opacity;
      blue += (own.blue - blue) * opacity;
      hidden += (1 - hidden) * opacity;
    }
  }
  return { count, query, key, ink, dashes };
}

type Inks = readonly {
  readonly positive: { readonly dash: Dash | null };
  readonly negative: { readonly dash: Dash | null };
}[];

/** No pair has more lines than its dash can change from head to head, and none more than it has weights. */
function mostStrokes(heads: readonly HeadLines[], inks: Inks, pairs: number): number {
  const keys = inks.flatMap(({ positive, negative }) => [positive.dash?.key, negative.dash?.key]);
  const changes = keys.filter((key, i) => i > 0 && key !== keys[i - 1]).length;
  return pairs * Math.min(heads.length, changes + 1);
}

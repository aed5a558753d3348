/**
 * Every colour of the lab as typed data: the window, the charts and the exported figures read the same values.
 * They equal the design tokens of the renderer's style sheet; a test compares the two.
 *
 * Zero is the surface: a map's first stop is the paper (white) or the pane (dark), so that ink means weight. Stops
 * lie at equal OKLab distance and rise or fall in lightness without turning back, so that a map survives grey
 * printing and every colour blindness.
 */

/** `grey` is for print without colour: the light theme in paper and ink, what tells runs apart being dash and lightness. */
export type Theme = 'light' | 'dark' | 'grey';

/** Colours by role, as #rrggbb. */
export interface ThemeColours {
  /** Window chrome. */
  readonly app: string;
  /** Panes, plots and maps: zero of every map. */
  readonly surface: string;
  readonly sunken: string;
  readonly raised: string;
  readonly hover: string;
  readonly selected: string;
  readonly track: string;
  /** Dividers; decorative only. */
  readonly line: string;
  /** Pane edges and plot frames. */
  readonly lineStrong: string;
  /** Edges of inputs and toggles, 3:1 on the surface. */
  readonly control: string;
  /** Values, labels, and units in turn. */
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  /** "You can act or you are here": never data. */
  readonly accent: string;
  readonly accentHover: string;
  readonly onAccent: string;
  readonly accentSoft: string;
  readonly accentInk: string;
  readonly ok: string;
  readonly okSoft: string;
  readonly warn: string;
  readonly warnSoft: string;
  readonly bad: string;
  readonly badSoft: string;
  readonly live: string;
  /** Target outline and crosshair, and the halo round them. */
  readonly overlayInk: string;
  readonly overlayHalo: string;
  readonly mark: string;
  readonly markInk: string;
  readonly curveGrid: string;
  /** 12, given in order of least used and kept with the run; the dash of the same index goes with each. */
  readonly runs: readonly string[];
  /** 8, by class index; from the ninth on they repeat, hatched. */
  readonly classes: readonly string[];
  /** 11 stops from 0 to the maximum. */
  readonly sequential: readonly string[];
  /** 11 stops from −max (orange: B has more) over 0, stop 5, to +max (purple: A has more). */
  readonly diverging: readonly string[];
}

/* prettier-ignore */
export const themes: Readonly<Record<Theme, ThemeColours>> = {
  light: {
    app: '#f2f3f5',
    surface: '#ffffff',
    sunken: '#f7f8f9',
    raised: '#ffffff',
    hover: '#eef0f2',
    selected: '#e1f0f5',
    track: '#dfe2e6',
    line: '#e3e5e9',
    lineStrong: '#cbd0d6',
    control: '#868d98',
    ink: '#14171b',
    ink2: '#434a54',
    ink3: '#626974',
    accent: '#006684',
    accentHover: '#00536c',
    onAccent: '#ffffff',
    accentSoft: '#e1f0f5',
    accentInk: '#005f7b',
    ok: '#116a43',
    okSoft: '#e3f3ea',
    warn: '#835300',
    warnSoft: '#fdf1d8',
    bad: '#b3261e',
    badSoft: '#fdecea',
    live: '#0f7a4c',
    overlayInk: '#14171b',
    overlayHalo: '#ffffff',
    mark: '#ffe39a',
    markInk: '#14171b',
    curveGrid: '#eceef1',
    runs: ['#0f62c9', '#d4560a', '#035148', '#b272ae', '#706267', '#4d3100', '#3f3166', '#218c85', '#af6a58', '#544b01', '#8c552f', '#3f598c'],
    classes: ['#7a1f47', '#57c19e', '#9a6b01', '#556ebf', '#074c86', '#9f9932', '#ce97ea', '#716369'],
    sequential: ['#ffffff', '#cef1f1', '#9edfe2', '#73c9d6', '#4eafcc', '#3193c0', '#2276b1', '#23599b', '#243f82', '#1f285f', '#15153e'],
    diverging: ['#652a0a', '#9b4d1a', '#c7783a', '#eaa766', '#f6d6af', '#ffffff', '#dbc9f3', '#b696e2', '#8d67c1', '#633a9b', '#3a1868'],
  },
  dark: {
    app: '#0e1013',
    surface: '#15181c',
    sunken: '#111417',
    raised: '#1d2126',
    hover: '#20242a',
    selected: '#12303b',
    track: '#2c3138',
    line: '#262a30',
    lineStrong: '#3a4048',
    control: '#6f7783',
    ink: '#e9ebee',
    ink2: '#b8bec7',
    ink3: '#939ba7',
    accent: '#5cc4e4',
    accentHover: '#86d6ef',
    onAccent: '#04202a',
    accentSoft: '#12303b',
    accentInk: '#79d0ea',
    ok: '#5cc995',
    okSoft: '#12301f',
    warn: '#e6b450',
    warnSoft: '#33270d',
    bad: '#ff8f87',
    badSoft: '#3a1715',
    live: '#5cc995',
    overlayInk: '#f3f4f6',
    overlayHalo: '#0e1013',
    mark: '#5a4710',
    markInk: '#fff3cf',
    curveGrid: '#1f2328',
    runs: ['#6aa6ff', '#ff9147', '#95e4a3', '#b385ae', '#efe0e8', '#b17519', '#8f6fdb', '#08d0c6', '#d2606c', '#b8fc8a', '#ffbb63', '#b2bbfe'],
    classes: ['#b0606c', '#5be4d7', '#cea046', '#7e92e2', '#0283b0', '#b7d88b', '#cca7fa', '#a6969a'],
    sequential: ['#15181c', '#1c223f', '#263064', '#2c4387', '#2b5ea2', '#267cb8', '#2e9cc6', '#4cb9d0', '#78d6d7', '#b0edd3', '#ecfedb'],
    diverging: ['#fae6bb', '#e8a961', '#c07534', '#884b1f', '#4e2a14', '#15181c', '#3a255a', '#664396', '#976acd', '#c59df0', '#efdcfe'],
  },
  grey: {
    app: '#f3f3f3',
    surface: '#ffffff',
    sunken: '#f8f8f8',
    raised: '#ffffff',
    hover: '#f0f0f0',
    selected: '#ededed',
    track: '#e2e2e2',
    line: '#e5e5e5',
    lineStrong: '#cfcfcf',
    control: '#8c8c8c',
    ink: '#171717',
    ink2: '#494949',
    ink3: '#686868',
    accent: '#5e5e5e',
    accentHover: '#4c4c4c',
    onAccent: '#ffffff',
    accentSoft: '#ededed',
    accentInk: '#575757',
    ok: '#5d5d5d',
    okSoft: '#efefef',
    warn: '#5d5d5d',
    warnSoft: '#f2f2f2',
    bad: '#5d5d5d',
    badSoft: '#f0f0f0',
    live: '#6a6a6a',
    overlayInk: '#171717',
    overlayHalo: '#ffffff',
    mark: '#e5e5e5',
    markInk: '#171717',
    curveGrid: '#eeeeee',
    runs: ['#111111', '#808080', '#4d4d4d', '#919191', '#2e2e2e', '#686868', '#1f1f1f', '#8a8a8a', '#3d3d3d', '#757575', '#5a5a5a', '#0a0a0a'],
    classes: ['#1c1c1c', '#c4c4c4', '#707070', '#dedede', '#474747', '#9a9a9a', '#303030', '#858585'],
    sequential: ['#ffffff', '#e2e2e2', '#c6c6c6', '#ababab', '#919191', '#777777', '#5f5f5f', '#474747', '#313131', '#1c1c1c', '#090909'],
    // Grey has no second colour for a sign: more is lighter, zero lies in the middle.
    diverging: ['#030303', '#141414', '#292929', '#404040', '#585858', '#717171', '#8c8c8c', '#a8a8a8', '#c4c4c4', '#e1e1e1', '#ffffff'],
  },
};

/** Dash of each run, the second cue beside its colour: lengths of line and gap in px at 1.5 px; empty is solid. */
export const runDashes: readonly (readonly number[])[] = [
  [],
  [7, 3],
  [2, 2.5],
  [9, 3, 2, 3],
  [14, 3],
  [5, 2],
  [9, 3, 2, 3, 2, 3],
  [1.5, 4],
  [12, 5],
  [4, 4],
  [4, 2, 1.5, 2],
  [3, 1.5, 3, 5],
];

/** Colour of a run by the index kept with it. */
export function runColour(theme: Theme, index: number): string {
  return cycle(themes[theme].runs, index);
}

export function runDash(index: number): readonly number[] {
  return cycle(runDashes, index);
}

/** Colour of a class, and whether it is a repeat that must be hatched; no class (−1) is neutral. */
export function classColour(
  theme: Theme,
  group: number,
): { readonly fill: string; readonly hatched: boolean } {
  const { classes, control } = themes[theme];
  if (group < 0) return { fill: control, hatched: false };
  return { fill: cycle(classes, group), hatched: group >= classes.length };
}

/** Colour of a head in the head view: the run colours in order, dashed from the thirteenth head on. */
export function headColour(
  theme: Theme,
  head: number,
): { readonly stroke: string; readonly dash: readonly number[] } {
  const { runs } = themes[theme];
  return { stroke: cycle(runs, head), dash: cycle(runDashes, Math.floor(head / runs.length)) };
}

export type Rgb = readonly [red: number, green: number, blue: number];

/** Channels 0 to 255 of #rrggbb. */
export function parseHex(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 0xff, value & 0xff];
}

export function toHex([red, green, blue]: Rgb): string {
  return `#${((red << 16) | (green << 8) | blue).toString(16).padStart(6, '0')}`;
}

/** Levels a map is drawn in: finer than an eye can tell, few enough for small files, odd so that zero has its own. */
export const rampLevels = 255;

/** The map as [255, 3] channel values, stops joined by straight lines in sRGB; the middle entry is the middle stop. */
export function rampTable(theme: Theme, kind: 'sequential' | 'diverging'): Uint8Array {
  const stops = themes[theme][kind].map(parseHex);
  const table = new Uint8Array(rampLevels * 3);
  for (let level = 0; level < rampLevels; level += 1) {
    const at = (level / (rampLevels - 1)) * (stops.length - 1);
    const low = Math.min(Math.floor(at), stops.length - 2);
    const from = cycle(stops, low);
    const to = cycle(stops, low + 1);
    for (const channel of [0, 1, 2] as const) {
      table[level * 3 + channel] = Math.round(from[channel] + (to[channel] - from[channel]) * (at - low));
    }
  }
  return table;
}

function cycle<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new RangeError(`no such colour: ${index}`);
  return item;
}

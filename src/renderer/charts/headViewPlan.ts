import type { AttentionBundle } from '../../shared/attention.ts';
import { headValues } from '../../shared/attention.ts';
import { headColour, themes } from '../../shared/colours.ts';
import { scalePosition } from '../../shared/scales.ts';
import { classPatch } from './classStrips.ts';
import { weightLegend } from './headLegend.ts';
import type { HeadViewLayout, HeadViewOptions, RowRange, TokenRef, TokenSide } from './headViewLayout.ts';
import { fitLabel, headViewLayout, rowMiddle, selectedToken, tokenStrip } from './headViewLayout.ts';
import { headViewLines } from './headViewLines.ts';
import { idleField, layerWeights, lineField, type LineField } from './lineField.ts';
import { massThresholds } from './lineThresholds.ts';
import type { Mark, Plan } from './plan.ts';
import { middleBaseline, textSizes } from './plan.ts';
import { fitText, textWidth } from './textWidth.ts';
import { chartWords, fill, type ChartWords } from './words.ts';

export interface HeadViewPlan extends Plan {
  readonly layout: HeadViewLayout;
}

/**
 * The head view: queries left, keys right, a line a weight in the colour of its head. Opacity is the square root of
 * the weight on the locked scale, never divided by the number of heads. `thresholds` may be passed to keep the
 * sorting of `massThresholds` from being done again at each move of a hand.
 */
export function headViewPlan(
  bundle: AttentionBundle,
  options: HeadViewOptions,
  thresholds = massThresholds(bundle, options.layer ?? 0, options.massShare ?? 1),
): HeadViewPlan {
  const layout = headViewLayout(bundle, options);
  const selected = selectedToken(options);
  const weights = layerWeights(bundle, options.layer ?? 0);
  const lines = (token: TokenRef | null): LineField => lineField(weights, layout, options, thresholds, token);
  return {
    width: layout.width,
    height: layout.height,
    background: themes[options.theme].surface,
    marks: [
      ...titleMarks(layout, options),
      ...squareMarks(bundle, layout, options),
      ...headViewLines(selected === null ? lines(null) : idleField(lines(null))),
      ...(selected === null ? [] : headViewLines(lines(selected))),
      ...headViewTokens(bundle, layout, options),
      ...(options.legend === true ? legendMarks(layout, options) : []),
    ],
    description: describeHeadView(bundle, options),
    layout,
  };
}

/** Labels, class marks and head columns of both sides, above the lines; of all rows or some of them. */
export function headViewTokens(
  bundle: AttentionBundle,
  layout: HeadViewLayout,
  options: HeadViewOptions,
  rows: RowRange = { from: 0, after: Math.max(bundle.queries, bundle.keys) },
): Mark[] {
  return [
    ...(rows.from === 0 ? headerMarks(bundle, layout, options) : []),
    ...sideMarks(bundle, layout, options, rows, 'query'),
    ...sideMarks(bundle, layout, options, rows, 'key'),
    ...columnMarks(bundle, layout, options, rows),
  ];
}

function titleMarks(layout: HeadViewLayout, { theme, title, subtitle }: HeadViewOptions): Mark[] {
  if (title === undefined) return [];
  const colours = themes[theme];
  const style = { size: textSizes.md, weight: 500 } as const;
  const { left: x, titleBaseline: y, width } = layout;
  const text = fitText(title, width - 2 * x, style);
  const after = x + textWidth(text, style) + 8;
  const rest = fitText(subtitle ?? '', width - x - after, { size: textSizes.sm });
  return [
    { kind: 'text', x, y, text, fill: colours.ink, ...style },
    { kind: 'text', x: after, y, text: rest, fill: colours.ink3, size: textSizes.sm },
  ];
}

function squareMarks(bundle: AttentionBundle, layout: HeadViewLayout, options: HeadViewOptions): Mark[] {
  const [first] = layout.squares;
  if (first === undefined) return [];
  const colours = themes[options.theme];
  const marks: Mark[] = [
    {
      kind: 'text',
      x: layout.left,
      y: middleBaseline(first.y + first.height / 2, textSizes.xs),
      text: bundle.heads === 1 ? wordsOf(options).head : wordsOf(options).heads,
      fill: colours.ink2,
      size: textSizes.xs,
    },
  ];
  layout.squares.forEach((box, head) => {
    const { stroke } = headColour(options.theme, head);
    const on = options.heads?.[head] !== false;
    marks.push(
      {
        kind: 'rect',
        x: box.x + 0.5,
        y: box.y + 0.5,
        width: box.width - 1,
        height: box.height - 1,
        radius: 3,
        stroke,
        fill: on ? stroke : colours.surface,
      },
      {
        kind: 'text',
        x: box.x + box.width / 2,
        y: middleBaseline(box.y + box.height / 2, textSizes.xxs),
        text: String(head + 1),
        anchor: 'middle',
        family: 'num',
        weight: 600,
        size: textSizes.xxs,
        fill: on ? colours.surface : colours.ink3,
      },
    );
  });
  return marks;
}

function headerMarks(bundle: AttentionBundle, layout: HeadViewLayout, options: HeadViewOptions): Mark[] {
  const colours = themes[options.theme];
  const { headerBaseline: y, columnPitch, columnsStart, queryLabelEnd, keyLabelStart } = layout;
  const style = { kind: 'text', y, fill: colours.ink3, size: textSizes.xs } as const;
  const marks: Mark[] = [
    { ...style, x: queryLabelEnd, text: wordsOf(options).queries, anchor: 'end' },
    { ...style, x: keyLabelStart, text: wordsOf(options).keys },
  ];
  if (selectedToken(options)?.side === 'key') return marks;
  const size = Math.min(textSizes.xxs, columnPitch + 2);
  // Numbers of two digits are wider than a narrow column: name the first, then every fifth.
  const named = (head: number): boolean => columnPitch >= 8 || head === 0 || (head + 1) % 5 === 0;
  for (let head = 0; head < bundle.heads; head += 1) {
    if (!named(head)) continue;
    const x = columnsStart + head * columnPitch + (columnPitch - 1) / 2;
    marks.push({ ...style, x, text: String(head + 1), family: 'num', size, anchor: 'middle' });
  }
  return marks;
}

function sideMarks(
  bundle: AttentionBundle,
  layout: HeadViewLayout,
  options: HeadViewOptions,
  rows: RowRange,
  side: TokenSide,
): Mark[] {
  const colours = themes[options.theme];
  const { rowHeight, textSize, labelWidth, labelStep, queryLabelEnd, keyLabelStart } = layout;
  const isQuery = side === 'query';
  const tokens = isQuery ? bundle.queryTokens : bundle.keyTokens;
  const order = isQuery ? options.order.queries : options.order.keys;
  const selected = selectedToken(options);
  const chosen = (index: number): boolean =>
    (selected?.side === side && selected.index === index) || options.pinned?.[side] === index;
  const stripHeight = Math.max(1, rowHeight - (rowHeight > 6 ? 3 : 0));
  const marks: Mark[] = [];
  for (let position = rows.from; position < Math.min(rows.after, order.length); position += 1) {
    const index = order[position]!;
    const token = tokens[index]!;
    const middle = rowMiddle(layout, position);
    const strong = chosen(index);
    marks.push(
      ...classPatch(options.theme, token.group, {
        x: isQuery ? layout.queryStrip : layout.keyStrip,
        y: middle - stripHeight / 2,
        width: tokenStrip,
        height: stripHeight,
      }),
    );
    if (!strong && position % labelStep !== 0) continue;
    if (strong) {
      marks.push({
        kind: 'rect',
        x: isQuery ? queryLabelEnd - labelWidth - 4 : keyLabelStart - 4,
        y: middle - rowHeight / 2,
        width: labelWidth + 8,
        height: rowHeight,
        radius: 2,
        fill: colours.selected,
      });
    }
    const style = { size: textSize, ...(strong && { weight: 600 as const }) };
    marks.push({
      kind: 'text',
      x: isQuery ? queryLabelEnd : keyLabelStart,
      y: middleBaseline(middle, textSize),
      text: fitLabel(token.label, labelWidth, style),
      anchor: isQuery ? 'end' : 'start',
      fill: strong ? colours.ink : colours.ink2,
      ...style,
    });
  }
  return marks;
}

/**
 * One column a head: the selected query's weight on each key, the selected key's weight from each query, or, with
 * nothing selected, the mean weight each key receives. Opacity is the place on the locked scale.
 */
function columnMarks(
  bundle: AttentionBundle,
  layout: HeadViewLayout,
  options: HeadViewOptions,
  rows: RowRange,
): Mark[] {
  const { columnPitch, rowHeight } = layout;
  const selected = selectedToken(options);
  const beside = selected?.side === 'key' ? 'query' : 'key';
  const order = beside === 'key' ? options.order.keys : options.order.queries;
  const left = beside === 'key' ? layout.columnsStart : layout.lineStart;
  const height = Math.max(1, rowHeight - (rowHeight > 6 ? 2 : 0));
  const marks: Mark[] = [];
  for (let head = 0; head < bundle.heads; head += 1) {
    if (options.heads?.[head] === false) continue;
    const values = headValues(bundle, options.layer ?? 0, head);
    const { stroke } = headColour(options.theme, head);
    for (let position = rows.from; position < Math.min(rows.after, order.length); position += 1) {
      const weight = columnWeight(bundle, values, selected, order[position]!);
      const place = scalePosition({ ...options.scale, signed: false }, Math.abs(weight));
      if (place < 0.005) continue;
      marks.push({
        kind: 'rect',
        x: left + head * columnPitch,
        y: rowMiddle(layout, position) - height / 2,
        width: columnPitch - 1,
        height,
        fill: stroke,
        opacity: Math.round(place * 100) / 100,
      });
    }
  }
  return marks;
}

/** What a head's column shows beside a token: its weight with the selected one, else the mean of what a key receives. */
function columnWeight(
  { queries }: AttentionBundle,
  values: Float32Array,
  selected: TokenRef | null,
  index: number,
): number {
  if (selected?.side === 'key') return values[selected.index * queries + index]!;
  if (selected?.side === 'query') return values[index * queries + selected.index]!;
  let sum = 0;
  for (let query = 0; query < queries; query += 1) sum += values[index * queries + query]!;
  return sum / queries;
}

/** Sample lines at round weights, and in words which lines and columns are drawn. */
function legendMarks(layout: HeadViewLayout, options: HeadViewOptions): Mark[] {
  const { theme, scale } = options;
  const words = wordsOf(options);
  const size = textSizes.xxs;
  const y = layout.legendTop + 12;
  const selected = selectedToken(options);
  const columns = { none: words.meanWeight, query: words.weightsOfQuery, key: words.weightsOfKey };
  const note = fill(words.linesAre, {
    lines: lineWords(options, words, words.massOfWeights),
    columns: columns[selected?.side ?? 'none'],
  });
  return [
    ...weightLegend(theme, scale, selected !== null, { x: layout.left, y }, words),
    {
      kind: 'text',
      x: layout.left,
      y: middleBaseline(y, size) + 18,
      text: fitText(note, layout.width - 2 * layout.left, { size }),
      size,
      fill: themes[theme].ink3,
    },
  ];
}

const wordsOf = ({ words }: HeadViewOptions): ChartWords => ({ ...chartWords, ...words });

/** Which lines of each query are drawn; `ofMass` says it of a share of its mass. */
function lineWords(
  { lineWords: said, massShare = 1 }: HeadViewOptions,
  words: ChartWords,
  ofMass: string,
): string {
  if (said !== undefined) return said;
  return massShare < 1 ? fill(ofMass, { share: Math.round(massShare * 100) }) : words.allWeights;
}

function describeHeadView(bundle: AttentionBundle, options: HeadViewOptions): string {
  const words = wordsOf(options);
  const selected = selectedToken(options);
  const tokens = selected?.side === 'key' ? bundle.keyTokens : bundle.queryTokens;
  return fill(words.headViewIs, {
    title: options.title ?? words.headView,
    queries: bundle.queries,
    keys: bundle.keys,
    on: bundle.heads - (options.heads?.filter((head) => !head).length ?? 0),
    heads: bundle.heads,
    lines: lineWords(options, words, words.theMassOfWeights),
    forward:
      selected === null
        ? ''
        : fill(selected.side === 'key' ? words.keyForward : words.queryForward, {
            name: tokens[selected.index]?.label ?? '',
          }),
  });
}

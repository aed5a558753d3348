import { headColour, themes } from '../shared/colours.ts';
import { orderKinds, type OrderKind } from '../shared/order.ts';
import { fitScale, formatNumber, scaleKinds, type ScaleKind } from '../shared/scales.ts';
import { fill } from '../renderer/charts/words.ts';
import { paintMarks, paintPlan } from '../renderer/components/planPainter.ts';
import { Drawing, type Cell, type Choice } from './drawing.ts';
import { button, canvas, element, select } from './elements.ts';
import { readData } from './readData.ts';
import { Scrubber } from './scrubber.ts';
import { wordsIn } from './words.ts';

/**
 * A page of attention for who has no app: heads and map of one bundle with the app's own drawing, exact values, theme
 * and keyboard. One state, and one `show` that draws all of it.
 */
const data = readData();
const words = wordsIn[data.locale];
const [bundle] = data.bundles;
const opened = data.bundles[data.start] ?? bundle;
const { max } = fitScale(
  data.bundles.map(({ values }) => values),
  'linear',
  { signed: bundle.meta.range === 'signed' },
);
/** What is shown of the step under the scrubber; its parts are kept until another is shown. */
let shown = data.start;
let drawing = new Drawing(opened, opened, max, words);
const hasClasses = bundle.keyTokens.some(({ group }) => group >= 0);
const asked = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';

let choice: Choice = {
  theme: data.theme ?? asked,
  layer: 0,
  heads: new Array<boolean>(bundle.heads).fill(true),
  mapHead: 0,
  order: hasClasses ? 'class' : 'given',
  scale: 'sqrt',
  pinned: null,
  hovered: null,
};
function change(changes: Partial<Choice>): void {
  choice = { ...choice, ...changes };
  requestAnimationFrame(show);
}

function showStep(index: number): void {
  const next = data.bundles[index];
  if (next === undefined || index === shown) return;
  shown = index;
  drawing = new Drawing(next, opened, max, words);
  requestAnimationFrame(show);
}
const scrubber = data.numbers.length > 1 ? new Scrubber(data, words, showStep) : null;

const numbers = (count: number, title: (n: number) => string): [string, string][] =>
  Array.from({ length: count }, (_, i) => [String(i), title(i + 1)]);
const layerSelect = select(words.layer, numbers(bundle.layers, String), (value) =>
  change({ layer: Number(value) }),
);
const headSelect = select(
  words.map,
  [
    ...numbers(bundle.heads, (n) => fill(words.head, { n })),
    ...(bundle.heads > 1 ? ([['mean', words.mean]] as [string, string][]) : []),
  ],
  (value) => change({ mapHead: value === 'mean' ? null : Number(value) }),
);
const orders = orderKinds.filter((kind) => kind !== 'class' || hasClasses);
const orderSelect = select(
  words.order,
  orders.map((kind) => [kind, words[kind]]),
  (value) => change({ order: value as OrderKind }),
);
const scaleSelect = select(
  words.scale,
  scaleKinds.map((kind) => [kind, words[kind]]),
  (value) => change({ scale: value as ScaleKind }),
);
scaleSelect.value = choice.scale;
orderSelect.value = choice.order;
const squares = choice.heads.map((_, head) =>
  button(String(head + 1), fill(words.head, { n: head + 1 }), () => toggleHead(head)),
);
const themeButton = button(words.theme, words.theme, flipTheme);

function toggleHead(head: number): void {
  const heads = choice.heads.map((on, i) => (i === head ? !on : on));
  if (head < heads.length && heads.includes(true)) change({ heads });
}
function flipTheme(): void {
  change({ theme: choice.theme === 'dark' ? 'light' : 'dark' });
}

const headView = canvas(words.headView);
const mapView = canvas(words.rows);
const mapAbove = canvas('');
/** Scrolls, by keyboard too, where documents are many. */
const headRoom = element('div', 'heads', headView);
headRoom.tabIndex = 0;
headRoom.role = 'group';
headRoom.ariaLabel = words.heads;
const mapRoom = element('div', 'map', mapView, mapAbove);
const reading = element('p', 'reading');
reading.setAttribute('aria-live', 'polite');
const hasTexts = Object.keys(data.texts).length > 0;
/** Its room is there before a document is: nothing moves under the pointer. */
const texts = element('div', hasTexts ? 'texts long' : 'texts');

document.title = data.title;
document.documentElement.lang = data.locale;
document.body.append(
  element('header', '', element('h1', '', data.title), element('span', 'soft', data.subtitle)),
  element(
    'div',
    'tools',
    ...(bundle.layers > 1 ? [layerSelect.parentElement ?? layerSelect] : []),
    element('span', 'soft', words.heads),
    ...squares,
    headSelect.parentElement ?? headSelect,
    orderSelect.parentElement ?? orderSelect,
    scaleSelect.parentElement ?? scaleSelect,
    themeButton,
  ),
  ...(scrubber === null ? [] : [scrubber.element]),
  element('main', '', headRoom, mapRoom),
  reading,
  texts,
  element('footer', 'soft', fill(words.made, { version: data.appVersion })),
);

const mapSize = (): { width: number; height: number } => ({
  width: Math.max(240, mapRoom.clientWidth),
  height: Math.max(240, mapRoom.clientHeight),
});
const headWidth = (): number => Math.max(260, headRoom.clientWidth);

function show(): void {
  const colours = themes[choice.theme];
  document.documentElement.dataset['theme'] = choice.theme;
  themeButton.setAttribute('aria-pressed', String(choice.theme === 'dark'));
  squares.forEach((square, head) => {
    const isOn = choice.heads[head] === true;
    square.setAttribute('aria-pressed', String(isOn));
    square.style.borderColor = headColour(choice.theme, head).stroke;
    square.style.background = isOn ? headColour(choice.theme, head).stroke : 'transparent';
    square.style.color = isOn ? colours.surface : colours.ink;
  });
  const ratio = window.devicePixelRatio || 1;
  paintPlan(headView, drawing.heads(choice, headWidth()), ratio);
  const { plan, overlay } = drawing.map(choice, mapSize(), words.rows);
  paintPlan(mapView, plan, ratio);
  paintMarks(mapAbove, overlay, plan, ratio);
  scrubber?.show(shown, choice.theme);
  read();
}

/** The cell under the pointer, or the pinned one, in words and exact. */
function read(): void {
  const at = choice.hovered ?? choice.pinned;
  if (at === null) {
    reading.textContent = scrubber === null ? words.hint : `${words.hint} ${words.stepHint}`;
    texts.replaceChildren();
    return;
  }
  const query = at.query === null ? undefined : bundle.queryTokens[at.query];
  const key = at.key === null ? undefined : bundle.keyTokens[at.key];
  const sides = [
    [words.query, query],
    [words.key, key],
  ] as const;
  if (at.query === null || at.key === null) {
    reading.textContent = sides
      .flatMap(([side, token]) => (token === undefined ? [] : [`${side} ${token.label} ${token.title}`]))
      .join(' ');
  } else {
    const place = at.key * bundle.queries + at.query;
    const value = drawing.values(choice)[place] ?? Number.NaN;
    reading.textContent = `${fill(words.cell, { query: query?.label ?? '', key: key?.label ?? '' })}: ${formatNumber(value, 4)} (${value})`;
  }
  texts.replaceChildren(
    ...sides.flatMap(([side, token]) => {
      const text = data.texts[token?.documentHash ?? ''];
      if (token === undefined || (token.title === '' && text === undefined)) return [];
      const title = element('h2', '', `${side}: ${token.label} ${token.title}`);
      return [element('section', '', title, ...(text === undefined ? [] : [readable(text)]))];
    }),
  );
}

/** A text that scrolls, by keyboard too. */
function readable(text: string): HTMLElement {
  const made = element('pre', '', text);
  made.tabIndex = 0;
  return made;
}

mapRoom.addEventListener('pointermove', ({ offsetX, offsetY }) => {
  change({ hovered: drawing.cellAt(choice, mapSize(), offsetX, offsetY) });
});
mapRoom.addEventListener('click', ({ offsetX, offsetY }) => {
  pin(drawing.cellAt(choice, mapSize(), offsetX, offsetY));
});
headRoom.addEventListener('pointermove', ({ offsetX, offsetY }) => {
  const token = drawing.tokenAt(choice, headWidth(), offsetX, offsetY);
  change({ hovered: token === null ? null : { key: null, query: null, [token.side]: token.index } });
});
for (const room of [mapRoom, headRoom]) {
  room.addEventListener('pointerleave', () => change({ hovered: null }));
}
function pin(cell: Cell | null): void {
  const same = cell?.key === choice.pinned?.key && cell?.query === choice.pinned?.query;
  change({ pinned: same ? null : cell });
}

const steps: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};
/** To the neighbour on the map, in the order it stands in. */
function step([rows, columns]: readonly [number, number]): void {
  const { keys, queries } = drawing.order(choice);
  const { pinned } = choice;
  const within = (place: number, count: number): number => Math.min(count - 1, Math.max(0, place));
  const row = pinned === null ? 0 : within(keys.indexOf(pinned.key) + rows, keys.length);
  const column = pinned === null ? 0 : within(queries.indexOf(pinned.query) + columns, queries.length);
  change({ pinned: { key: keys[row] ?? 0, query: queries[column] ?? 0 }, hovered: null });
}
/** A list and a slider take arrows themselves, and a button the space bar. */
function isOwnControl({ target, key }: KeyboardEvent): boolean {
  if (target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement) return key.startsWith('Arrow');
  if (target === headRoom) return key === 'ArrowUp' || key === 'ArrowDown';
  return target instanceof HTMLButtonElement && key === ' ';
}
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isOwnControl(event)) return;
  const move = steps[event.key];
  if (move !== undefined) step(move);
  else if (/^[1-9]$/.test(event.key)) toggleHead(Number(event.key) - 1);
  else if (event.key === '0') change({ heads: choice.heads.map(() => true) });
  else if (event.key === ' ' && scrubber !== null) scrubber.play();
  else if (event.key === ',' || event.key === '.') scrubber?.moveBy(event.key === '.' ? 1 : -1);
  else if (event.key === 'Escape') change({ pinned: null, hovered: null });
  else if (event.key.toLowerCase() === 't') flipTheme();
  else if (event.key.toLowerCase() === 'o') {
    const order = orders[(orders.indexOf(choice.order) + 1) % orders.length] ?? 'given';
    orderSelect.value = order;
    change({ order });
  } else return;
  event.preventDefault();
});
addEventListener('resize', () => change({}));
show();

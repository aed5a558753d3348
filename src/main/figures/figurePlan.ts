import { themes } from '../../shared/colours.ts';
import type { FigureSpec } from '../../shared/figure.ts';
import { naturalFontSize, toPixels } from '../../shared/figureLook.ts';
import { languages } from '../../renderer/charts/language.ts';
import { fitText, textWidth } from '../../renderer/charts/textWidth.ts';
import { textSizes, type Mark, type Plan } from '../../renderer/charts/plan.ts';
import { figurePadding, type Frame, type OpenPanel } from './panel.ts';

/** A figure's drawing, and how many CSS pixels of the file are one of its own. */
export interface FigurePlan {
  readonly plan: Plan;
  readonly zoom: number;
}

const gap = 14;
const letterRoom = 16;
const titleRoom = 24;
/** Panels are not set side by side below these widths, unless that is asked for. */
const leastMap = 200;
const leastOther = 300;

/** All panels as one plan, laid out in px of the natural letter size; `zoom` brings them to the size asked for. */
export function figurePlan(panels: readonly OpenPanel[], { columns, look }: FigureSpec): FigurePlan {
  const zoom = look.fontSize / naturalFontSize;
  const width = toPixels(look.width) / zoom;
  const height = look.height === null ? null : toPixels(look.height) / zoom;
  const ends = panels.flatMap(({ largest }) => (largest === null ? [] : [largest]));
  const shared = {
    language: languages[look.locale],
    theme: look.theme,
    legend: look.legend,
    colourBar: look.colourBar,
    fill: look.width.unit !== 'px',
    sharedMax: ends.length === 0 ? null : Math.max(...ends),
  };
  const [only] = panels;
  if (panels.length === 1 && only !== undefined) {
    return { plan: { ...alone(only, { ...shared, width, height }, look.title), width }, zoom };
  }
  return { plan: together(panels, columns, { ...shared, width, height }, look.title, look.letters), zoom };
}

type Room = Omit<Frame, 'padding' | 'title' | 'subtitle'>;

function alone(panel: OpenPanel, room: Room, title: string | null): Plan {
  return panel.plan({
    ...room,
    padding: figurePadding,
    title: title === '' ? null : (title ?? panel.title),
    subtitle: title === null || title === '' ? panel.subtitle : '',
  });
}

/** Panels in rows of equal columns, each under its letter and its name. */
function together(
  panels: readonly OpenPanel[],
  asked: number | null,
  room: Room,
  title: string | null,
  letters: boolean,
): Plan {
  const { theme, width } = room;
  const colours = themes[theme];
  const least = panels.every(({ view }) => view.kind === 'heatmap') ? leastMap : leastOther;
  const columns = Math.min(panels.length, asked ?? Math.max(1, Math.min(3, Math.floor(width / least))));
  const rows = Math.ceil(panels.length / columns);
  const inner = width - 2 * figurePadding;
  const each = (inner - (columns - 1) * gap) / columns;
  const top = figurePadding + (title === null || title === '' ? 0 : titleRoom);
  const eachHeight =
    room.height === null ? null : (room.height - top - figurePadding - (rows - 1) * gap) / rows - 22;
  const marks: Mark[] =
    title === null || title === ''
      ? []
      : [
          {
            kind: 'text',
            x: figurePadding,
            y: figurePadding + 13,
            text: fitText(title, inner, { size: textSizes.md, weight: 600 }),
            size: textSizes.md,
            weight: 600,
            fill: colours.ink,
          },
        ];
  const plans = panels.map((panel) =>
    panel.plan({ ...room, width: each, height: eachHeight, padding: 0, title: null, subtitle: '' }),
  );
  let y = top;
  for (let row = 0; row < rows; row += 1) {
    const inRow = plans.slice(row * columns, (row + 1) * columns);
    inRow.forEach((plan, column) => {
      const index = row * columns + column;
      const x = figurePadding + column * (each + gap);
      marks.push(...heading(panels[index], letters ? letterOf(index) : '', { x, y, width: each }, theme), {
        kind: 'group',
        x,
        y: y + 22,
        marks: plan.marks,
      });
    });
    y += 22 + Math.max(...inRow.map((plan) => plan.height)) + gap;
  }
  return {
    width,
    height: y - gap + figurePadding,
    background: colours.surface,
    marks,
    description: plans
      .map((plan, i) => (letters ? `${letterOf(i)}: ${plan.description}` : plan.description))
      .join(' '),
  };
}

const letterOf = (index: number): string => String.fromCharCode(97 + index);

function heading(
  panel: OpenPanel | undefined,
  letter: string,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
  theme: Room['theme'],
): Mark[] {
  if (panel === undefined) return [];
  const colours = themes[theme];
  const from = letter === '' ? 0 : letterRoom;
  const name = { size: textSizes.sm, weight: 500 } as const;
  const title = fitText(panel.title, width - from, name);
  const after = from + textWidth(title, name) + 10;
  const rest = fitText(panel.subtitle, width - after, { size: textSizes.xs });
  const marks: Mark[] = [];
  const baseline = y + 12;
  if (letter !== '') {
    marks.push({
      kind: 'text',
      x,
      y: baseline,
      text: letter,
      size: textSizes.md,
      weight: 600,
      fill: colours.ink,
    });
  }
  marks.push({ kind: 'text', x: x + from, y: baseline, text: title, fill: colours.ink, ...name });
  if (rest !== '') {
    marks.push({
      kind: 'text',
      x: x + after,
      y: baseline,
      text: rest,
      fill: colours.ink3,
      size: textSizes.xs,
    });
  }
  return marks;
}

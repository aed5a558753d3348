import { themes } from '../../shared/colours.ts';
import { textSizes, type Mark, type Plan } from '../../renderer/charts/plan.ts';
import { fitText, textWidth } from '../../renderer/charts/textWidth.ts';
import type { Frame } from './panel.ts';

const titleHeight = 26;
const lineHeight = 16;

/** What is left for a drawing inside a frame. */
export interface Room {
  readonly width: number;
  /** Null: as high as it needs. */
  readonly height: number | null;
}

/** A drawing under the frame's title, with the frame's padding round it. */
export function framed(frame: Frame, draw: (room: Room) => Plan): Plan {
  const { padding, width, height, theme } = frame;
  const heading = headingOf(frame);
  const top = padding + heading.height;
  const inner = draw({
    width: width - 2 * padding,
    height: height === null ? null : Math.max(40, height - top - padding),
  });
  return {
    ...inner,
    width,
    height: top + inner.height + padding,
    background: themes[theme].surface,
    marks: [...heading.marks, { kind: 'group', x: padding, y: top, marks: inner.marks }],
  };
}

/** Title and grey words after it, or below where they do not fit beside it. */
function headingOf({ title, subtitle, theme, padding, width }: Frame): {
  readonly marks: readonly Mark[];
  readonly height: number;
} {
  if (title === null) return { marks: [], height: 0 };
  const colours = themes[theme];
  const y = padding + 13;
  const room = width - 2 * padding;
  const strong = { size: textSizes.md, weight: 500 } as const;
  const soft = { size: textSizes.sm } as const;
  const text = fitText(title, room, strong);
  const after = textWidth(text, strong) + 12;
  const isBelow = after + textWidth(subtitle, soft) > room;
  const rest = isBelow ? fitText(subtitle, room, soft) : subtitle;
  const place = isBelow ? { x: padding, y: y + lineHeight } : { x: padding + after, y };
  return {
    marks: [
      { kind: 'text', x: padding, y, text, fill: colours.ink, ...strong },
      ...(rest === '' ? [] : [{ kind: 'text', ...place, text: rest, fill: colours.ink3, ...soft } as const]),
    ],
    height: titleHeight + (isBelow ? lineHeight : 0),
  };
}

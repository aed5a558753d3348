import type { Box, Mark, TextMark } from '../../renderer/charts/plan.ts';
import { middleBaseline } from '../../renderer/charts/plan.ts';
import { apply, identity, isCircle, multiply, pathLines, type Matrix } from './svgPath.ts';
import { svgTree, type SvgElement } from './svgTree.ts';

/** The marks of an SVG that the chart library wrote: paths, circles, texts and clips, transforms resolved. */
export function svgMarks(svg: string): Mark[] {
  const root = svgTree(svg);
  const clips = new Map(root.children.filter(({ tag }) => tag === 'defs').flatMap(clipsIn));
  return root.children.flatMap((child) => marksOf(child, identity, clips));
}

function clipsIn({ children }: SvgElement): [string, Box][] {
  return children.flatMap(({ tag, attributes, children: [shape] }): [string, Box][] => {
    const box = tag === 'clipPath' && shape !== undefined ? boxOf(shape) : null;
    return box === null ? [] : [[attributes['id'] ?? '', box]];
  });
}

function boxOf(shape: SvgElement): Box | null {
  if (shape.tag === 'rect') return rectBox(shape, identity);
  const points = pathLines(shape.attributes['d'] ?? '', matrixOf(shape)).flatMap(({ line }) => [...line]);
  if (points.length === 0) return null;
  const xs = points.filter((_, i) => i % 2 === 0);
  const ys = points.filter((_, i) => i % 2 === 1);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function marksOf(element: SvgElement, outer: Matrix, clips: ReadonlyMap<string, Box>): Mark[] {
  const matrix = multiply(outer, matrixOf(element));
  switch (element.tag) {
    case 'g': {
      const marks = element.children.flatMap((child) => marksOf(child, matrix, clips));
      const clip = clips.get(/url\(#([^)]+)\)/.exec(element.attributes['clip-path'] ?? '')?.[1] ?? '');
      return clip === undefined ? marks : [{ kind: 'group', clip, marks }];
    }
    case 'path':
      return pathMarks(element, matrix);
    case 'polyline':
    case 'polygon':
      return pathMarks(element, matrix);
    case 'rect':
      return [{ kind: 'rect', ...rectBox(element, matrix), ...paints(element, matrix) }];
    case 'circle': {
      const [x, y] = apply(matrix, number(element, 'cx'), number(element, 'cy'));
      return [
        { kind: 'circle', x, y, radius: number(element, 'r') * scaleOf(matrix), ...paints(element, matrix) },
      ];
    }
    case 'text':
      return textMarks(element, matrix);
    default:
      return [];
  }
}

function pathMarks(element: SvgElement, matrix: Matrix): Mark[] {
  const { attributes, tag } = element;
  const data =
    tag === 'path'
      ? (attributes['d'] ?? '')
      : `M${(attributes['points'] ?? '').trim().replace(/[\s,]+/g, ' ')}${tag === 'polygon' ? 'Z' : ''}`;
  const { fill, stroke, strokeWidth, opacity } = paints(element, matrix);
  const shared = opacity === undefined ? {} : { opacity };
  if (isCircle(data)) {
    const [x, y] = apply(matrix, 0, 0);
    const edge = stroke === undefined ? {} : { stroke, strokeWidth: strokeWidth ?? 1 };
    return [
      {
        kind: 'circle',
        x,
        y,
        radius: scaleOf(matrix),
        ...(fill === undefined ? {} : { fill }),
        ...edge,
        ...shared,
      },
    ];
  }
  const lines = pathLines(data, matrix);
  const marks: Mark[] =
    fill === undefined ? [] : lines.map(({ line }) => ({ kind: 'area', line, fill, ...shared }));
  if (stroke === undefined || lines.length === 0) return marks;
  const dash = (attributes['stroke-dasharray'] ?? '').split(/[\s,]+/).flatMap((part) => {
    const length = Number(part);
    return part !== '' && Number.isFinite(length) ? [length * scaleOf(matrix)] : [];
  });
  marks.push({
    kind: 'path',
    lines: lines.map(({ line }) => line),
    stroke,
    strokeWidth: strokeWidth ?? 1,
    ...(dash.length === 0 ? {} : { dash }),
    ...(dash.length > 0 && attributes['stroke-linecap'] === 'round' ? { round: true } : {}),
    ...(lines.every(({ closed }) => closed) ? { closed: true } : {}),
    ...shared,
  });
  return marks;
}

interface Paint {
  readonly fill?: string;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly opacity?: number;
}

function paints({ attributes, tag }: SvgElement, matrix: Matrix): Paint {
  const named = (name: string): string | undefined => {
    const value = attributes[name];
    return value === undefined || value === 'none' || value === 'transparent' ? undefined : value;
  };
  const fill = tag === 'polyline' && attributes['fill'] === undefined ? undefined : named('fill');
  const stroke = named('stroke');
  const opacity = ['opacity', 'fill-opacity', 'stroke-opacity']
    .map((name) => Number(attributes[name] ?? 1))
    .reduce((least, value) => Math.min(least, value), 1);
  return {
    ...(fill === undefined ? {} : { fill }),
    ...(stroke === undefined
      ? {}
      : { stroke, strokeWidth: Number(attributes['stroke-width'] ?? 1) * scaleOf(matrix) }),
    ...(opacity === 1 ? {} : { opacity }),
  };
}

function textMarks(element: SvgElement, matrix: Matrix): Mark[] {
  const { attributes, text } = element;
  if (text === '') return [];
  const size = Number.parseFloat(attributes['font-size'] ?? '12');
  const central = attributes['dominant-baseline'] === 'central';
  const [x0, y0] = [number(element, 'x'), number(element, 'y')];
  const [x, y] = apply(matrix, x0, central ? middleBaseline(y0, size) : y0);
  const rotate = Math.round((Math.atan2(matrix[1], matrix[0]) * 180) / Math.PI);
  const weight = Number(attributes['font-weight'] ?? 400);
  const anchor = attributes['text-anchor'];
  const mark: TextMark = {
    kind: 'text',
    x,
    y,
    text,
    size,
    fill: attributes['fill'] ?? '#000000',
    family: (attributes['font-family'] ?? '').includes('Mono') ? 'num' : 'ui',
    ...(weight === 500 || weight === 600 ? { weight } : {}),
    ...(anchor === 'middle' || anchor === 'end' ? { anchor } : {}),
    ...(rotate === 0 ? {} : { rotate }),
  };
  return [mark];
}

function rectBox(element: SvgElement, matrix: Matrix): Box {
  const [x, y] = apply(matrix, number(element, 'x'), number(element, 'y'));
  const scale = scaleOf(matrix);
  return { x, y, width: number(element, 'width') * scale, height: number(element, 'height') * scale };
}

const number = ({ attributes }: SvgElement, name: string): number => Number(attributes[name] ?? 0);
const scaleOf = ([a, b]: Matrix): number => Math.hypot(a, b);

function matrixOf({ attributes }: SvgElement): Matrix {
  let matrix = identity;
  for (const [, name, text = ''] of (attributes['transform'] ?? '').matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = text.split(/[\s,]+/).map(Number);
    matrix = multiply(matrix, transform(name ?? '', [a, b, c, d, e, f], text));
  }
  return matrix;
}

function transform(name: string, values: Matrix, text: string): Matrix {
  const [a, b] = values;
  switch (name) {
    case 'matrix':
      return values;
    case 'translate':
      return [1, 0, 0, 1, a, b];
    case 'scale':
      return [a, 0, 0, text.trim().includes(' ') || text.includes(',') ? b : a, 0, 0];
    case 'rotate': {
      const angle = (a * Math.PI) / 180;
      return [Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0];
    }
    default:
      throw new Error(`the chart library wrote a transform this reader does not know: ${name}`);
  }
}

import type { Mark } from './plan.ts';
import { lineThrough } from './plan.ts';

/** Corners of the shapes about (0, 0), in radii; a run's colour index gives its shape, the second cue of a point. */
const shapes: readonly (readonly number[])[] = [
  circle(16),
  [-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9],
  [0, -1.2, 1.1, 0.8, -1.1, 0.8],
  [0, -1.25, 1.25, 0, 0, 1.25, -1.25, 0],
  [0, 1.2, 1.1, -0.8, -1.1, -0.8],
  star(),
];

/** A point of a run: a shape with a rim of the ground, so that points that touch stay apart. */
export function pointShape(
  colour: number,
  at: { readonly x: number; readonly y: number },
  radius: number,
  ink: string,
  ground: string,
  opacity: number,
): Mark[] {
  const shape = shapes[colour % shapes.length] ?? [];
  const corners = lineThrough(...shape.map((part, i) => (i % 2 === 0 ? at.x : at.y) + part * radius));
  const isOpen = Math.floor(colour / shapes.length) % 2 === 1;
  const path = { kind: 'path', lines: [corners], closed: true, opacity } as const;
  return [
    { ...path, stroke: ground, strokeWidth: 4.5 },
    { kind: 'area', line: corners, fill: isOpen ? ground : ink, opacity },
    { ...path, stroke: ink, strokeWidth: 1.8 },
  ];
}

function circle(corners: number): number[] {
  return Array.from({ length: corners }, (_, i) => (i * 2 * Math.PI) / corners).flatMap((angle) => [
    Math.cos(angle),
    Math.sin(angle),
  ]);
}

function star(): number[] {
  return Array.from({ length: 10 }, (_, i) => {
    const [angle, length] = [(i * Math.PI) / 5 - Math.PI / 2, i % 2 === 0 ? 1.3 : 0.6];
    return [Math.cos(angle) * length, Math.sin(angle) * length];
  }).flat();
}

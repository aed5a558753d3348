import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  classColour,
  headColour,
  parseHex,
  rampLevels,
  rampTable,
  runColour,
  runDash,
  runDashes,
  themes,
  toHex,
} from '../../src/shared/colours.ts';
import type { Theme } from '../../src/shared/colours.ts';

const bothThemes: readonly Theme[] = ['light', 'dark'];

/** WCAG 2 relative luminance, 0 to 1. */
function luminance(hex: string): number {
  const [red, green, blue] = parseHex(hex).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

describe.each(bothThemes)('colours, %s', (theme) => {
  const colours = themes[theme];

  it('have twelve runs with a dash each, eight classes and two maps of eleven stops', () => {
    expect(colours.runs).toHaveLength(12);
    expect(new Set(colours.runs).size).toBe(12);
    expect(runDashes).toHaveLength(12);
    expect(new Set(colours.classes).size).toBe(8);
    expect(colours.sequential).toHaveLength(11);
    expect(colours.diverging).toHaveLength(11);
  });

  it('keep text readable: 4.5 to 1 on every ground it stands on', () => {
    for (const ink of [colours.ink, colours.ink2, colours.ink3]) {
      for (const ground of [colours.app, colours.surface, colours.sunken]) {
        expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5);
      }
    }
    for (const run of colours.runs) expect(contrast(run, colours.surface)).toBeGreaterThanOrEqual(3);
  });

  it('start the map at the surface and change lightness in one direction', () => {
    expect(colours.sequential[0]).toBe(colours.surface);
    const lightness = colours.sequential.map(luminance);
    const sign = Math.sign(lightness[10]! - lightness[0]!);
    lightness.forEach((value, i) => {
      if (i > 0) expect(Math.sign(value - lightness[i - 1]!)).toBe(sign);
    });
  });

  it('give zero of a difference exactly the surface, between orange and purple', () => {
    const table = rampTable(theme, 'diverging');
    const middle = ((rampLevels - 1) / 2) * 3;
    expect([...table.subarray(middle, middle + 3)]).toEqual([...parseHex(colours.surface)]);
    expect([...table.subarray(0, 3)]).toEqual([...parseHex(colours.diverging[0]!)]);
    expect([...table.subarray(-3)]).toEqual([...parseHex(colours.diverging[10]!)]);
  });
});

describe('the style sheet', () => {
  const css = readFileSync(join(import.meta.dirname, '../../src/renderer/tokens.css'), 'utf8');
  const blockOf = (theme: Theme): string => {
    const start = css.lastIndexOf(`[data-theme='${theme}'] {`);
    return css.slice(start, css.indexOf('}', start));
  };

  it.each(bothThemes)('has the same value for every colour, %s', (theme) => {
    const variables = new Map(
      [...blockOf(theme).matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]),
    );
    const { runs, classes, sequential, diverging, ...roles } = themes[theme];
    const expected = new Map(
      Object.entries(roles).map(([role, value]) => [
        role.replace(/[A-Z]|\d/g, (character) => `-${character.toLowerCase()}`),
        value,
      ]),
    );
    runs.forEach((value, i) => expected.set(`run-${i + 1}`, value));
    classes.forEach((value, i) => expected.set(`class-${i + 1}`, value));
    sequential.forEach((value, i) => expected.set(`seq-${i}`, value));
    diverging.forEach((value, i) => expected.set(`div-${i}`, value));
    for (const [name, value] of expected) expect([name, variables.get(name)]).toEqual([name, value]);
  });

  it('has the same dashes', () => {
    runDashes.forEach((dash, i) => {
      const written = dash.length === 0 ? 'none' : dash.join(' ');
      expect(css).toContain(`--dash-${i + 1}: ${written};`);
    });
  });
});

describe('giving colours', () => {
  it('repeats after twelve runs and, hatched, after eight classes', () => {
    expect(runColour('light', 12)).toBe(runColour('light', 0));
    expect(runDash(13)).toEqual(runDash(1));
    expect(classColour('light', 7)).toEqual({ fill: themes.light.classes[7], hatched: false });
    expect(classColour('light', 8)).toEqual({ fill: themes.light.classes[0], hatched: true });
    expect(classColour('dark', -1)).toEqual({ fill: themes.dark.control, hatched: false });
  });

  it('draws the first twelve heads solid and the thirteenth dashed', () => {
    expect(headColour('light', 11).dash).toEqual([]);
    expect(headColour('light', 12)).toEqual({ stroke: themes.light.runs[0], dash: runDashes[1] });
  });

  it('reads and writes #rrggbb', () => {
    expect(parseHex('#0f62c9')).toEqual([15, 98, 201]);
    expect(toHex([15, 98, 201])).toBe('#0f62c9');
  });
});

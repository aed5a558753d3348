import { afterEach, describe, expect, it, vi } from 'vitest';
import { en } from '../../../src/renderer/i18n/en.ts';
import { i18n, t, type MessageKey } from '../../../src/renderer/i18n/index.ts';
import { ptBR } from '../../../src/renderer/i18n/ptBR.ts';

/** Dotted path and text of each message. */
function leaves(tree: object, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[prefix + key, value]] : leaves(value as object, `${prefix}${key}.`),
  );
}

const names = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].sort();

afterEach(() => {
  i18n.global.locale.value = 'en';
});

describe('the words of the window', () => {
  it('are the same messages in both languages, with the same values in them', () => {
    const portuguese = new Map(leaves(ptBR));
    expect([...portuguese.keys()].sort()).toEqual(
      leaves(en)
        .map(([path]) => path)
        .sort(),
    );
    for (const [path, text] of leaves(en)) {
      expect([path, names(portuguese.get(path) ?? '')]).toEqual([path, names(text)]);
    }
  });

  it('all compile, without eval', () => {
    const evaluated = vi.spyOn(globalThis, 'Function');
    for (const locale of ['en', 'pt-BR'] as const) {
      i18n.global.locale.value = locale;
      for (const [path] of leaves(en)) expect(t(path as MessageKey, {}, 2)).not.toBe(path);
    }
    expect(evaluated).not.toHaveBeenCalled();
  });

  it('choose the form that belongs to a number', () => {
    expect(t('runs.count', {}, 1)).toBe('1 run');
    expect(t('runs.count', {}, 14)).toBe('14 runs');
    i18n.global.locale.value = 'pt-BR';
    expect(t('runs.count', {}, 1)).toBe('1 execução');
  });

  it('never apologise, boast or shout', () => {
    for (const [path, text] of leaves(en)) {
      expect([path, /oops|sorry|successfully|!(?!=)|please/i.test(text)]).toEqual([path, false]);
    }
  });
});

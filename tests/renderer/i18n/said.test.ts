import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterEach, describe, expect, it } from 'vitest';
import { i18n } from '../../../src/renderer/i18n/index.ts';
import { said } from '../../../src/renderer/i18n/said.ts';
import { saidDataPt } from '../../../src/renderer/i18n/saidDataPt.ts';
import { saidRunsPt } from '../../../src/renderer/i18n/saidRunsPt.ts';

const src = join(import.meta.dirname, '..', '..', '..', 'src');
const table = { ...saidDataPt, ...saidRunsPt };
const hole = /\{\w+\}/g;

/** Every string and template of the sources, values as holes, and what stands on either side of a choice in one. */
function spoken(): ReadonlySet<string> {
  const found = new Set<string>();
  const textsOf = (node: ts.Expression): readonly string[] => {
    if (ts.isStringLiteralLike(node)) return [node.text];
    if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(textsOf);
    if (ts.isBinaryExpression(node)) {
      const rights = textsOf(node.right);
      return textsOf(node.left).flatMap((left) => rights.map((right) => left + right));
    }
    if (!ts.isTemplateExpression(node)) return ['{}'];
    return node.templateSpans.reduce<readonly string[]>(
      (texts, { expression, literal }) => {
        const values = ts.isConditionalExpression(expression) ? textsOf(expression) : [];
        return texts.flatMap((text) => ['{}', ...values].map((value) => text + value + literal.text));
      },
      [node.head.text],
    );
  };
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isBinaryExpression(node)) {
      for (const text of textsOf(node)) found.add(text);
    }
    ts.forEachChild(node, visit);
  };
  for (const room of ['lab', 'main', 'shared', 'trainer', 'renderer/api']) {
    for (const name of readdirSync(join(src, room), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const text = readFileSync(join(src, room, name), 'utf8');
      visit(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true));
    }
  }
  return found;
}

describe('sentences of the lab in the language of the window', () => {
  afterEach(() => (i18n.global.locale.value = 'en'));

  it('are still said by the lab, each of them', () => {
    const all = spoken();
    // Who throws through a helper adds the file's name behind, or the name of the process before.
    const process = 'the training process';
    const isSaid = (template: string): boolean =>
      [template, template.replace(/: \{\}$/, ''), template.replace(process, '{}')].some((text) =>
        all.has(text),
      ) || [...all].some((text) => text.includes('{}…') && text.replace('{}…', '{}') === template);
    const lost = Object.keys(table).filter((key) => !isSaid(key.replace(hole, '{}')));
    expect(lost).toEqual([]);
  });

  it('keep the values they have', () => {
    const names = (text: string): readonly string[] => [...text.matchAll(hole)].map(([name]) => name);
    for (const [key, says] of Object.entries(table)) {
      for (const name of names(says))
        expect([key, names(key)]).toEqual([key, expect.arrayContaining([name])]);
    }
  });

  it('are in Portuguese, with their hint and with what their values say', () => {
    i18n.global.locale.value = 'pt-BR';
    expect(said('no such file or folder: /dados/a.csv. Check the path').text).toBe(
      'não existe este arquivo ou pasta: /dados/a.csv. Confira o caminho',
    );
    expect(said('line 12 is not JSON: a.b.jsonl').text).toBe('a linha 12 não é JSON: a.b.jsonl');
    expect(
      said('not enough disk space for another run: 40 MB needed, 3 MB free in /x. Free some space').text,
    ).toBe('falta espaço no disco: 40 MB necessários, 3 MB livres em /x. Libere espaço');
    expect(said('no such run: abc')).toEqual({ text: 'não existe esta execução: abc', lang: undefined });
  });

  it('stay whole and are marked where one of them is not known, and stay as they are in English', () => {
    i18n.global.locale.value = 'pt-BR';
    const unknown = 'no such file: /x. Ask somebody else';
    expect(said(unknown)).toEqual({ text: unknown, lang: 'en' });
    i18n.global.locale.value = 'en';
    expect(said(unknown)).toEqual({ text: unknown, lang: undefined });
  });
});

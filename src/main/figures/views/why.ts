import type { AttentionBundle } from '../../../shared/attention.ts';
import { LabError } from '../../../shared/errors.ts';
import type { CellExplanation, Scorer, TestDocuments } from '../../../shared/explain.ts';
import type { ViewOf } from '../../../shared/figure.ts';
import type { FigureSource, SingleSource } from '../../../shared/figureSource.ts';
import { formatSigned } from '../../../shared/scales.ts';
import {
  explanationLess,
  noneStruck,
  pairsOfCell,
  pairTable,
  strike,
  termShares,
  termTable,
  type CellPairs,
  type TermPairs,
} from '../../../renderer/charts/explanation.ts';
import type { Language } from '../../../renderer/charts/language.ts';
import type { Plan } from '../../../renderer/charts/plan.ts';
import { reasonsPlan } from '../../../renderer/charts/reasonsPlan.ts';
import { termGrid } from '../../../renderer/charts/termGrid.ts';
import { textsPlan, type SharedText } from '../../../renderer/charts/textsPlan.ts';
import { fill } from '../../../renderer/charts/words.ts';
import type { DataTable } from '../dataTable.ts';
import type { FigureApi } from '../figureApi.ts';
import { framed, type Room } from '../framed.ts';
import { openSource } from '../openSource.ts';
import { documentsAsked, measureNamed } from '../origins.ts';
import type { Frame, OpenPanel } from '../panel.ts';

type WhyView = ViewOf<'why'>;
/** What has documents and a scorer. */
type Explained = Exclude<SingleSource, { readonly kind: 'import' }>;

/** Why a cell has its score: what pairs of terms, or the terms of either document, add to it. */
export async function openWhy(api: FigureApi, view: WhyView, language: Language): Promise<OpenPanel> {
  const { figure: words } = language;
  const source = await withWeights(api, view.source);
  const open = await openSource(api, source, { words });
  const { bundle } = open;
  const { key, query } = view;
  const [keyToken, queryToken] = [bundle.keyTokens[key], bundle.queryTokens[query]];
  if (keyToken === undefined || queryToken === undefined) {
    throw new LabError('not-found', `no such cell: query ${query + 1}, key ${key + 1}`, {
      hint: `There are ${bundle.queries} queries and ${bundle.keys} keys`,
    });
  }
  const head = view.head ?? strongestHead(bundle, key, query);
  const terms = await termsOf(api, { ...view, source }, head);
  const isChange = view.basis === 'change';
  const title = fill(words.why, { query: queryToken.label, key: keyToken.label });
  const subtitle = [
    open.title,
    open.subtitle,
    ...(bundle.heads > 1 ? [fill(words.head, { n: head + 1 })] : []),
    ...(isChange ? [words.whyChange] : []),
  ].join(', ');
  const texts: readonly SharedText[] =
    view.shape === 'texts'
      ? await textsOf(api, [
          { side: words.query, token: queryToken, shares: termShares(terms, 'query') },
          { side: words.key, token: keyToken, shares: termShares(terms, 'key') },
        ])
      : [];
  const total =
    source.kind === 'difference' ? words.totalDifference : isChange ? words.totalChange : words.total;
  const description = fill(words.whyIs, {
    title,
    list: pairTable(terms, 5, true)
      .lines.map(
        ({ queryTerm, keyTerm, value }) =>
          `${queryTerm ?? words.constant} × ${keyTerm ?? words.constant} ${formatSigned(value, 4)}`,
      )
      .join(', '),
    total: formatSigned(terms.total, 4),
  });
  const draw = (frame: Frame, { width, height }: Room): Plan => {
    const { theme } = frame;
    switch (view.shape) {
      case 'pairs':
      case 'terms':
        return reasonsPlan(terms, {
          theme,
          width,
          shape: view.shape,
          most: view.most,
          total,
          description,
          words,
        });
      case 'grid':
        return {
          ...termGrid(terms, {
            theme,
            width,
            height: height ?? Math.max(260, Math.min(width, 520)),
            words: { keys: words.keyTerm, queries: words.queryTerm, constant: words.constant },
          }),
          description,
        };
      case 'texts':
        return textsPlan(texts, {
          theme,
          width,
          height,
          legend: frame.legend ? { raises: words.raises, lowers: words.lowers } : null,
          description,
        });
    }
  };
  return {
    view: { ...view, source: open.source, head },
    title,
    subtitle,
    origins: open.origins,
    largest: null,
    plan: (frame) => framed(frame, (room) => draw(frame, room)),
    table: () => whyTable(terms, view.shape, words.constant),
  };
}

/** Reasons need the weights: of a run without a step, those of its newest checkpoint. */
async function withWeights(api: FigureApi, source: FigureSource): Promise<FigureSource> {
  if (source.kind !== 'difference') return weighted(api, source);
  const [a, b] = await Promise.all([weighted(api, source.a), weighted(api, source.b)]);
  return { kind: 'difference', a, b };
}

async function weighted(api: FigureApi, source: SingleSource): Promise<Explained> {
  if (source.kind === 'import') {
    throw new LabError('bad-input', 'attention from a file has no weights and documents to explain it by', {
      hint: 'Choose a run or a measure',
    });
  }
  if (source.kind !== 'run' || source.step !== null) return source;
  const { checkpoints } = await api.getRun({ runId: source.runId });
  return { ...source, step: checkpoints.at(-1)?.step ?? 0 };
}

function strongestHead(
  { heads, keys, queries, values }: AttentionBundle,
  key: number,
  query: number,
): number {
  const at = (head: number): number => values[(head * keys + key) * queries + query] ?? 0;
  return Array.from({ length: heads }, (_, head) => head).reduce(
    (best, head) => (at(head) > at(best) ? head : best),
    0,
  );
}

async function termsOf(api: FigureApi, view: WhyView, head: number): Promise<TermPairs> {
  const { source, withoutKeyTerms, withoutQueryTerms } = view;
  const struck = { key: new Set(withoutKeyTerms), query: new Set(withoutQueryTerms) };
  if (source.kind === 'difference') {
    const [a, b] = await Promise.all([explained(api, view, source.a), explained(api, view, source.b)]);
    if (a.link !== b.link) {
      throw new LabError(
        'bad-input',
        'a score that is a sum and one whose exponent is a sum share no pairs',
        {
          hint: 'Explain one of the two',
        },
      );
    }
    const less = explanationLess(a, b);
    return pairsOfCell(less, Math.min(head, less.heads - 1), strike(less, struck));
  }
  const now = await explained(api, view, source);
  const isWeights = source.kind === 'run';
  const shown: CellPairs =
    view.basis === 'change' && isWeights
      ? explanationLess(now, await explained(api, view, { ...source, step: 0 }))
      : now;
  // A measure was asked without the struck terms, and so has none of them.
  return pairsOfCell(shown, head, isWeights ? strike(shown, struck) : noneStruck);
}

/** Of a measure, whose score is no plain sum, terms are taken out of the documents before it is worked out. */
async function explained(api: FigureApi, view: WhyView, source: SingleSource): Promise<CellExplanation> {
  const { key, query, withoutKeyTerms, withoutQueryTerms } = view;
  const { about, by } = questionOf(source);
  const sequence = source.kind === 'import' ? 0 : source.sequence;
  const { rows } = await api.getSequence({ ...about, sequence });
  const without =
    by.kind === 'weights'
      ? { withoutKeyTerms: [], withoutQueryTerms: [] }
      : { withoutKeyTerms, withoutQueryTerms };
  return api.explainCell({ ...about, by, rows: [...rows], key, query, ...without });
}

function questionOf(source: SingleSource): { readonly about: TestDocuments; readonly by: Scorer } {
  switch (source.kind) {
    case 'run':
      return { about: { runId: source.runId }, by: { kind: 'weights', step: source.step ?? 0 } };
    case 'measure':
      return { about: { runId: source.runId }, by: { kind: 'measure', spec: measureNamed(source.measure) } };
    case 'dataset':
      return {
        about: documentsAsked(source),
        by: { kind: 'measure', spec: measureNamed(source.measure) },
      };
    case 'import':
      throw new Error('a file is refused before it is asked about');
  }
}

async function textsOf(
  api: FigureApi,
  sides: readonly Omit<SharedText, 'text'>[],
): Promise<readonly SharedText[]> {
  const hashes = sides.flatMap(({ token }) => token.documentHash ?? []);
  const documents = await api.getDocuments({ hashes: [...new Set(hashes)] });
  return sides.map((side) => ({
    ...side,
    text: documents.find(({ hash }) => hash === side.token.documentHash)?.text ?? '',
  }));
}

/** Everything that adds something, largest first. */
function whyTable(terms: TermPairs, shape: WhyView['shape'], constant: string): DataTable {
  if (shape === 'pairs' || shape === 'grid') {
    const { lines } = pairTable(terms, Infinity, true);
    return {
      columns: ['query term', 'key term', 'adds'],
      rows: lines.map(({ queryTerm, keyTerm, value }) => [queryTerm ?? constant, keyTerm ?? constant, value]),
    };
  }
  return {
    columns: ['side', 'term', 'adds'],
    rows: (['query', 'key'] as const).flatMap((side) =>
      termTable(terms, side).map(({ term, value }) => [side, term ?? constant, value]),
    ),
  };
}

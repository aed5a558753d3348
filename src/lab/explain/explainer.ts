import { LabError, assertNever } from '../../shared/errors.ts';
import type { Experiment } from '../../shared/experiment.ts';
import type {
  AttentionValues,
  CellExplanation,
  ClassAttention,
  ClassExplanation,
  DocumentTerms,
  ExplainAnswer,
  ExplainQuestion,
  QuestionScorer,
} from '../../shared/explain.ts';
import type { MeasureSpec } from '../../shared/metrics.ts';
import type { MeasureAgreement } from '../../shared/agreement.ts';
import { measureAgreement } from '../attention/agreement.ts';
import { constantTerm, documentParts } from '../attention/explain.ts';
import { measureAttention } from '../attention/measures.ts';
import { softmax } from '../attention/softmax.ts';
import type { FeatureMatrix } from '../features/matrix.ts';
import { raw } from '../features/standardise.ts';
import { explainCell, projectSequence, sequenceScores, termsOf, type ProjectedSequence } from './cell.ts';
import { classAttention, sequenceAttention } from './classMap.ts';
import { explainClasses, meanDocument } from './classPair.ts';
import { checkpointRows } from './checkpointRows.ts';
import { Columns } from './columns.ts';
import { initialRows } from './initialRows.ts';
import { explainMeasureCell, withoutTerms } from './measureCell.ts';
import { projectSplit } from './project.ts';
import type { WeightRows, WeightSizes } from './weightRows.ts';

/** The run whose test documents and weights are asked about. */
export interface ExplainedRun {
  readonly experiment: Experiment;
  /** Features of the test split, standardised as the run's, and the vocabulary's terms. */
  readonly test: FeatureMatrix;
  readonly terms: readonly string[];
  /** [N] class index of each test document. */
  readonly labels: Int32Array;
  readonly classes: readonly string[];
}

/** Gathered columns are let go above this many bytes, the least recently used weights first. */
const COLUMN_BYTES = 600 * 2 ** 20;

/** Weights that were asked about, with what was gathered of them. */
interface OpenWeights {
  readonly rows: WeightRows;
  readonly keys: Columns;
  readonly queries: Columns;
  sequence: ProjectedSequence | null;
  classMap: ClassAttention | null;
}

/** Answers questions about one run; keeps what it read of the weights, so that only the first question is slow. */
export class RunExplainer {
  readonly #run: ExplainedRun;
  readonly #sizes: WeightSizes;
  /** By checkpoint folder, '' for the initial ones; in order of last use. */
  readonly #weights = new Map<string, OpenWeights>();
  #agreed: MeasureAgreement | null = null;

  constructor(run: ExplainedRun) {
    const { heads, headDim } = run.experiment.model;
    const features = run.terms.length;
    this.#run = run;
    this.#sizes = { heads, headDim: headDim === 'full' ? features : headDim, features };
  }

  /** Throws `LabError` for what cannot be answered; aborting throws the signal's reason. */
  async answer(question: ExplainQuestion, signal: AbortSignal): Promise<ExplainAnswer> {
    switch (question.kind) {
      case 'terms':
        return { kind: 'terms', documents: this.#terms(question.rows) };
      case 'attention':
        return { kind: 'attention', attention: await this.#attention(question.by, question.rows, signal) };
      case 'cell':
        return { kind: 'cell', explanation: await this.#cell(question, signal) };
      case 'class-pair':
        return { kind: 'class-pair', explanation: await this.#classPair(question, signal) };
      case 'class-map':
        return { kind: 'class-map', map: await this.#classMap(question.by, signal) };
      case 'agreement':
        return { kind: 'agreement', agreement: await this.#agreement(signal) };
      default:
        return assertNever(question);
    }
  }

  #terms(rows: Int32Array): DocumentTerms[] {
    const { terms, test } = this.#run;
    const { indptr, indices, values } = test.sparse;
    return Array.from(rows, (row) => {
      this.#refuseRow(row);
      const [from, to] = [indptr[row]!, indptr[row + 1]!];
      return {
        row,
        terms: Array.from(indices.subarray(from, to), (term) => terms[term]!),
        weights: values.slice(from, to),
      };
    });
  }

  async #attention(by: QuestionScorer, rows: Int32Array, signal: AbortSignal): Promise<AttentionValues> {
    for (const row of rows) this.#refuseRow(row);
    if (by.kind === 'measure') return { heads: 1, values: this.#measure(by.spec, rows) };
    const sequence = await this.#sequence(by.checkpoint, rows, signal);
    const n = rows.length;
    const scores = sequenceScores(sequence);
    const values = new Float32Array(scores.length);
    const line = new Float64Array(n);
    for (let h = 0; h < this.#sizes.heads; h += 1) {
      softmax(scores, values, h * n * n, n, this.#run.experiment.model.softmaxOver, line);
    }
    return { heads: this.#sizes.heads, values };
  }

  #measure(spec: MeasureSpec, rows: Int32Array): Float32Array {
    return measureAttention(spec, this.#run.test, rows);
  }

  async #cell(
    { by, rows, key, query, without }: Extract<ExplainQuestion, { kind: 'cell' }>,
    signal: AbortSignal,
  ): Promise<CellExplanation> {
    const { terms, test } = this.#run;
    for (const row of rows) this.#refuseRow(row);
    if (!(key < rows.length && query < rows.length)) {
      throw new LabError('bad-input', `no such cell: key ${key}, query ${query} of ${rows.length} documents`);
    }
    const nameOf = (term: number): string => terms[term]!;
    if (by.kind === 'weights') {
      return explainCell(await this.#sequence(by.checkpoint, rows, signal), key, query, nameOf);
    }
    if (by.spec.kind === 'uniform') {
      throw new LabError('bad-input', 'uniform attention has no reasons: every document gets the same');
    }
    const matrix = by.spec.features === 'raw' ? raw(test) : test;
    const struck = { key: this.#columnsOf(without.key), query: this.#columnsOf(without.query) };
    const documents = Array.from(rows, (row, place) => {
      const document = documentParts(matrix, row);
      const kept = place === key ? withoutTerms(document, struck.key) : document;
      return place === query ? withoutTerms(kept, struck.query) : kept;
    });
    return explainMeasureCell(by.spec, rows, documents, terms.length, key, query, nameOf);
  }

  #columnsOf(names: readonly string[]): Set<number> {
    const wanted = new Set(names);
    const columns = new Set<number>();
    if (wanted.size > 0) {
      this.#run.terms.forEach((name, column) => {
        if (wanted.has(name)) columns.add(column);
      });
    }
    return columns;
  }

  async #classPair(
    { checkpoint, change, head, keyClass, queryClass }: Extract<ExplainQuestion, { kind: 'class-pair' }>,
    signal: AbortSignal,
  ): Promise<ClassExplanation> {
    const { terms, test, labels, classes } = this.#run;
    if (!(head < this.#sizes.heads && keyClass < classes.length && queryClass < classes.length)) {
      throw new LabError('bad-input', `no such head or class: head ${head}, ${keyClass}, ${queryClass}`);
    }
    const { rows } = await this.#open(checkpoint);
    const key = meanDocument(test, labels, keyClass);
    const query = meanDocument(test, labels, queryClass);
    const before = change ? (await this.#open(null)).rows : null;
    const found = await explainClasses(rows, before, head, key, query, signal);
    const names = (columns: Int32Array): (string | null)[] =>
      Array.from(columns, (column) => (column === constantTerm ? null : terms[column]!));
    return {
      ...found,
      keyClass,
      queryClass,
      head,
      documentPairs: key.count * query.count,
      keyTerms: names(found.keyTerms),
      queryTerms: names(found.queryTerms),
    };
  }

  async #classMap(by: QuestionScorer, signal: AbortSignal): Promise<ClassAttention> {
    const { experiment, test, labels, classes } = this.#run;
    const n = experiment.training.sequenceLength;
    const sequences = { labels, classes, length: n };
    if (by.kind === 'measure') {
      return classAttention(sequences, 1, (fromRow) => {
        signal.throwIfAborted();
        return this.#measure(
          by.spec,
          Int32Array.from({ length: n }, (_, i) => fromRow + i),
        );
      });
    }
    const weights = await this.#open(by.checkpoint);
    if (weights.classMap === null) {
      const keys = await projectSplit(weights.rows, 'A_K', test, signal); // [N, H·d]
      const queries = await projectSplit(weights.rows, 'A_Q', test, signal);
      const attentionOf = sequenceAttention(keys, queries, this.#sizes, n, experiment.model.softmaxOver);
      weights.classMap = await classAttention(sequences, this.#sizes.heads, attentionOf);
    }
    return weights.classMap;
  }

  async #agreement(signal: AbortSignal): Promise<MeasureAgreement> {
    const { experiment, test, labels } = this.#run;
    const n = experiment.training.sequenceLength;
    const sequences = Array.from({ length: Math.floor(labels.length / n) }, (_, s) =>
      Int32Array.from({ length: n }, (_row, i) => s * n + i),
    );
    this.#agreed ??= await measureAgreement(test, sequences, signal);
    return this.#agreed;
  }

  async #sequence(
    checkpoint: string | null,
    rows: Int32Array,
    signal: AbortSignal,
  ): Promise<ProjectedSequence> {
    const weights = await this.#open(checkpoint);
    const known = weights.sequence;
    if (
      known !== null &&
      known.rows.length === rows.length &&
      known.rows.every((row, i) => row === rows[i])
    ) {
      return known;
    }
    const { test } = this.#run;
    const terms = termsOf(test, rows);
    await weights.keys.gather(weights.rows, 'A_K', terms, signal);
    await weights.queries.gather(weights.rows, 'A_Q', terms, signal);
    weights.sequence = projectSequence(test, rows, this.#sizes, weights.keys, weights.queries);
    return weights.sequence;
  }

  async #open(checkpoint: string | null): Promise<OpenWeights> {
    const name = checkpoint ?? '';
    const known = this.#weights.get(name);
    this.#weights.delete(name);
    const weights = known ?? (await this.#read(checkpoint));
    this.#weights.set(name, weights);
    this.#letGo(name);
    return weights;
  }

  async #read(checkpoint: string | null): Promise<OpenWeights> {
    const { experiment } = this.#run;
    const R = this.#sizes.heads * this.#sizes.headDim;
    const rows =
      checkpoint === null
        ? initialRows(this.#sizes, experiment.model.init, experiment.seed)
        : await checkpointRows(checkpoint, this.#sizes);
    return { rows, keys: new Columns(R), queries: new Columns(R), sequence: null, classMap: null };
  }

  #letGo(inUse: string): void {
    let bytes = 0;
    for (const [name, { keys, queries }] of [...this.#weights].reverse()) {
      bytes += keys.bytes + queries.bytes;
      if (bytes > COLUMN_BYTES && name !== inUse) this.#weights.delete(name);
    }
  }

  #refuseRow(row: number): void {
    if (row >= 0 && row < this.#run.test.sparse.rows) return;
    throw new LabError('bad-input', `no such test document: ${row} of ${this.#run.test.sparse.rows}`);
  }
}

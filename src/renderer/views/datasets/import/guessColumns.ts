import type { TablePreview } from '../../../../shared/datasets.ts';

/** Stands for "no column" in a choice of columns: an empty name cannot be one. */
export const noColumn = '-';

const labels = /^(label|class|category|target|topic|y|classe|r[oó]tulo|categoria)$/i;
const texts = /^(text|body|document|content|message|review|x|texto|mensagem)$/i;
const splits = /^(split|set|subset|fold|partition|conjunto)$/i;

/** What a table's columns look like: by their names, else the longest cells are the text, the fewest values the class. */
export function guessColumns({ columns, rows }: TablePreview): {
  readonly text: string;
  readonly label: string;
  readonly split: string;
} {
  const named = (pattern: RegExp): string | undefined => columns.find((column) => pattern.test(column));
  const cells = (column: string): string[] => {
    const at = columns.indexOf(column);
    return rows.map((row) => row[at] ?? '');
  };
  const lengthOf = (column: string): number => cells(column).reduce((sum, cell) => sum + cell.length, 0);
  const split = named(splits);
  const text =
    named(texts) ??
    columns.reduce<string | undefined>(
      (best, column) => (best === undefined || lengthOf(column) > lengthOf(best) ? column : best),
      undefined,
    );
  const others = columns.filter((column) => column !== text && column !== split && column !== '');
  const values = (column: string): number => new Set(cells(column)).size;
  const label =
    others.find((column) => labels.test(column)) ??
    others.reduce<string | undefined>(
      (best, column) => (best === undefined || values(column) < values(best) ? column : best),
      undefined,
    );
  return { text: text ?? noColumn, label: label ?? noColumn, split: split ?? noColumn };
}

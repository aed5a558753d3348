/**
 * What `fetch_20newsgroups(remove=…)` takes out of a post, exactly: `strip_newsgroup_header`, `…_footer` and
 * `…_quoting` of scikit-learn (sklearn/datasets/_twenty_newsgroups.py, BSD-3-Clause).
 */

/** Python's `str.strip()` on Latin-1 text: unlike JavaScript's `trim` it knows 0x1c to 0x1f and 0x85. */
const space = '[\\t-\\r\\x1c-\\x20\\x85\\xa0]';
const outerSpace = new RegExp(`^${space}+|${space}+$`, 'g');
/** A line that is blank or all hyphens, white space around them. */
const blankLine = new RegExp(`^${space}*-*${space}*$`);

const quoteLine = /(writes in|writes:|wrote:|says:|said:|^In article|^Quoted from|^\||^>)/;

/** Everything up to the first empty line; the whole text if it has none. */
export function stripHeader(text: string): string {
  const end = text.indexOf('\n\n');
  return end < 0 ? '' : text.slice(end + 2);
}

/** The last block set apart by a blank line or a line of hyphens, if anything comes before it. */
export function stripFooter(text: string): string {
  const lines = text.replace(outerSpace, '').split('\n');
  const last = lines.findLastIndex((line) => blankLine.test(line));
  return last > 0 ? lines.slice(0, last).join('\n') : text;
}

/** Lines that quote another post or introduce a quotation. */
export function stripQuotes(text: string): string {
  return text
    .split('\n')
    .filter((line) => !quoteLine.test(line))
    .join('\n');
}

/** In the order they are removed in. */
export const removableParts = ['headers', 'footers', 'quotes'] as const;
export type RemovablePart = (typeof removableParts)[number];

/** Removes parts in scikit-learn's order, whatever the order they are given in. */
export function removeParts(text: string, parts: readonly RemovablePart[]): string {
  let rest = text;
  if (parts.includes('headers')) rest = stripHeader(rest);
  if (parts.includes('footers')) rest = stripFooter(rest);
  if (parts.includes('quotes')) rest = stripQuotes(rest);
  return rest;
}

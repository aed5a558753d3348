const plain = /^[\x20-\x7e]*$/;
const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Where the letter begins that stands at `index` of a text: what a reader takes for one is often several code units. */
export function letterAt(text: string, index: number): number {
  if (plain.test(text)) return index;
  return letters.segment(text).containing(index)?.index ?? index;
}

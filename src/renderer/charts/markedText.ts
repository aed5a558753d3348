/** A stretch of a text; `term` is the vocabulary's term it stands for, if it is one. */
export interface TextPiece {
  readonly text: string;
  readonly term: string | null;
}

/** Words as the features see them (lab/features/tokenise.ts): letters, numerals and "_", two or more. */
const word = /[\p{L}\p{N}_]{2,}/gu;

/** A text cut where its terms begin and end; the pieces joined are the text again. */
export function markTerms(text: string, terms: ReadonlySet<string>): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(word)) {
    const term = match[0].toLowerCase();
    if (!terms.has(term)) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), term: null });
    pieces.push({ text: match[0], term });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), term: null });
  return pieces;
}

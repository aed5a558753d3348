import type { AttentionBundle, AttentionToken } from '../../shared/attention.ts';

/**
 * The notebook's first figure: dot products of the TF-IDF rows of the first 32 test documents of its four classes
 * (scikit-learn 1.2.1; reference values of the project). Stored as the lower triangle, row by row, in steps of
 * 1/65535; the matrix is symmetric and its diagonal is 1.
 */
const classes = ['alt.atheism', 'comp.graphics', 'rec.autos', 'sci.space'];
const labels = '13310131322000132113033320133102';
const triangle =
  'mgIAAAAAlAaHAwAA1gEQAo0DMAEEAmsDUQfEFj0FAAAAAMUC0ACRBEIE/ghBBQAAsAb6AqUPRQW0AiMPbAwMAoADFg2QAhoK6hZZ' +
  'AzoHTw59B/sNjwEfBP4CPwEAAAAA1gXSA1kGWgAAAAAAWgM3ATkRAAAjC5kOBAyBBAAA0QNFG+0BrAP0AgAA7QXaAfYHAABzAxED' +
  'aQOvAQAAQgaYBbUB4AvREJgMDAWJB9UMEAiaArgK/AWrBwAATAf8BDMKQQq9AzsF0ARCDYUEiAlwAX0JkggAAFgGuAMAAFEEAACO' +
  'B7kSAAAAAAAAAAB3CgAAAAAAAAAA2QcAAJwFAAAAAAAAXQTiFwAAwAUxAwAAAAAAAJUDAADzCG8GygoAAA0C5gHkB9MEIQWGCXoG' +
  'bQEAAPgCAAB2AwkEFAMAAAkHAAAAAN0B4wNgAQAAjgJaBmUGAAAAAAAAAAAAAIcIZwQIA3UMiwTCAoYEhBSVAFkCiQOnBpwQFggA' +
  'AH0CZwYxBvEIAAC5CkgZNAbZBQAADwXQDR8DwQXhBTMTKwoAAGAEkwirA9oAAAAqAQAAmQf+B0wF0QTmAGsKwgT+A5ACvwGaB7QI' +
  'AAAAANkAqAisA44IWQKbAagElQRVCckHRgJwBp8Jzw0mAxwDAABuDS4Fmw4AALQGEQZ9BMUPHwOPAYAHVQ5aA2gGSAlDCQAAOQnt' +
  'C8QBZQO+CRYONA92COUBFAnXAIUIBAt2AaIKAAC3AQAAMwRHBAUFfgQzBdcCFQdmAAAAAACVAlcAAAB0Az8CAACxA/UCDwO1BTsE' +
  'NQRDBL0ClAuZCNwIOwVLCuoGNAUkBnMBvAHnCmIV/Q/hAl4KJgQOBkUEngUaCF0BaQQAAMcF+gOqGwcH5RwqBSgG9gxcD3EGpAVg' +
  'BJoMMAUAAGADhQQdCggI9AayAVcEUwgoBdADAAC0CCkYNQPuB8EIXgCqAtkKMwqBA5sCAAC6DqEDcAcfCL8H7webCugKyQCkEKIP' +
  'CwMjBKIEAAD2A98OwwK0B68JOw8AANwLTgfoAN4ErwGKBe0L+glXBkAOYAFmBuEN8AAFCXIVCgFrBA4RAAUGCgAAAADMEl0EbxFU' +
  'AAgNUQmlAmYAAAAAAKgEFgvHBwAAeRMAAAAAYwBGCKYCPgBXBSAWrwJrAIkBngXxAg8H4w05EH8JYwEECYUE6wuNA7QIRgHuGScO' +
  '/gQAAOoIrgMAAKMYNgTDDD0SYwcSBU8Rqw26CekHTAH7BAAAAADKBT4IvQDkAToH6wlyC8oEAAD/A9ICAACeFN8GLAP4AVgHjgJf' +
  'A5YFZAViBNcGFAf2AIsCxgU=';

/** The figure as a bundle, so that the same plan draws it as draws every other map. */
export function notebookFigure(): AttentionBundle {
  const n = labels.length;
  const bytes = Uint8Array.from(atob(triangle), (sign) => sign.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const values = new Float32Array(n * n);
  let at = 0;
  for (let row = 0; row < n; row += 1) {
    values[row * n + row] = 1;
    for (let column = 0; column < row; column += 1) {
      const value = view.getUint16(at, true) / 65_535;
      values[row * n + column] = value;
      values[column * n + row] = value;
      at += 2;
    }
  }
  const tokens = documents();
  return {
    layers: 1,
    heads: 1,
    keys: n,
    queries: n,
    values,
    keyTokens: tokens,
    queryTokens: tokens,
    groups: classes,
    meta: {
      title: 'dot product',
      origin: { kind: 'measure', measure: 'dot-raw', sequence: 0 },
      normalisedOver: 'none',
      range: 'unit',
    },
  };
}

/** "sci.space 3": the fourth document of its class, as the notebook names them. */
function documents(): readonly AttentionToken[] {
  const seen = classes.map(() => 0);
  return Array.from(labels, (digit) => {
    const group = Number(digit);
    const count = seen[group] ?? 0;
    seen[group] = count + 1;
    return { label: `${classes[group]} ${count}`, group, title: '', documentHash: null };
  });
}

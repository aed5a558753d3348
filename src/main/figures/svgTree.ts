/** An element of an SVG that the chart library wrote. */
export interface SvgElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly SvgElement[];
  /** Its own text, entities resolved. */
  readonly text: string;
}

interface Open {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: SvgElement[];
  text: string;
}

/** The elements of a well-formed SVG without CDATA, comments or doctype: what the chart library writes, nothing else. */
export function svgTree(svg: string): SvgElement {
  const root: Open = { tag: '', attributes: {}, children: [], text: '' };
  const stack: Open[] = [root];
  for (const [, closing, tag = '', attributes = '', single, text] of svg.matchAll(
    /<(\/?)([\w:]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>|([^<]+)/g,
  )) {
    const top = stack.at(-1) ?? root;
    if (text !== undefined) top.text += unescape(text);
    else if (closing === '/') stack.pop();
    else {
      const element: Open = { tag, attributes: attributesOf(attributes), children: [], text: '' };
      top.children.push(element);
      if (single !== '/') stack.push(element);
    }
  }
  const [only] = root.children;
  if (only === undefined || stack.length !== 1) throw new Error('the chart library wrote no well-formed SVG');
  return only;
}

function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/([\w:-]+)="([^"]*)"/g))
    found[name] = unescape(value);
  // The library writes fonts as a style.
  for (const rule of (found['style'] ?? '').split(';')) {
    const colon = rule.indexOf(':');
    if (colon > 0) found[rule.slice(0, colon).trim()] = rule.slice(colon + 1).trim();
  }
  return found;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name: string) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(String(hex), 16));
    return entities[name] ?? whole;
  });
}

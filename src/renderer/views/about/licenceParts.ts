/** One package's entry in `licences.txt`, or what stands there before the first. */
export interface LicencePart {
  readonly name: string;
  /** Empty for the app itself and for its data. */
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

/** A line of 80 dashes or equals signs, then the heading of an entry: a licence's own text may hold such a line, too. */
const packageStart = /\n\n-{80}\n(?=\S+ \d\S* \([^\n]*\)\n)/;
const sectionStart = /\n\n={80}\n/;

/** The parts of `licences.txt` (scripts/package/collectLicences.ts): the app, its data, then every package. */
export function licenceParts(text: string): readonly LicencePart[] {
  const [head = '', ...packages] = text.split(packageStart);
  const own = head.split(sectionStart).filter((part) => part.includes('\n'));
  return [
    ...own.map((part): LicencePart => ({ ...split(part), version: '', licence: '' })),
    ...packages.map((part) => {
      const { name: title, text } = split(part);
      const [, name = title, version = '', licence = ''] = /^(\S+) (\S+) \((.*)\)$/.exec(title) ?? [];
      return { name, version, licence, text };
    }),
  ];
}

function split(part: string): { readonly name: string; readonly text: string } {
  const end = part.indexOf('\n');
  return { name: part.slice(0, end), text: part.slice(end).trim() };
}

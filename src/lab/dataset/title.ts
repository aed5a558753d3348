/** Longest title, in characters (code points), the ellipsis included. */
export const maxTitleLength = 120;

/** Nothing of a document beyond this is looked at for its title. */
const headCharacters = 16_384;

/**
 * A document's title: its Subject line (unfolded, RFC 2047 words decoded) if it begins with a mail or news header,
 * else its first words; "(empty)" if it has none.
 */
export function documentTitle(text: string): string {
  const head = text.slice(0, headCharacters);
  const header = /^(?:From .*\r?\n)?(?:[A-Za-z][A-Za-z0-9-]*:.*(?:\r?\n[ \t].*)*(?:\r?\n|$))+/.exec(
    head,
  )?.[0];
  if (header === undefined) return shorten(tidy(head)) || '(empty)';
  const subject = /^Subject:(.*(?:\r?\n[ \t].*)*)/im.exec(header)?.[1];
  const title = subject === undefined ? '' : shorten(tidy(decodeEncodedWords(subject)));
  const body = head.slice(header.length);
  // Only an empty line ends a header; "Note: …" at the start of plain text is its first words.
  const words = /^\r?\n/.test(body) ? shorten(tidy(body)) : '';
  return title || words || shorten(tidy(head)) || '(empty)';
}

/** Every RFC 2047 word, `=?charset?B or Q?…?=`, as text; one in an unknown charset or broken stays as it is. */
export function decodeEncodedWords(text: string): string {
  const word = '=\\?([^?\\s]+)\\?([bq])\\?([^?\\n]*)\\?=';
  // White space between two encoded words only separates them; a character may begin in one and end in the next.
  const run = new RegExp(`${word}(?:\\s+${word})*`, 'gi');
  return text.replace(run, (words) => {
    const pieces: { charset: string; bytes: Buffer }[] = [];
    for (const [, charset = '', encoding = '', content = ''] of words.matchAll(new RegExp(word, 'gi'))) {
      const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(content, 'base64') : quotedBytes(content);
      const name = (charset.split('*')[0] ?? '').toLowerCase();
      const last = pieces.at(-1);
      if (last?.charset === name) last.bytes = Buffer.concat([last.bytes, bytes]);
      else pieces.push({ charset: name, bytes });
    }
    try {
      return pieces.map(({ charset, bytes }) => new TextDecoder(charset).decode(bytes)).join('');
    } catch {
      // TextDecoder knows the charsets of the web; a title in another one is best shown as it came.
      return words;
    }
  });
}

/** The Q encoding: "_" is a space, "=E9" a byte. */
function quotedBytes(content: string): Buffer {
  const bytes = content
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

/** Control characters and runs of white space become one space. */
function tidy(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
}

/** Cut to the longest title, between words if one ends in its last third. */
function shorten(title: string): string {
  const characters = Array.from(title.slice(0, 4 * maxTitleLength));
  if (characters.length <= maxTitleLength) return characters.join('');
  const space = characters.lastIndexOf(' ', maxTitleLength - 1);
  const end = space > (maxTitleLength * 2) / 3 ? space : maxTitleLength - 1;
  return `${characters.slice(0, end).join('').trimEnd()}…`;
}

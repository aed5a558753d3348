import { describe, expect, it } from 'vitest';
import { decodeEncodedWords, documentTitle, maxTitleLength } from '../../../src/lab/dataset/title.ts';

const mail = (subject: string): string => `From: a@b.c\nSubject:${subject}\nLines: 2\n\nThe body.\n`;

describe('a document’s title', () => {
  it('is its Subject line', () => {
    expect(documentTitle(mail(' Re: Boom! Dog attack! '))).toBe('Re: Boom! Dog attack!');
    expect(documentTitle(mail('tabs\tand  spaces').replaceAll('\n', '\r\n'))).toBe('tabs and spaces');
    expect(documentTitle(mail(' folded\n over two lines').replace('Subject', 'SUBJECT'))).toBe(
      'folded over two lines',
    );
    expect(documentTitle(`From someone Mon Jan 1\n${mail(' from a mailbox')}`)).toBe('from a mailbox');
  });

  it('is its first words when it has no subject', () => {
    expect(documentTitle('\n\n  Once upon\n a   time\n')).toBe('Once upon a time');
    expect(documentTitle(mail(' '))).toBe('The body.');
    expect(documentTitle('From: a@b.c\nTo: d@e.f\n\nHello there')).toBe('Hello there');
    expect(documentTitle('Note: not a header\nbut text')).toBe('Note: not a header but text');
    expect(documentTitle('A text\nSubject: inside')).toBe('A text Subject: inside');
    expect(documentTitle(' \n\u0000')).toBe('(empty)');
    expect(documentTitle('From: a@b.c\n\n')).toBe('From: a@b.c');
  });

  it('is cut between words at 120 characters, never inside one', () => {
    const title = documentTitle('word '.repeat(100));
    expect(title).toBe(`${'word '.repeat(23)}word…`);
    expect(title.length).toBeLessThanOrEqual(maxTitleLength);
    expect(documentTitle('x'.repeat(500))).toBe(`${'x'.repeat(119)}…`);
    expect([...documentTitle('😀'.repeat(500))]).toHaveLength(120);
    expect(documentTitle('y'.repeat(120))).toBe('y'.repeat(120));
  });

  it('takes no longer for a hostile header', () => {
    expect(documentTitle('a:\n '.repeat(100_000))).toMatch(/^a: a: a:/);
  });
});

describe('decoding RFC 2047 words', () => {
  // Examples of RFC 2047, section 8.
  it.each([
    ['=?ISO-8859-1?Q?a?=', 'a'],
    ['=?ISO-8859-1?Q?a?= b', 'a b'],
    ['=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=', 'ab'],
    ['=?ISO-8859-1?Q?a?=\n   =?ISO-8859-1?Q?b?=', 'ab'],
    ['=?ISO-8859-1?Q?a_b?=', 'a b'],
    ['=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=', 'a b'],
    ['=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?=', 'If you can read this yo'],
    ['=?ISO-8859-1?Q?Andr=E9?= Pirard', 'André Pirard'],
    ['=?utf-8*en?q?na=C3=AFve?=', 'naïve'],
  ])('reads %j as %j', (encoded, decoded) => {
    expect(decodeEncodedWords(encoded)).toBe(decoded);
  });

  it('joins a character that begins in one word and ends in the next', () => {
    expect(decodeEncodedWords('=?utf-8?q?na=C3?= =?utf-8?q?=AFve?=')).toBe('naïve');
  });

  it('leaves what it cannot read as it came', () => {
    expect(decodeEncodedWords('=?x-unknown?q?abc?= and =?broken')).toBe('=?x-unknown?q?abc?= and =?broken');
  });
});

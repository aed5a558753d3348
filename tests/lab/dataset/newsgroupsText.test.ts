import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  removeParts,
  stripFooter,
  stripHeader,
  stripQuotes,
} from '../../../src/lab/dataset/newsgroupsText.ts';

interface Post {
  text: string;
  headers: string;
  footers: string;
  quotes: string;
}

const fixture = join(import.meta.dirname, '../../fixtures/newsgroups/tiny.json');
const { posts } = JSON.parse(readFileSync(fixture, 'utf8')) as { posts: Post[] };

describe('removing parts of a post', () => {
  it('leaves what scikit-learn leaves of 159 tricky posts', () => {
    for (const post of posts) {
      expect.soft(stripHeader(post.text), JSON.stringify(post.text)).toBe(post.headers);
      expect.soft(stripFooter(post.text), JSON.stringify(post.text)).toBe(post.footers);
      expect.soft(stripQuotes(post.text), JSON.stringify(post.text)).toBe(post.quotes);
    }
    expect(posts).toHaveLength(159);
  });

  it('goes header, footer, quotes, whatever the order they are named in', () => {
    const text = 'From: a\n\nBob wrote:\n> old\nnew\n\n-- \nsignature\n';
    expect(removeParts(text, ['quotes', 'footers', 'headers'])).toBe('new\n');
    expect(removeParts(text, [])).toBe(text);
  });
});

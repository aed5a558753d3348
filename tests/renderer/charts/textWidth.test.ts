import { describe, expect, it } from 'vitest';
import { fitText, textWidth } from '../../../src/renderer/charts/textWidth.ts';

describe('text width', () => {
  it('adds up the advances of the font in proportion to its size', () => {
    expect(textWidth('Aa', { size: 1000 })).toBe(690 + 562);
    expect(textWidth('Aa', { size: 10, weight: 600 })).toBeCloseTo(7.28 + 5.74, 10);
    expect(textWidth('0.5206', { size: 10, family: 'num' })).toBe(36);
  });

  it('takes ideographs as squares', () => {
    expect(textWidth('日本', { size: 12 })).toBe(24);
  });

  it('shortens with an ellipsis that follows a letter, and gives up when nothing fits', () => {
    const style = { size: 11 } as const;
    expect(fitText('graphics', 100, style)).toBe('graphics');
    const short = fitText('talk.politics.mideast', textWidth('talk.politics…', style) + 1, style);
    expect(short).toBe('talk.politics…');
    expect(fitText('graphics', 5, style)).toBe('');
  });
});

import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatClock,
  formatCount,
  formatDuration,
  formatLoss,
  formatMetric,
  formatSetting,
  formatSigned,
  formatWhen,
} from '../../../src/renderer/i18n/format.ts';
import { i18n } from '../../../src/renderer/i18n/index.ts';
import { plainNumbers } from '../../../src/shared/scales.ts';

describe('numbers on screen', () => {
  it('gives losses four decimals and a true minus sign', () => {
    expect(formatLoss(-0.52061)).toBe('−0.5206');
    expect(formatLoss(null)).toBe('');
    expect(formatLoss(Number.NaN)).toBe('NaN');
    expect(formatLoss(Number.NEGATIVE_INFINITY)).toBe('−∞');
  });

  it('gives a metric the decimals of its registry', () => {
    expect(formatMetric('entropy', 3.13049)).toBe('3.130');
    expect(formatMetric('loss', -0.3)).toBe('−0.3000');
  });

  it('shows the sign of a difference, but not of zero', () => {
    expect([0.391, -0.3336, 0].map((value) => formatSigned(value, 3))).toEqual(['+0.391', '−0.334', '0.000']);
  });

  it('shortens seconds as they grow', () => {
    expect([0.00002, 0.0042, 0.09, 9.994, 32.4, 192, 3840].map(formatDuration)).toEqual([
      '20 µs',
      '4.2 ms',
      '0.09 s',
      '9.99 s',
      '32 s',
      '3:12',
      '1 h 04',
    ]);
    expect([4, 62, 3729].map(formatClock)).toEqual(['0:04', '1:02', '1:02:09']);
  });

  it('never shows sixty seconds or sixty minutes', () => {
    expect([59.6, 3599.7].map(formatDuration)).toEqual(['1:00', '1 h 00']);
  });

  it('writes memory in decimal units', () => {
    expect([1_560_000_000, 147_000, 12, 38_200_000].map(formatBytes)).toEqual([
      '1.56 GB',
      '147 kB',
      '12 B',
      '38 MB',
    ]);
  });

  it('separates thousands from ten thousand on', () => {
    expect([8026, 10_000, 128_833_352].map((count) => formatCount(count))).toEqual([
      '8026',
      '10,000',
      '128,833,352',
    ]);
  });

  it('writes settings as they are typed', () => {
    expect([1e-5, 0.001, 8026, null, [], ['a', 'b'], 'full', true].map(formatSetting)).toEqual([
      '1e-5',
      '0.001',
      '8026',
      'none',
      'none',
      'a, b',
      'full',
      'true',
    ]);
  });

  it('says today and yesterday by the calendar, else the date', () => {
    const words = { today: 'today', yesterday: 'yesterday' };
    const now = new Date(2026, 2, 5, 0, 30);
    const when = (date: Date): string => formatWhen(date.toISOString(), 'en-GB', words, now);
    expect(when(new Date(2026, 2, 5, 0, 10))).toBe('today 00:10');
    expect(when(new Date(2026, 2, 4, 23, 50))).toBe('yesterday 23:50');
    expect(when(new Date(2026, 1, 27, 6, 52))).toBe('27 Feb 06:52');
    expect(when(new Date(2025, 1, 27, 6, 52))).toBe('27 Feb 2025');
  });

  it('writes the signs of the window’s language, and plain ones where it is told to', () => {
    i18n.global.locale.value = 'pt-BR';
    try {
      expect(formatLoss(-0.3743)).toBe('−0,3743');
      expect(formatLoss(-0.3743, plainNumbers)).toBe('−0.3743');
      expect([formatCount(8026), formatCount(128_833_352)]).toEqual(['8026', '128.833.352']);
      expect([formatBytes(1_560_000_000), formatDuration(0.09), formatSetting(0.25)]).toEqual([
        '1,56 GB',
        '0,09 s',
        '0,25',
      ]);
      expect(formatSigned(0.0123, 4)).toBe('+0,0123');
    } finally {
      i18n.global.locale.value = 'en';
    }
  });
});

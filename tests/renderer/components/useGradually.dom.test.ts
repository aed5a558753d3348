import { effectScope, nextTick, ref } from 'vue';
import { describe, expect, it, vi } from 'vitest';
import { useGradually } from '../../../src/renderer/components/useGradually.ts';

describe('a long list that comes gradually', () => {
  it('has its first lines at once and all of them a little later', async () => {
    const lines = Array.from({ length: 130 }, (_, i) => i);
    const scope = effectScope();
    const shown = scope.run(() => useGradually(() => lines))!;
    expect(shown.value).toEqual(lines.slice(0, 40));
    await vi.waitFor(() => expect(shown.value).toEqual(lines), { timeout: 10_000 });
    scope.stop();
  });

  it('of few lines has all of them at once, and follows when more arrive', async () => {
    const lines = ref([1, 2, 3]);
    const scope = effectScope();
    const shown = scope.run(() => useGradually(() => lines.value))!;
    expect(shown.value).toEqual([1, 2, 3]);
    lines.value = Array.from({ length: 90 }, (_, i) => i);
    await nextTick();
    expect(shown.value.length).toBeGreaterThanOrEqual(40);
    await vi.waitFor(() => expect(shown.value).toHaveLength(90), { timeout: 10_000 });
    scope.stop();
  });
});

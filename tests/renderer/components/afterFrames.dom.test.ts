import { mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, toRef } from 'vue';
import { useAfterFrames } from '../../../src/renderer/components/useAfterFrames.ts';

const Page = defineComponent({
  props: { first: { type: Boolean, required: true } },
  setup(props) {
    const isAfter = useAfterFrames(toRef(props, 'first'));
    return () => h('p', isAfter.value ? 'all' : 'first');
  },
});

describe('what waits for the first frames', () => {
  let page: VueWrapper;
  let frames: FrameRequestCallback[] = [];
  const frame = async (): Promise<void> => {
    for (const callback of frames.splice(0)) callback(performance.now());
    await vi.advanceTimersByTimeAsync(1);
  };
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    frames = [];
    vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback));
    vi.stubGlobal('cancelAnimationFrame', () => (frames = []));
  });
  afterEach(() => {
    page.unmount();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('comes after two of them', async () => {
    page = mount(Page, { props: { first: true } });
    await frame();
    expect(page.text()).toBe('first');
    await frame();
    expect(page.text()).toBe('all');
  });

  it('waits for what is to be first, and then for its frames', async () => {
    page = mount(Page, { props: { first: false } });
    await frame();
    await frame();
    await frame();
    expect(page.text()).toBe('first');
    await page.setProps({ first: true });
    await frame();
    await frame();
    expect(page.text()).toBe('all');
  });

  it('comes in the end where there are no frames, or what is first never does', async () => {
    page = mount(Page, { props: { first: false } });
    await vi.advanceTimersByTimeAsync(390);
    expect(page.text()).toBe('first');
    await vi.advanceTimersByTimeAsync(20);
    expect(page.text()).toBe('all');
  });

  it('leaves no timer and no frame behind', () => {
    page = mount(Page, { props: { first: true } });
    page.unmount();
    expect(vi.getTimerCount()).toBe(0);
    expect(frames).toHaveLength(0);
  });
});

import { mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, nextTick, toRef, useTemplateRef } from 'vue';
import { useRowWindow } from '../../../src/renderer/components/useRowWindow.ts';

const rowHeight = 20;

/** A list of rows that say their number, with the window's reveal in reach. */
const List = defineComponent({
  props: { count: { type: Number, required: true } },
  setup(props, { expose }) {
    const scroller = useTemplateRef<HTMLElement>('scroller');
    const rows = useRowWindow(scroller, toRef(props, 'count'), { rowHeight });
    expose({ reveal: rows.reveal });
    return () =>
      h('div', { ref: 'scroller' }, [
        h('p', { style: { height: `${rows.height.value}px` } }),
        ...rows.slots.value.map(({ slot, index }) => h('b', { key: slot }, String(index))),
      ]);
  },
});

const shown = (list: VueWrapper): number[] => list.findAll('b').map((row) => Number(row.text()));
const scrollTo = async (list: VueWrapper, index: number): Promise<void> => {
  list.element.scrollTop = index * rowHeight;
  list.element.dispatchEvent(new Event('scroll'));
  await nextTick();
};

describe('a window on many rows', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A list that has been drawn. */
  const drawn = async (count: number): Promise<VueWrapper> => {
    const list = mount(List, { props: { count } });
    vi.advanceTimersByTime(100);
    await nextTick();
    return list;
  };

  it('has at first as many rows as there is room for, whatever the number of all, and a few more once they are drawn', async () => {
    const list = mount(List, { props: { count: 10_000 } });
    const room = Math.ceil(window.innerHeight / rowHeight) + 1;
    expect(shown(list)).toEqual(Array.from({ length: room }, (_, i) => i));
    vi.advanceTimersByTime(100);
    await nextTick();
    expect(shown(list)).toEqual(Array.from({ length: room + 16 }, (_, i) => i));
    expect(list.get('p').attributes('style')).toContain('200000px');
    expect(shown(mount(List, { props: { count: 3 } }))).toEqual([0, 1, 2]);
  });

  it('gives the elements of rows that leave to rows that come, and makes none', async () => {
    const list = await drawn(10_000);
    const before = list.findAll('b').map((row) => row.element);
    await scrollTo(list, 5000);
    expect(new Set(list.findAll('b').map((row) => row.element))).toEqual(new Set(before));
    expect(shown(list)).toContain(5000);
    await scrollTo(list, 5003);
    expect(list.findAll('b').map((row) => row.element)).toEqual(before);
  });

  it('brings the elements into the order of their rows once a scroll rests', async () => {
    const list = await drawn(10_000);
    await scrollTo(list, 43);
    const ascending = shown(list).toSorted((a, b) => a - b);
    expect(shown(list)).not.toEqual(ascending);
    vi.runAllTimers();
    await nextTick();
    expect(shown(list)).toEqual(ascending);
  });

  it('stays within the rows there are, also when they become fewer', async () => {
    const list = await drawn(1000);
    await scrollTo(list, 999);
    expect(Math.max(...shown(list))).toBe(999);
    await list.setProps({ count: 500 });
    expect(Math.max(...shown(list))).toBe(499);
  });

  it('scrolls only as far as it takes to see a row', () => {
    const list = mount(List, { props: { count: 1000 } });
    Object.defineProperty(list.element, 'clientHeight', { value: 200 });
    const { reveal } = list.vm as unknown as { reveal: (index: number) => void };
    reveal(5);
    expect(list.element.scrollTop).toBe(0);
    reveal(12);
    expect(list.element.scrollTop).toBe(13 * rowHeight - 200);
    reveal(2);
    expect(list.element.scrollTop).toBe(2 * rowHeight);
  });

  it('hears no scroll after it is gone', async () => {
    const list = mount(List, { props: { count: 1000 } });
    const { element } = list;
    const off = vi.spyOn(element, 'removeEventListener');
    list.unmount();
    expect(off).toHaveBeenCalledWith('scroll', expect.any(Function));
    expect(vi.getTimerCount()).toBe(0);
    await nextTick();
  });
});

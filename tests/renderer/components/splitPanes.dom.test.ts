import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import SplitPanes from '../../../src/renderer/components/SplitPanes.vue';

const props = {
  direction: 'row',
  sized: 'second',
  usual: 300,
  least: 200,
  leastOther: 400,
  label: 'Attention',
} as const;

const line = (wrapper: ReturnType<typeof mount>) => wrapper.get('[role=separator]');

describe('two panes', () => {
  it('stand at the usual size until a hand moves the line', () => {
    const wrapper = mount(SplitPanes, { props });
    expect(wrapper.attributes('style')).toContain('minmax(0, 1fr) 300px');
    expect(line(wrapper).attributes()).toMatchObject({
      'aria-orientation': 'vertical',
      'aria-label': 'Attention',
      'aria-valuenow': '300',
    });
  });

  it('give and take with the arrows, faster with Ctrl', async () => {
    const wrapper = mount(SplitPanes, { props: { ...props, size: 320 } });
    await line(wrapper).trigger('keydown', { key: 'ArrowLeft' });
    await line(wrapper).trigger('keydown', { key: 'ArrowRight', ctrlKey: true });
    await line(wrapper).trigger('keydown', { key: 'ArrowDown' });
    expect(wrapper.emitted('resize')).toEqual([[336], [256]]);
  });

  it('never become smaller than the least', async () => {
    const wrapper = mount(SplitPanes, { props: { ...props, size: 90 } });
    expect(line(wrapper).attributes('aria-valuenow')).toBe('200');
    await line(wrapper).trigger('keydown', { key: 'ArrowRight' });
    expect(wrapper.emitted('resize')).toEqual([[200]]);
  });

  it('go back to the usual size at a double click', async () => {
    const wrapper = mount(SplitPanes, { props: { ...props, size: 500 } });
    await line(wrapper).trigger('dblclick');
    expect(wrapper.emitted('resize')).toEqual([[null]]);
  });
});

import { mount } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import SnapshotScrubber from '../../../src/renderer/components/SnapshotScrubber.vue';

const props = {
  steps: [0, 10, 20, 30],
  step: 20,
  place: (step: number) => 50 + step * 2,
  end: 70,
  stepsPerEpoch: 20,
  note: '4 snapshots, every 10',
};

afterEach(() => {
  vi.useRealTimers();
});

describe('the snapshots of a run', () => {
  it('stand at their steps, those of an epoch stronger', () => {
    const wrapper = mount(SnapshotScrubber, { props });
    const ticks = wrapper.findAll('.tick');
    expect(ticks.map((tick) => tick.attributes('d'))).toEqual([
      'M50.5 12v11',
      'M70.5 12v11',
      'M90.5 12v11',
      'M110.5 12v11',
    ]);
    expect(ticks.map((tick) => tick.classes('epoch'))).toEqual([true, false, true, false]);
  });

  it('are a slider with words for its value', () => {
    const slider = mount(SnapshotScrubber, { props }).get('[role=slider]');
    expect(slider.attributes()).toMatchObject({
      'aria-valuenow': '2',
      'aria-valuemax': '3',
      'aria-valuetext': 'Snapshot 3 of 4, step 20',
    });
  });

  it('move one by one with the arrows, ten with Shift, and to the ends', async () => {
    const wrapper = mount(SnapshotScrubber, { props });
    const slider = wrapper.get('[role=slider]');
    await slider.trigger('keydown', { key: 'ArrowLeft' });
    await slider.trigger('keydown', { key: 'ArrowRight', shiftKey: true });
    await slider.trigger('keydown', { key: 'Home' });
    await slider.trigger('keydown', { key: 'x' });
    expect(wrapper.emitted('moveBy')).toEqual([[-1], [10], [-4]]);
  });

  it('go to the snapshot nearest to where the pointer is held', async () => {
    const wrapper = mount(SnapshotScrubber, { props });
    const slider = wrapper.get<SVGElement>('[role=slider]');
    slider.element.setPointerCapture = () => undefined;
    await slider.trigger('pointermove', { clientX: 60 });
    await slider.trigger('pointerdown', { clientX: 66 });
    await slider.trigger('pointermove', { clientX: 108 });
    await slider.trigger('pointerup');
    await slider.trigger('pointermove', { clientX: 50 });
    expect(wrapper.emitted('move')).toEqual([[10], [30]]);
  });

  it('play ten a second and stop at the last', async () => {
    vi.useFakeTimers();
    const wrapper = mount(SnapshotScrubber, { props });
    await wrapper.get('button').trigger('click');
    await vi.advanceTimersByTimeAsync(100);
    expect(wrapper.emitted('moveBy')).toEqual([[1]]);
    await wrapper.setProps({ step: 30 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(wrapper.emitted('moveBy')).toHaveLength(1);
    expect(wrapper.get('button').attributes('aria-label')).toBe('Play the snapshots');
  });

  it('draw one tick a pixel, however many there are', () => {
    const steps = Array.from({ length: 5000 }, (_, index) => index);
    const wrapper = mount(SnapshotScrubber, {
      props: { ...props, steps, place: (step: number) => step / 50 },
    });
    expect(wrapper.findAll('.tick')).toHaveLength(101);
  });
});

import { createPinia, setActivePinia } from 'pinia';
import { effectScope } from 'vue';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { keyName, useCommands, type Command } from '../../../src/renderer/stores/commands.ts';

const go = vi.fn();
const compare = vi.fn();
const palette = vi.fn();
const undo = vi.fn();
let enabled = true;

const command = (id: string, keys: string, run: () => unknown): Command => ({
  id,
  section: 'go',
  title: () => id,
  keys,
  run,
});

function press(
  key: string,
  options: KeyboardEventInit = {},
  target: HTMLElement = document.body,
): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options });
  target.dispatchEvent(event);
  return event;
}

beforeEach(() => {
  setActivePinia(createPinia());
  document.body.innerHTML = '<input id="text"><button id="button">b</button>';
  for (const spy of [go, compare, palette, undo]) spy.mockReset();
  enabled = true;
  const commands = useCommands();
  effectScope().run(() =>
    commands.provide([
      command('go', 'g r', go),
      { ...command('compare', 'c', compare), when: () => enabled },
      command('palette', 'ctrl+k', palette),
      command('play', 'space', go),
      command('undo', 'ctrl+z', undo),
    ]),
  );
  window.onkeydown = (event) => commands.press(event);
});

describe('keys', () => {
  it('are named with modifiers in one order, signs by themselves', () => {
    const name = (key: string, options: KeyboardEventInit = {}): string =>
      keyName(new KeyboardEvent('keydown', { key, ...options }));
    expect(name('K', { ctrlKey: true, shiftKey: true })).toBe('ctrl+shift+k');
    expect(name('k', { metaKey: true })).toBe('ctrl+k');
    expect(name('?', { shiftKey: true })).toBe('?');
    expect(name('ArrowLeft', { shiftKey: true })).toBe('shift+arrowleft');
    expect(name(' ')).toBe('space');
  });

  it('run a command one after the other or together', () => {
    press('g');
    expect(press('r').defaultPrevented).toBe(true);
    expect(go).toHaveBeenCalledTimes(1);
    press('k', { ctrlKey: true });
    expect(palette).toHaveBeenCalledTimes(1);
  });

  it('forget the first of two when another follows', () => {
    press('g');
    press('c');
    press('r');
    expect(go).not.toHaveBeenCalled();
    expect(compare).toHaveBeenCalledTimes(1);
  });

  it('do nothing for a command that is not offered', () => {
    enabled = false;
    expect(press('c').defaultPrevented).toBe(false);
    expect(compare).not.toHaveBeenCalled();
  });

  it('belong to a text field while one types, but for those with Ctrl that do not edit', () => {
    const input = document.querySelector<HTMLElement>('#text')!;
    press('c', {}, input);
    expect(compare).not.toHaveBeenCalled();
    press('k', { ctrlKey: true }, input);
    expect(palette).toHaveBeenCalledTimes(1);
    press('z', { ctrlKey: true }, input);
    expect(undo).not.toHaveBeenCalled();
    press('z', { ctrlKey: true });
    expect(undo).toHaveBeenCalledTimes(1);
  });

  it('leave Escape to what floats, also from its field, and take it from a field of the page', () => {
    const unpin = vi.fn();
    effectScope().run(() => useCommands().provide([command('unpin', 'escape', unpin)]));
    document.body.innerHTML += '<div role="dialog"><input id="find"></div>';
    expect(press('Escape', {}, document.querySelector<HTMLElement>('#find')!).defaultPrevented).toBe(false);
    expect(unpin).not.toHaveBeenCalled();
    press('Escape', {}, document.querySelector<HTMLElement>('#text')!);
    expect(unpin).toHaveBeenCalledTimes(1);
  });

  it('leave Space to a focused button', () => {
    press(' ', {}, document.querySelector<HTMLElement>('#button')!);
    expect(go).not.toHaveBeenCalled();
    press(' ');
    expect(go).toHaveBeenCalledTimes(1);
  });

  it('mean what the newest page says, until it is gone', () => {
    const page = effectScope();
    const mine = vi.fn();
    page.run(() => useCommands().provide([command('mine', 'c', mine)]));
    press('c');
    expect([mine.mock.calls.length, compare.mock.calls.length]).toEqual([1, 0]);
    page.stop();
    press('c');
    expect([mine.mock.calls.length, compare.mock.calls.length]).toEqual([1, 1]);
  });
});

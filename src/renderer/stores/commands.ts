import { defineStore } from 'pinia';
import { computed, onScopeDispose, shallowRef, triggerRef } from 'vue';

/** Something a person can do here: by a button, the palette or its keys. One list feeds all three. */
export interface Command {
  readonly id: string;
  readonly section: 'go' | 'run' | 'table' | 'attention' | 'window';
  readonly title: () => string;
  /** "ctrl+k", "g r" (one after the other), "shift+ArrowLeft", "?"; Ctrl is Cmd on a Mac. */
  readonly keys?: string;
  /** Not offered and not obeyed while this is false. */
  readonly when?: () => boolean;
  /** Works by its keys but is no line of the palette: it repeats what is under the hand. */
  readonly keysOnly?: boolean;
  readonly run: () => unknown;
}

/** Commands of the window and of the page on screen. */
export const useCommands = defineStore('commands', () => {
  const scopes = shallowRef<Set<readonly Command[]>>(new Set());
  /** Newest scope first: a page's meaning of a key comes before the window's. */
  const all = computed(() => [...scopes.value].reverse().flat());
  const offered = computed(() => all.value.filter(({ when }) => when?.() ?? true));

  /** Adds commands until the calling component is gone. */
  const provide = (commands: readonly Command[]): void => {
    scopes.value.add(commands);
    triggerRef(scopes);
    onScopeDispose(() => {
      scopes.value.delete(commands);
      triggerRef(scopes);
    });
  };

  let started: { readonly key: string; readonly at: number } | undefined;

  /** Obeys a key press; true if a command took it. */
  const press = (event: KeyboardEvent): boolean => {
    if (event.defaultPrevented || event.isComposing || belongsToTarget(event)) return false;
    const key = keyName(event);
    const first = started !== undefined && event.timeStamp - started.at < 1200 ? started.key : undefined;
    started = undefined;
    const command = (first === undefined ? undefined : findKeys(`${first} ${key}`)) ?? findKeys(key);
    if (command !== undefined) {
      event.preventDefault();
      command.run();
      return true;
    }
    if (offered.value.some(({ keys }) => keys?.startsWith(`${key} `))) {
      started = { key, at: event.timeStamp };
    }
    return false;
  };

  const findKeys = (keys: string): Command | undefined =>
    offered.value.find((command) => command.keys === keys);

  return { all, offered, provide, press };
});

/** "ctrl+enter", "shift+arrowleft", "?", "g": modifiers in one order, in lower case. */
export function keyName(event: KeyboardEvent): string {
  const key = event.key === ' ' ? 'space' : event.key.toLowerCase();
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push('ctrl');
  if (event.altKey) parts.push('alt');
  // A printable sign already says Shift: "?" is "?", "{" is "{".
  if (event.shiftKey && (key.length > 1 || /[a-z]/.test(key))) parts.push('shift');
  return [...parts, key].join('+');
}

/** Keys that the focused element needs itself: typing, pressing a button, moving a slider. */
function belongsToTarget(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  const key = keyName(event);
  const isText = target.closest('input:not([type=checkbox]), textarea, [contenteditable=true]') !== null;
  // What is typed has an Undo of its own.
  if (isText && /^ctrl\+(shift\+)?[zyaxcv]$/.test(key)) return true;
  if (key.startsWith('ctrl+')) return false;
  // Before the fields: in one of what floats, Escape closes it and means nothing to the page below.
  if (target.closest('[role=dialog], [role=menu], [role=listbox]:not([data-letters-pass])')) return true;
  if (isText) {
    return key !== 'escape' && !/^f\d+$/.test(key);
  }
  if (key === 'space' || key === 'enter') {
    return target.closest('button, a, [role=button], [role=checkbox], [role=tab], [role=radio]') !== null;
  }
  if (key.includes('arrow') || key === 'home' || key === 'end') {
    return target.closest('[role=slider], [role=tab], [role=radio], [role=separator]') !== null;
  }
  return false;
}

const names: Readonly<Record<string, string>> = {
  ctrl: 'Ctrl',
  alt: 'Alt',
  shift: 'Shift',
  space: 'Space',
  enter: 'Enter',
  escape: 'Esc',
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  delete: 'Del',
};

/** Keys as a keyboard is labelled, one entry a press: "g r" is ["G", "R"], "ctrl+k" is ["Ctrl K"]. */
export function keyWords(keys: string): readonly string[] {
  return keys.split(' ').map((press) =>
    press
      .split(/\+(?=.)/)
      .map((part) => names[part] ?? (/^(.|f\d+)$/.test(part) ? part.toUpperCase() : part))
      .join(' '),
  );
}

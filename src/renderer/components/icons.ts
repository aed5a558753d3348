/** Line icons on an 18 × 18 grid, 1.5 px strokes; `fill` parts are filled with the current colour. */
export const icons = {
  look: '<circle cx="9" cy="9" r="6"/><path d="M9 3a6 6 0 0 1 0 12z" fill="currentColor"/>',
  home: '<path d="M3 9.5 9 4l6 5.5V15H3z"/><path d="M7.3 15v-4h3.4v4"/>',
  datasets:
    '<ellipse cx="9" cy="4.5" rx="5.5" ry="2"/><path d="M3.5 4.5v9c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2v-9M3.5 9c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2"/>',
  experiments:
    '<path d="M3 5h5M12 5h3M3 9h1.5M8.5 9H15M3 13h7M14 13h1"/><circle cx="10" cy="5" r="1.7"/><circle cx="6.5" cy="9" r="1.7"/><circle cx="12" cy="13" r="1.7"/>',
  runs: '<path d="M3 4.5h12M3 9h12M3 13.5h12"/>',
  compare:
    '<path d="M3 3.5V15h12"/><path d="M5 12.5c2 0 2.5-6.5 5-6.5 2 0 2 3 5 3"/><path d="M5 8c3 0 4 4.5 10 4.5" stroke-dasharray="2 2"/>',
  attention:
    '<rect x="3" y="3" width="12" height="12" rx="1"/><path d="M3 7h12M3 11h12M7 3v12M11 3v12"/><path d="M3 3h4v4H3zM11 11h4v4h-4z" fill="currentColor" stroke="none"/>',
  compute:
    '<rect x="5" y="5" width="8" height="8" rx="1"/><path d="M7 2.5V5M11 2.5V5M7 13v2.5M11 13v2.5M2.5 7H5M2.5 11H5M13 7h2.5M13 11h2.5"/>',
  eye: '<path d="M2 9s2.6-4.2 7-4.2S16 9 16 9s-2.6 4.2-7 4.2S2 9 2 9z"/><circle cx="9" cy="9" r="1.8"/>',
  eyeOff: '<path d="M2 9s2.6-4.2 7-4.2S16 9 16 9s-2.6 4.2-7 4.2S2 9 2 9zM3.5 15 14.5 3"/>',
  play: '<path d="M6 4v10l8-5z" fill="currentColor"/>',
  pause: '<path d="M6.3 4v10M11.7 4v10" stroke-width="2.4"/>',
  stop: '<path d="M5 5h8v8H5z" fill="currentColor"/>',
  down: '<path d="m5 7 4 4 4-4"/>',
  up: '<path d="m5 11 4-4 4 4"/>',
  right: '<path d="m7 5 4 4-4 4"/>',
  lock: '<rect x="4" y="8" width="10" height="7" rx="1.2"/><path d="M6 8V6a3 3 0 0 1 6 0v2"/>',
  export: '<path d="M9 11V3M6 6l3-3 3 3M4 11v4h10v-4"/>',
  copy: '<rect x="6" y="6" width="9" height="9" rx="1.2"/><path d="M12 6V4.2A1.2 1.2 0 0 0 10.8 3H4.2A1.2 1.2 0 0 0 3 4.2v6.6A1.2 1.2 0 0 0 4.2 12H6"/>',
  plus: '<path d="M9 4v10M4 9h10"/>',
  minus: '<path d="M4 9h10"/>',
  cross: '<path d="m5 5 8 8M13 5l-8 8"/>',
  check: '<path d="m4 9.5 3.3 3.3L14 6"/>',
  star: '<path d="m9 3 1.8 3.8 4.2.5-3.1 2.9.8 4.1L9 12.3l-3.7 2 .8-4.1L3 7.3l4.2-.5z"/>',
  starFull:
    '<path d="m9 3 1.8 3.8 4.2.5-3.1 2.9.8 4.1L9 12.3l-3.7 2 .8-4.1L3 7.3l4.2-.5z" fill="currentColor"/>',
  fork: '<circle cx="5" cy="4" r="1.6"/><circle cx="13" cy="4" r="1.6"/><circle cx="9" cy="14" r="1.6"/><path d="M5 5.6c0 4 4 2.5 4 6.8M13 5.6c0 4-4 2.5-4 6.8"/>',
  find: '<circle cx="8" cy="8" r="4.5"/><path d="m11.5 11.5 3.5 3.5"/>',
  link: '<path d="M7.5 10.5l3-3M6.5 8 4.8 9.7a2.5 2.5 0 0 0 3.5 3.5L10 11.5M11.5 10l1.7-1.7a2.5 2.5 0 0 0-3.5-3.5L8 6.5"/>',
  warn: '<path d="M9 3 2.5 14.5h13zM9 7.5v3.2M9 12.7v.1"/>',
  columns: '<path d="M3 4h12v10H3zM8 4v10M12 4v10"/>',
  more: '<path d="M4.5 9h.1M9 9h.1M13.5 9h.1" stroke-width="2.4"/>',
  swap: '<path d="M4 6.5h9M10 3.5l3 3-3 3M14 11.5H5M8 8.5l-3 3 3 3"/>',
} as const;

export type IconName = keyof typeof icons;

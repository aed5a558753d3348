/** An element with a class and children; texts are never read as markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  name: string,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (name !== '') made.className = name;
  made.append(...children);
  return made;
}

export function canvas(label: string): HTMLCanvasElement {
  const made = element('canvas', '');
  if (label === '') made.ariaHidden = 'true';
  else {
    made.role = 'img';
    made.ariaLabel = label;
  }
  return made;
}

export function button(text: string, label: string, press: () => void): HTMLButtonElement {
  const made = element('button', '', text);
  made.type = 'button';
  if (label !== text) made.ariaLabel = label;
  made.addEventListener('click', press);
  return made;
}

/** A choice inside its label. */
export function select(
  label: string,
  options: readonly (readonly [value: string, title: string])[],
  choose: (value: string) => void,
): HTMLSelectElement {
  const made = element('select', '');
  made.append(
    ...options.map(([value, title]) => {
      const option = element('option', '', title);
      option.value = value;
      return option;
    }),
  );
  made.addEventListener('change', () => choose(made.value));
  element('label', '', element('span', 'soft', label), made);
  return made;
}

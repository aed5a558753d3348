import { InvalidArgumentError } from 'commander';

/** Parsers of option values; what they refuse becomes one sentence and exit code 2. */

/** A whole number from `low` to `high`. */
export function wholeNumber(low: number, high = 0xffff_ffff): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= low && value <= high) return value;
    throw new InvalidArgumentError(
      high === 0xffff_ffff
        ? `use a whole number from ${low} on`
        : `use a whole number from ${low} to ${high}`,
    );
  };
}

/** A document-frequency bound: a share below 1 or a whole number. */
export function frequency(text: string): number {
  const value = Number(text);
  if (/^(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(text) && value > 0 && (value < 1 || Number.isInteger(value))) {
    return value;
  }
  throw new InvalidArgumentError('use a share below 1 or a whole number of documents');
}

export function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value < 1) return value;
  throw new InvalidArgumentError('use a number between 0 and 1');
}

export function choice<const Choices extends readonly string[]>(
  choices: Choices,
): (text: string) => Choices[number] {
  return (text) => {
    const found = choices.find((candidate) => candidate === text);
    if (found !== undefined) return found;
    throw new InvalidArgumentError(`use one of ${choices.join(', ')}`);
  };
}

/** "a,b" → ["a", "b"]; an option that is given again adds to them. */
export function list(text: string, before: readonly string[] = []): string[] {
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (items.length > 0) return [...before, ...items];
  throw new InvalidArgumentError('use names separated by commas');
}

export function listOf<const Choices extends readonly string[]>(
  choices: Choices,
): (text: string) => Choices[number][] {
  const one = choice(choices);
  return (text) => list(text).map(one);
}

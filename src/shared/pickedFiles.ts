/**
 * How a window names a file or folder that a person chose: by an id the shell gave out, never by its place on the disk.
 * An id may stand wherever the contract takes a path; the file's name is in it for a person to read.
 */

const pattern = /^picked:[0-9a-f]{32}\/(.+)$/su;

/** `random`: 32 hexadecimal digits nobody can guess. */
export function pickedId(random: string, name: string): string {
  return `picked:${random}/${name}`;
}

export function isPickedId(path: string): boolean {
  return pattern.test(path);
}

/** What a person reads for a path: of an id the file's name, else the path itself. */
export function shownPath(path: string): string {
  return pattern.exec(path)?.[1] ?? path;
}

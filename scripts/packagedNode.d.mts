/** Absolute path of the packaged Node binary, or undefined where npm has none for this platform. */
export function packagedNode(): string | undefined;

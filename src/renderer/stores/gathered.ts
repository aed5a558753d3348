/** What arrives one by one and is told of together, since each telling may draw everything anew. */
export interface Gathered<Item> {
  readonly add: (item: Item) => void;
  /** Nothing more is awaited: tells of what is here, at once. */
  readonly end: () => void;
}

/** After so many ms those of many that are here are told of first. */
const firstTelling = 1000;

/**
 * Tells of what has arrived as soon as nothing more is awaited; else a second after the first, then after four times as
 * long each time: of hundreds few pictures are drawn that the next one replaces, and the first is not far off.
 */
export function gathered<Item>(tell: (items: readonly Item[]) => void): Gathered<Item> {
  const arrived: Item[] = [];
  let wait = firstTelling;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const tellNow = (): void => {
    clearTimeout(waiting);
    waiting = undefined;
    if (arrived.length > 0) tell(arrived.splice(0));
  };
  return {
    add: (item) => {
      arrived.push(item);
      waiting ??= setTimeout(() => {
        wait *= 4;
        tellNow();
      }, wait);
    },
    end: () => {
      wait = firstTelling;
      tellNow();
    },
  };
}

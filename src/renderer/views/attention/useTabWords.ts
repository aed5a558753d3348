import { useRoute, useRouter } from 'vue-router';

/** The words of the address that are a tab's own: what it shows beside what is looked at. */
export interface TabWords {
  /** '' if the address does not have it. */
  readonly read: (name: string) => string;
  /** Null takes a word away; the others stay as they are. */
  readonly write: (changes: Readonly<Record<string, string | null>>) => void;
}

export function useTabWords(): TabWords {
  const route = useRoute();
  const router = useRouter();
  return {
    read: (name) => {
      const value = route.query[name];
      return typeof value === 'string' ? value : '';
    },
    write: (changes) => {
      const kept = Object.entries(route.query).filter(([name]) => changes[name] === undefined);
      const written = Object.entries(changes).filter(([, value]) => value !== null);
      const query = Object.fromEntries([...kept, ...written]);
      void router.replace({ query });
    },
  };
}

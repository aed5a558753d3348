import { createPinia, setActivePinia } from 'pinia';
import { apiMethods, type ApiMethod, type LabBridge, type LabEvent } from '../../src/shared/api.ts';
import type { ConnectionState, LabConnection } from '../../src/renderer/api/connection.ts';
import { useLab } from '../../src/renderer/stores/lab.ts';
import { SampleLab } from '../helpers/sampleLab.ts';

/** A sample lab behind the window's client, without a socket between them: what was asked, and when to answer. */
export interface Connected {
  readonly lab: SampleLab;
  /** Methods in the order they were called. */
  readonly calls: ApiMethod[];
  /** What this method was called with, each time. */
  readonly asked: (method: ApiMethod) => readonly unknown[];
  readonly tell: (event: LabEvent) => void;
  readonly miss: () => void;
  readonly become: (state: ConnectionState) => void;
  /** Answers of this method wait until the returned function is called. */
  readonly hold: (method: ApiMethod) => () => void;
}

/** Fresh stores on a fresh sample lab. */
export function connectSample(): Connected {
  const lab = new SampleLab();
  const calls: ApiMethod[] = [];
  const inputs: (readonly [ApiMethod, unknown])[] = [];
  const events = new Set<(event: LabEvent) => void>();
  const missed = new Set<() => void>();
  const states = new Set<(state: ConnectionState) => void>();
  const gates = new Map<ApiMethod, Promise<void>>();
  lab.onEvent((event) => {
    for (const listener of events) listener(event);
  });
  const call = Object.fromEntries(
    apiMethods.map((method) => [
      method,
      async (input: unknown) => {
        calls.push(method);
        inputs.push([method, input]);
        const gate = gates.get(method);
        const reply = await lab.dispatch(method, input);
        await gate;
        return reply;
      },
    ]),
  ) as unknown as LabBridge['call'];
  const connection: LabConnection = {
    call,
    onEvent: (listener) => {
      events.add(listener);
      return () => events.delete(listener);
    },
    onState: (listener) => {
      listener('open');
      states.add(listener);
      return () => states.delete(listener);
    },
    onMissed: (listener) => {
      missed.add(listener);
      return () => missed.delete(listener);
    },
    retry: () => undefined,
  };
  setActivePinia(createPinia());
  useLab().connect(connection);
  return {
    lab,
    calls,
    asked: (method) => inputs.filter(([name]) => name === method).map(([, input]) => input),
    tell: (event) => {
      for (const listener of events) listener(event);
    },
    miss: () => {
      for (const listener of missed) listener();
    },
    become: (state) => {
      for (const listener of states) listener(state);
    },
    hold: (method) => {
      let open = (): void => undefined;
      gates.set(
        method,
        new Promise((resolve) => {
          open = resolve;
        }),
      );
      return () => {
        gates.delete(method);
        open();
      };
    },
  };
}

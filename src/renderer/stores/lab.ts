import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { LabApi, LabEvent } from '../../shared/api.ts';
import type { LabInfo } from '../../shared/labInfo.ts';
import type { Preset } from '../../shared/presets.ts';
import type { DoctorReport } from '../../shared/trainerMessages.ts';
import { createClient } from '../api/client.ts';
import type { ConnectionState, LabConnection, Upload } from '../api/connection.ts';
import { useStatus } from './status.ts';

type EventOf<Type extends LabEvent['type']> = Extract<LabEvent, { readonly type: Type }>;

/** The lab this window talks to: its client, its events, what it says of itself. */
export const useLab = defineStore('lab', () => {
  const status = useStatus();
  const connection = shallowRef<LabConnection>();
  const state = ref<ConnectionState>('connecting');
  const info = shallowRef<LabInfo | null>(null);
  const presets = shallowRef<readonly Preset[]>([]);
  const doctor = shallowRef<DoctorReport | null>(null);
  const client = shallowRef<LabApi>();
  const isOpen = computed(() => state.value === 'open');

  /** To be called once, before any other store is used. */
  const connect = (made: LabConnection): void => {
    connection.value = made;
    client.value = createClient(made);
    made.onState((next) => {
      state.value = next;
    });
    void status.attempt(async () => {
      [info.value, presets.value] = await Promise.all([api().info({}), api().listPresets({})]);
    });
  };

  const api = (): LabApi => {
    if (client.value === undefined) throw new Error('the lab store was used before it was connected');
    return client.value;
  };

  /** Listens to events of one type. Returns a function that stops it. */
  const on = <Type extends LabEvent['type']>(
    type: Type,
    listener: (event: EventOf<Type>) => void,
  ): (() => void) => {
    if (connection.value === undefined) throw new Error('the lab store was used before it was connected');
    return connection.value.onEvent((event) => {
      if (event.type === type) listener(event as EventOf<Type>);
    });
  };

  /** `refresh` is called whenever events may have been missed. Returns a function that stops it. */
  const onMissed = (refresh: () => void): (() => void) => {
    if (connection.value === undefined) throw new Error('the lab store was used before it was connected');
    return connection.value.onMissed(refresh);
  };

  /** Asks what can compute here; the answer is kept, since finding out starts a process. */
  const examine = async (again = false): Promise<void> => {
    if (doctor.value !== null && !again) return;
    await status.attempt(async () => {
      doctor.value = await api().doctor({});
    });
  };

  const retry = (): void => connection.value?.retry();

  /** What stands for a dropped file's path; null in a browser, which does not tell. */
  const pathOfFile = async (file: File): Promise<string | null> =>
    (await connection.value?.pathOfFile?.(file)) ?? null;

  /** Files dragged out of the window; null where it cannot be: a browser does it by itself. */
  const drag = computed(() => connection.value?.drag ?? null);

  /** Where a chosen or dropped file lies on the lab's machine: as it is, or once it was sent there. */
  const bring: Upload = async (file, options) => {
    const path = await pathOfFile(file);
    if (path !== null) return path;
    const upload = connection.value?.upload;
    if (upload === undefined) throw new Error('this window can neither name nor send a file');
    return upload(file, options);
  };

  return {
    state,
    isOpen,
    info,
    presets,
    doctor,
    connect,
    api,
    on,
    onMissed,
    examine,
    retry,
    pathOfFile,
    drag,
    bring,
  };
});

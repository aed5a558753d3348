import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import { apiMethods, type ApiReply, type LabBridge, type LabEvent } from '../shared/api.ts';
import {
  labChannel,
  labDragChannel,
  labDragPlaceChannel,
  labDropChannel,
  labEventChannel,
} from '../shared/channels.ts';

/** The contract's keys, each a function of one input; nothing of Electron passes. */
const call = Object.fromEntries(
  apiMethods.map((method) => [
    method,
    (input: unknown): Promise<ApiReply> => ipcRenderer.invoke(labChannel, method, input) as Promise<ApiReply>,
  ]),
) as unknown as LabBridge['call'];

const bridge: LabBridge = {
  call,
  onEvent: (listener) => {
    const pass = (_event: IpcRendererEvent, event: LabEvent): void => listener(event);
    ipcRenderer.on(labEventChannel, pass);
    return () => {
      ipcRenderer.off(labEventChannel, pass);
    };
  },
  pathOfFile: (file) =>
    ipcRenderer.invoke(labDropChannel, webUtils.getPathForFile(file)) as Promise<string | null>,
  drag: {
    place: (name) => ipcRenderer.invoke(labDragPlaceChannel, name) as Promise<string>,
    start: (place) => ipcRenderer.invoke(labDragChannel, place) as Promise<boolean>,
  },
};

contextBridge.exposeInMainWorld('attentionLab', bridge);

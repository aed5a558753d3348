/** Names on Electron's IPC, said once for the preload and the shell. */

/** `ipcRenderer.invoke(labChannel, method, input)` answers with an `ApiReply`. */
export const labChannel = 'lab';
/** `webContents.send(labEventChannel, event)` pushes a `LabEvent`. */
export const labEventChannel = 'lab-event';
/** `ipcRenderer.invoke(labDropChannel, path)`, from the preload alone, answers with an id for what was dropped. */
export const labDropChannel = 'lab-drop';
/** `ipcRenderer.invoke(labDragPlaceChannel, name)` answers with the id of a place to write a file that is to be dragged out. */
export const labDragPlaceChannel = 'lab-drag-place';
/** `ipcRenderer.invoke(labDragChannel, id)` hands the file written there to the system's drag; false if there is none. */
export const labDragChannel = 'lab-drag';

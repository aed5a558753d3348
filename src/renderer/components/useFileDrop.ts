import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue';

/**
 * Files and folders dropped anywhere on the window. Returns whether one is being dragged over it. A drop that no
 * part of the page has taken for itself goes to `onDrop`, the first file alone; the page never leaves for the file.
 */
export function useFileDrop(onDrop: (file: File, isFolder: boolean) => void): Ref<boolean> {
  const isOver = ref(false);
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
  const over = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    isOver.value = true;
  };
  const leave = (event: DragEvent): void => {
    // Between two elements of the page there is one to go to; out of the window there is none.
    if (event.relatedTarget === null) isOver.value = false;
  };
  const drop = (event: DragEvent): void => {
    isOver.value = false;
    if (!hasFiles(event) || event.defaultPrevented) return;
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    // To be asked before the event is over.
    const entry = event.dataTransfer?.items[0]?.webkitGetAsEntry();
    if (file !== undefined) onDrop(file, entry?.isDirectory === true);
  };
  onMounted(() => {
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
  });
  onBeforeUnmount(() => {
    window.removeEventListener('dragover', over);
    window.removeEventListener('dragleave', leave);
    window.removeEventListener('drop', drop);
  });
  return isOver;
}

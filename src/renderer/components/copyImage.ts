/**
 * Puts a picture on the clipboard. It is given while it is still being made: a browser lets a page do this only in
 * answer to a press, which is over by the time the picture is there.
 */
export async function copyImage(picture: Promise<Blob>): Promise<void> {
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
}

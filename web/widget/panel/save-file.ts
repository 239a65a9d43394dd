/** Gives the person a file to keep, by the browser's own download. */
export function saveFile(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  link.download = name;
  link.click();
  // The browser has begun to read it by then; before, some would save nothing.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

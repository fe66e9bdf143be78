/** Saves it where the browser saves things. */
export function download(name: string, content: string | Blob, type = 'text/plain'): void {
  const blob = typeof content === 'string' ? new Blob([content], { type }) : content;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has it by then; the memory is wanted back.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

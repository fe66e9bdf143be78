/** False if the browser refuses, as it may in a frame, without a secure origin, or by a person's will. */
export async function copy(text: Promise<string>): Promise<boolean> {
  try {
    // Handed over as a promise: some browsers take nothing that comes later than the click.
    const blob = text.then((words) => new Blob([words], { type: 'text/plain' }));
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
    return true;
  } catch {
    return false;
  }
}

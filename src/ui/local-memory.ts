/** What the browser remembers of a person between visits. A browser may refuse to; the page then forgets, no more. */

export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(`interregnum.${key}`);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`interregnum.${key}`, value);
  } catch {
    // Private windows and full disks: nothing on the page depends on it.
  }
}

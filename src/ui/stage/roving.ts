/** One stop of the Tab key for a whole group: the arrow keys move inside it, and it remembers where it was. */

/** The place that a key leads to, or null when the key is not for moving. `at` may have gone out of range. */
export function rove(key: string, at: number, length: number): number | null {
  if (length === 0) return null;
  const from = Math.min(Math.max(at, 0), length - 1);
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return (from + 1) % length;
    case 'ArrowLeft':
    case 'ArrowUp':
      return (from + length - 1) % length;
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return null;
  }
}

export const isActivation = (key: string): boolean => key === 'Enter' || key === ' ';

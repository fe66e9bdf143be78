/** What a key does to the scrubber. Arrows go from event to event, since that is what there is between two instants. */

export type ScrubberMove =
  | { readonly kind: 'step'; readonly direction: 'back' | 'on' }
  | { readonly kind: 'by'; readonly us: number }
  | { readonly kind: 'start' | 'live' };

const TENTH_US = 100_000;
const SECOND_US = 1_000_000;

/** Null for a key that is none of its. */
export function scrubberMove(key: string, shift: boolean): ScrubberMove | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return shift ? { kind: 'by', us: -TENTH_US } : { kind: 'step', direction: 'back' };
    case 'ArrowRight':
    case 'ArrowUp':
      return shift ? { kind: 'by', us: TENTH_US } : { kind: 'step', direction: 'on' };
    case 'PageDown':
      return { kind: 'by', us: -SECOND_US };
    case 'PageUp':
      return { kind: 'by', us: SECOND_US };
    case 'Home':
      return { kind: 'start' };
    case 'End':
      return { kind: 'live' };
    default:
      return null;
  }
}

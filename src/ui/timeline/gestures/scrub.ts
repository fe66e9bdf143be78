/** Dragging along the axis: where the pointer is, from the moment it is pressed until it is let go. */
import type { Attachment } from 'svelte/attachments';

export function scrubbing(to: (clientX: number) => void): Attachment<HTMLElement> {
  return (element) => {
    const down = (event: PointerEvent): void => {
      if (event.button !== 0) return;
      element.setPointerCapture(event.pointerId);
      to(event.clientX);
    };
    const move = (event: PointerEvent): void => {
      if (element.hasPointerCapture(event.pointerId)) to(event.clientX);
    };
    element.addEventListener('pointerdown', down);
    element.addEventListener('pointermove', move);
    return () => {
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('pointermove', move);
    };
  };
}

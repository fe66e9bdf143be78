/**
 * Keeps the focus where the hand is: when the focused button of a group goes, or can do nothing any more, because of what
 * it did, the one that came in its place gets the focus, and not the top of the page.
 */
import type { Attachment } from 'svelte/attachments';

export const keepFocus: Attachment<HTMLElement> = (group) => {
  let place = -1;
  const buttons = (): HTMLButtonElement[] => [...group.querySelectorAll('button')];
  const focused = (event: FocusEvent): void => {
    place = buttons().indexOf(event.target as HTMLButtonElement);
  };
  /** A person, or another part of the page, has taken the focus elsewhere. */
  const moved = (event: FocusEvent): void => {
    if (event.target instanceof Node && !group.contains(event.target)) place = -1;
  };
  const pressed = (event: PointerEvent): void => {
    if (event.target instanceof Node && !group.contains(event.target)) place = -1;
  };
  const changes = new MutationObserver(() => {
    const { activeElement } = document;
    const lost =
      activeElement === document.body ||
      activeElement === null ||
      (activeElement instanceof HTMLButtonElement && activeElement.disabled && group.contains(activeElement));
    if (place < 0 || !lost) return;
    const able = buttons().filter(({ disabled }) => !disabled);
    able[Math.min(place, able.length - 1)]?.focus();
  });
  group.addEventListener('focusin', focused);
  document.addEventListener('focusin', moved);
  document.addEventListener('pointerdown', pressed);
  changes.observe(group, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
  return () => {
    group.removeEventListener('focusin', focused);
    document.removeEventListener('focusin', moved);
    document.removeEventListener('pointerdown', pressed);
    changes.disconnect();
  };
};

/**
 * Keeps the newest line in view, unless a person scrolled away from it to read; or, where one is marked as the current
 * one, that.
 */
import type { Attachment } from 'svelte/attachments';
import { tick } from 'svelte';

/** Rounding of scroll positions, and a wheel's last notch. */
const SLACK_PX = 24;

/**
 * `content` is read so that the attachment runs again whenever what is shown changes. While `past` holds, the current
 * line is what counts, and before the first one the beginning.
 */
export function stickToEnd(content: () => unknown, past: () => boolean): Attachment<HTMLElement> {
  let stuck = true;
  return (element) => {
    content();
    const looksBack = past();
    const scrolled = (): void => {
      stuck = element.scrollHeight - element.scrollTop - element.clientHeight < SLACK_PX;
    };
    element.addEventListener('scroll', scrolled, { passive: true });
    void tick().then(() => {
      const current = element.querySelector<HTMLElement>('[aria-current]');
      if (current !== null) bringIntoView(element, current);
      else if (looksBack) element.scrollTop = 0;
      else if (stuck) element.scrollTop = element.scrollHeight;
    });
    return () => element.removeEventListener('scroll', scrolled);
  };
}

/** Scrolls the list alone; `scrollIntoView` would take the page with it. */
function bringIntoView(list: HTMLElement, line: HTMLElement): void {
  const box = list.getBoundingClientRect();
  const { top, bottom } = line.getBoundingClientRect();
  if (top < box.top + SLACK_PX) list.scrollTop -= box.top + SLACK_PX - top;
  else if (bottom > box.bottom - SLACK_PX) list.scrollTop += bottom - box.bottom + SLACK_PX;
}

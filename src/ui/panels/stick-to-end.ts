/** Keeps the newest line in view, unless a person scrolled away from it to read. */
import type { Attachment } from 'svelte/attachments';
import { tick } from 'svelte';

/** Rounding of scroll positions, and a wheel's last notch. */
const SLACK_PX = 24;

/** `content` is read so that the attachment runs again whenever what is shown changes. */
export function stickToEnd(content: () => unknown): Attachment<HTMLElement> {
  let stuck = true;
  return (element) => {
    content();
    const scrolled = (): void => {
      stuck = element.scrollHeight - element.scrollTop - element.clientHeight < SLACK_PX;
    };
    element.addEventListener('scroll', scrolled, { passive: true });
    if (stuck) void tick().then(() => (element.scrollTop = element.scrollHeight));
    return () => element.removeEventListener('scroll', scrolled);
  };
}

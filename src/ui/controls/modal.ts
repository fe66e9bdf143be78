/**
 * The opening and closing of a modal dialog. Its element tells of its closing in a later task; whoever presses Enter on
 * the button behind it before that would open a dialog that is then declared closed. So closing is told at once, and once.
 */
import type { Attachment } from 'svelte/attachments';

export class Modal {
  private element: HTMLDialogElement | null = null;

  constructor(private readonly onclosed: () => void) {}

  readonly attach: Attachment<HTMLDialogElement> = (element) => {
    const cancel = (event: Event): void => {
      event.preventDefault();
      this.close();
    };
    const close = (): void => this.close();
    element.addEventListener('cancel', cancel);
    element.addEventListener('close', close);
    this.element = element;
    element.showModal();
    return () => {
      element.removeEventListener('cancel', cancel);
      element.removeEventListener('close', close);
    };
  };

  close(): void {
    const { element } = this;
    if (element === null) return;
    this.element = null;
    element.close();
    this.onclosed();
  }

  /** The dialog itself is hit only outside of its content: on the backdrop. */
  readonly dismiss = (event: MouseEvent): void => {
    if (event.target === event.currentTarget) this.close();
  };
}

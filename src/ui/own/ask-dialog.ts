/** The question before a stranger's text runs, as a dialog. */
import { mount, unmount } from 'svelte';

/** Resolves to the answer. */
export async function askInDialog(source: string): Promise<boolean> {
  const { default: Question } = await import('./Question.svelte');
  return new Promise((resolve) => {
    const question = mount(Question, {
      target: document.body,
      props: {
        source,
        onanswer: (yes: boolean) => {
          resolve(yes);
          void unmount(question);
        },
      },
    });
  });
}

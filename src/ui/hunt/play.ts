/** Plays a run that was found, as a branch beside the others. */
import { bookmarkOf, stepsOf, storySpeed, type Breaking } from '../../app/search/found-run';
import type { Page } from '../page.svelte';

export async function playFound(page: Page, breaking: Breaking): Promise<void> {
  const bookmark = bookmarkOf(breaking);
  await page.attempt(async () => {
    const branch = await page.session.adoptRun(bookmark, bookmark.branch ?? '');
    if (branch === null) return;
    page.session.play(storySpeed(stepsOf(bookmark.run, breaking.violation)));
  });
}

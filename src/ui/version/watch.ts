/** Has the page kept for when there is no network, and tells the person when a newer version of it is there. */
import { mount, unmount } from 'svelte';
import { keeperOfPage, Versions } from '../../app/offline/versions';
import type { Sharing } from '../share/sharing.svelte';
import NewVersion from './NewVersion.svelte';

/** A page inside of another one keeps nothing; it only follows when the version it is of goes away. */
export async function watchVersions(sharing: Sharing, embedded: boolean): Promise<void> {
  const keeper = keeperOfPage();
  if (keeper === null) return;
  let shown: object | null = null;
  const hide = (): void => {
    if (shown !== null) void unmount(shown);
    shown = null;
  };
  const versions = new Versions(keeper, (take) => {
    hide();
    const keepRun = (): boolean => sharing.keepRun();
    const { body } = document;
    const anchor = body.firstElementChild ?? undefined;
    shown = mount(NewVersion, {
      target: body,
      ...(anchor && { anchor }),
      props: { take, keepRun, onlater: hide },
    });
  });
  if (!embedded) await versions.keep();
}

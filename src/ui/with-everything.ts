import { loadEverything } from '../core/registry';

/** A part of the page that compares protocols with each other: all of them are at hand when it is. */
export const withEverything = async <T>(part: Promise<T>): Promise<T> =>
  (await Promise.all([part, loadEverything()]))[0];

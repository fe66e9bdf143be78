/** The places of the page, and their addresses. A run in the address (`#run=…`) is shown where runs are shown. */
export type Place = 'learn' | 'run' | 'break' | 'measure' | 'own';

/** Where the cluster is seen: it stands still for those who look at something else. */
export const showsCluster = (place: Place): boolean => place === 'run' || place === 'own';

export interface Address {
  readonly place: Place;
  /** A part of the place: in Break, which of its tabs. */
  readonly part: string | null;
}

export const PLACES: readonly { readonly place: Place; readonly title: string; readonly about: string }[] = [
  { place: 'learn', title: 'Learn', about: 'Stories, from the first election to the last subtlety' },
  { place: 'run', title: 'Run', about: 'The cluster itself' },
  { place: 'break', title: 'Break', about: 'Search for faults that break safety' },
  { place: 'measure', title: 'Measure', about: 'What the timeouts are worth' },
  { place: 'own', title: 'Your own', about: 'A protocol that you write' },
];

/** Of an address's fragment, with or without its `#`; whatever names no place is the run. */
export function addressOf(fragment: string): Address {
  const [name = '', part = null] = fragment.replace(/^#/, '').split(/[=&]/, 1)[0]!.split('/');
  const place = PLACES.find((candidate) => candidate.place === name)?.place ?? 'run';
  return { place, part: place === 'run' ? null : part };
}

export const fragmentOf = (place: Place, part: string | null = null): string =>
  `#${place}${part === null ? '' : `/${part}`}`;

/** The lanes of a picture as bars: where each begins and how long it is, in percent of the width. */
import type { Lane, RoleSpan } from '../../app/share/spans';

export interface Bar {
  /** How it is drawn: a claim is a primary, whether it may act or not. */
  readonly look: 'follower' | 'candidate' | 'claim' | 'frozen' | 'gone' | 'authority';
  readonly x: number;
  readonly width: number;
  readonly epoch: number;
}

export const percentOf = (us: number, untilUs: number): number => (us / untilUs) * 100;

/** In the order of drawing: authority lies over the claim to it. */
export function barsOf({ roles, authority }: Lane, untilUs: number): readonly Bar[] {
  const bar = (look: Bar['look'], fromUs: number, toUs: number, epoch: number): Bar => ({
    look,
    x: percentOf(fromUs, untilUs),
    width: percentOf(toUs - fromUs, untilUs),
    epoch,
  });
  return [
    ...roles.map((span) => bar(lookOf(span), span.fromUs, span.toUs, span.epoch)),
    ...authority.map(({ fromUs, toUs, epoch }) => bar('authority', fromUs, toUs, epoch)),
  ];
}

function lookOf({ status, role }: RoleSpan): Bar['look'] {
  switch (status) {
    case 'killed':
    case 'crashed':
      return 'gone';
    case 'frozen':
      return 'frozen';
    case 'up':
      return role === 'primary' ? 'claim' : role === 'candidate' ? 'candidate' : 'follower';
    default:
      return status satisfies never;
  }
}

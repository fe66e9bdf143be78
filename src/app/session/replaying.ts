/**
 * The replay on which the page waits: told of once it takes long, called off when nobody wants it any more, and ended with
 * a sentence where it takes too long. One at a time, as all that touches a cluster.
 */
import { instantText } from '../../sim/instant-words';
import { GivenUp, LONGEST_WORK_MS, Slices, type Breathe, type Pace } from './slices';

/** What takes longer than this is told, and can be called off. */
export const TOLD_AFTER_MS = 300;

export interface Destination {
  readonly toUs: number;
  /** The last instant before it that is at hand. */
  readonly fromUs: number;
  /** It is only looked at: whoever looks at something else meanwhile does not want it any more. */
  readonly isSeek: boolean;
}

export class Replaying {
  private current: (Destination & { readonly slices: Slices }) | null = null;

  /** `tell` is called as often as something has changed about what is told. */
  constructor(
    private readonly pace: Pace,
    private readonly tell: () => void,
  ) {}

  /** Where it leads, once it takes so long that it is told of; else null. */
  get toldOfUs(): number | null {
    const { current } = this;
    return current !== null && current.slices.workedMs >= TOLD_AFTER_MS ? current.toUs : null;
  }

  /** Rejects with a sentence if the work takes too long, and with `GivenUp` if it is called off. */
  async run<T>(destination: Destination, work: (breathe: Breathe) => Promise<T>): Promise<T> {
    const slices = slicesTo(destination, this.pace);
    this.current = { ...destination, slices };
    try {
      return await work(() => {
        const breath = slices.breathe();
        if (breath !== null && this.toldOfUs !== null) this.tell();
        return breath;
      });
    } finally {
      this.current = null;
    }
  }

  /** Ends what was told of, and a look at an instant at once. Anything else was only just asked for: it goes on. */
  callOff(): void {
    const { current } = this;
    if (current === null || (!current.isSeek && this.toldOfUs === null)) return;
    current.slices.callOff(
      new GivenUp(`Going back to ${instantText(current.toUs)} was given up, and all is as it was.`),
    );
  }
}

export function slicesTo({ toUs, fromUs }: Omit<Destination, 'isSeek'>, pace: Pace): Slices {
  return new Slices(
    pace,
    () =>
      new Error(
        `To replay up to ${instantText(toUs)} takes more than ${LONGEST_WORK_MS / 1000} s on this machine, so it was given up and all is as it was. The last instant before it that is at hand is ${instantText(fromUs)}.`,
      ),
  );
}

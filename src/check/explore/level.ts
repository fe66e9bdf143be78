/** The states that are equally many moves from the start, packed. */
import type { Cluster } from './cluster';

/** Of a cluster as numbers: the nodes' stances, then these, then the late letters, then the others. */
const HISTORY = 0;
const SPENT = 1;
const LATE = 2;
const HEAD = 3;

/** Writes a cluster as numbers, equal ones equally; returns how many. `into` must have room. */
export function pack({ stances, history, letters, late, spent }: Cluster, into: Int32Array): number {
  const nodes = stances.length;
  for (let i = 0; i < nodes; i += 1) into[i] = stances[i] as number;
  into[nodes + HISTORY] = history;
  into[nodes + SPENT] = (spent.restarts << 16) | (spent.late << 8) | spent.copies;
  into[nodes + LATE] = late.length;
  let at = nodes + HEAD;
  for (const letter of late) into[at++] = letter;
  for (const letter of letters) into[at++] = letter;
  return at;
}

export const packedLength = ({ stances, letters, late }: Cluster): number =>
  stances.length + HEAD + late.length + letters.length;

export class Level {
  count = 0;
  private used = 0;
  private numbers = new Int32Array(1 << 12);
  private ends = new Uint32Array(1 << 8);

  constructor(private readonly nodes: number) {}

  clear(): void {
    this.count = 0;
    this.used = 0;
  }

  push(packed: Int32Array, length: number): void {
    if (this.used + length > this.numbers.length)
      this.numbers = grown(this.numbers, Int32Array, this.used + length);
    if (this.count === this.ends.length) this.ends = grown(this.ends, Uint32Array, 0);
    for (let i = 0; i < length; i += 1) this.numbers[this.used + i] = packed[i] as number;
    this.used += length;
    this.ends[this.count] = this.used;
    this.count += 1;
  }

  get(index: number): Cluster {
    const { numbers, nodes } = this;
    const from = index === 0 ? 0 : (this.ends[index - 1] as number);
    const end = this.ends[index] as number;
    const spent = numbers[from + nodes + SPENT] as number;
    const lateFrom = from + nodes + HEAD;
    const lettersFrom = lateFrom + (numbers[from + nodes + LATE] as number);
    return {
      stances: Array.from(numbers.subarray(from, from + nodes)),
      history: numbers[from + nodes + HISTORY] as number,
      letters: Array.from(numbers.subarray(lettersFrom, end)),
      late: Array.from(numbers.subarray(lateFrom, lettersFrom)),
      spent: { restarts: spent >> 16, late: (spent >> 8) & 255, copies: spent & 255 },
    };
  }

  get byteLength(): number {
    return this.numbers.byteLength + this.ends.byteLength;
  }
}

function grown<T extends Int32Array | Uint32Array>(
  array: T,
  Make: new (length: number) => T,
  least: number,
): T {
  const larger = new Make(Math.max(array.length * 2, least));
  larger.set(array);
  return larger;
}

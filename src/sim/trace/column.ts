/**
 * A typed array that grows by whole chunks: appending never copies what is there, so no frame pays for the past, and
 * memory stays within one chunk of what is used.
 */
const CHUNK_BITS = 14;
const CHUNK_LENGTH = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK_LENGTH - 1;

type NumericArray = Float64Array | Uint32Array | Uint16Array | Uint8Array;

export class Column<A extends NumericArray> {
  length = 0;
  /** What lies below was forgotten: it must not be read any more. */
  firstKept = 0;
  /** Null where all was forgotten. */
  private readonly chunks: (A | null)[] = [];

  constructor(private readonly make: (length: number) => A) {}

  push(value: number): void {
    const offset = this.length & CHUNK_MASK;
    if (offset === 0) this.chunks.push(this.make(CHUNK_LENGTH));
    (this.chunks[this.length >>> CHUNK_BITS] as A)[offset] = value;
    this.length += 1;
  }

  /** `index` must be in `firstKept` … length − 1. */
  get(index: number): number {
    return (this.chunks[index >>> CHUNK_BITS] as A)[index & CHUNK_MASK] as number;
  }

  set(index: number, value: number): void {
    (this.chunks[index >>> CHUNK_BITS] as A)[index & CHUNK_MASK] = value;
  }

  /** How many of the first values are at most `value`, the forgotten ones included; the column must not decrease. */
  countUpTo(value: number): number {
    let low = this.firstKept;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.get(middle) <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * A column of its own with the first `length` values. What lies below `settledBelow` will never be set again in
   * either of the two, so whole chunks of that are shared; the rest is copied.
   */
  fork(length: number, settledBelow = length): Column<A> {
    const copy = new Column(this.make);
    const shared = Math.min(length, settledBelow) >>> CHUNK_BITS;
    for (let at = 0; at << CHUNK_BITS < length; at += 1) {
      const chunk = this.chunks[at] as A | null;
      copy.chunks.push(at < shared || chunk === null ? chunk : (chunk.slice() as A));
    }
    copy.length = length;
    copy.firstKept = Math.min(this.firstKept, length);
    if (copy.chunks.at(-1) === null && (length & CHUNK_MASK) !== 0) {
      // What comes next goes on in a chunk whose beginning was forgotten.
      copy.chunks[copy.chunks.length - 1] = this.make(CHUNK_LENGTH);
      copy.firstKept = length;
    }
    return copy;
  }

  /** Forgets whole chunks below `index`. */
  forgetBelow(index: number): void {
    const chunk = Math.min(index, this.length) >>> CHUNK_BITS;
    for (let at = this.firstKept >>> CHUNK_BITS; at < chunk; at += 1) this.chunks[at] = null;
    this.firstKept = Math.max(this.firstKept, chunk << CHUNK_BITS);
  }

  get byteLength(): number {
    return this.chunks.reduce((sum, chunk) => sum + (chunk?.byteLength ?? 0), 0);
  }
}

export const float64Column = () => new Column((length) => new Float64Array(length));
export const uint32Column = () => new Column((length) => new Uint32Array(length));
export const uint8Column = () => new Column((length) => new Uint8Array(length));

/** Which states were seen, as 64 bits of each: two of ten million are taken for one in 3 of a million explorations. */
export class Fingerprints {
  size = 0;
  /** Open addressing; both words 0 is an empty place. */
  private high = new Uint32Array(1 << 16);
  private low = new Uint32Array(1 << 16);

  /** Whether a state, the first `length` numbers, is new; it is known from then on. */
  add(numbers: Int32Array, length: number): boolean {
    let a = 0x9e3779b9;
    let b = 0x85ebca6b;
    for (let i = 0; i < length; i += 1) {
      const value = numbers[i] as number;
      a = Math.imul(a ^ value, 0xcc9e2d51);
      a = (a << 15) | (a >>> 17);
      b = Math.imul(b ^ value, 0x1b873593);
      b = ((b << 13) | (b >>> 19)) + a;
    }
    a = finish(a ^ length);
    b = finish(b ^ a);
    if (a === 0 && b === 0) b = 1;
    if (this.size * 2 >= this.high.length) this.grow();
    const place = placeOf(this.high, this.low, a, b);
    if (this.high[place] !== 0 || this.low[place] !== 0) return false;
    this.high[place] = a;
    this.low[place] = b;
    this.size += 1;
    return true;
  }

  get byteLength(): number {
    return this.high.byteLength + this.low.byteLength;
  }

  private grow(): void {
    const high = new Uint32Array(this.high.length * 2);
    const low = new Uint32Array(this.high.length * 2);
    for (let i = 0; i < this.high.length; i += 1) {
      const a = this.high[i] as number;
      const b = this.low[i] as number;
      if (a === 0 && b === 0) continue;
      const place = placeOf(high, low, a, b);
      high[place] = a;
      low[place] = b;
    }
    this.high = high;
    this.low = low;
  }
}

/** Where it is, or the empty place where it belongs. */
function placeOf(high: Uint32Array, low: Uint32Array, a: number, b: number): number {
  const mask = high.length - 1;
  let place = a & mask;
  while ((high[place] !== 0 || low[place] !== 0) && (high[place] !== a || low[place] !== b)) {
    place = (place + 1) & mask;
  }
  return place;
}

/** The finalizer of MurmurHash3. */
function finish(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

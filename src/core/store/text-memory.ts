/**
 * Records lie in a store as text, and every member reads the same few texts again and again. To read is a pure function
 * of the text, and nobody changes what he read: so what was read lately is remembered.
 */

const TEXTS_MAX = 256;

export class TextMemory<T> {
  private readonly known = new Map<string, T>();

  /** `parse` must depend on the text alone, and what it gives must never be changed. */
  constructor(private readonly parse: (text: string) => T) {}

  read(text: string): T {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const value = this.parse(text);
    if (this.known.size >= TEXTS_MAX) this.known.clear();
    this.known.set(text, value);
    return value;
  }
}

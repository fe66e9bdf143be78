/** Text by number: each different string is kept once, and its hash is computed once. */
export class StringTable {
  /** Null where a text was forgotten. */
  private texts: (string | null)[] = [];
  private hashes: number[] = [];
  private ids = new Map<string, number>();
  private textBytes = 0;

  intern(text: string): number {
    const known = this.ids.get(text);
    if (known !== undefined) return known;
    const id = this.texts.length;
    this.texts.push(text);
    this.hashes.push(hashText(text));
    this.ids.set(text, id);
    this.textBytes += bytesOf(text);
    return id;
  }

  /** Empty for a text that was forgotten. */
  text(id: number): string {
    return this.texts[id] ?? '';
  }

  /** Depends on the text alone, not on when it was first seen. */
  hash(id: number): number {
    return this.hashes[id] as number;
  }

  /** A table of its own in which every text has the same number as here. */
  fork(): StringTable {
    const copy = new StringTable();
    copy.texts = [...this.texts];
    copy.hashes = [...this.hashes];
    copy.ids = new Map(this.ids);
    copy.textBytes = this.textBytes;
    return copy;
  }

  /** Forgets all but those. Whoever brings a forgotten text again gets another number for it. */
  keepOnly(used: ReadonlySet<number>): void {
    this.texts.forEach((text, id) => {
      if (text === null || used.has(id)) return;
      this.texts[id] = null;
      this.ids.delete(text);
      this.textBytes -= bytesOf(text);
    });
  }

  /** How many texts there are to look up. */
  get count(): number {
    return this.ids.size;
  }

  /** About: what an engine needs for a text and the ways to it is not to be had exactly. */
  get byteLength(): number {
    return this.textBytes + this.texts.length * BYTES_PER_NUMBER;
  }
}

/** A place in both lists. */
const BYTES_PER_NUMBER = 16;
/** The head of a string, and its entry in the map. */
const BYTES_PER_TEXT = 64;
const bytesOf = (text: string): number => BYTES_PER_TEXT + 2 * text.length;

/** FNV-1a over UTF-16 code units, 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}

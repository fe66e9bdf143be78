/** Text by number: each different string is kept once, and its hash is computed once. */
export class StringTable {
  private readonly texts: string[] = [];
  private readonly hashes: number[] = [];
  private readonly ids = new Map<string, number>();

  intern(text: string): number {
    const known = this.ids.get(text);
    if (known !== undefined) return known;
    const id = this.texts.length;
    this.texts.push(text);
    this.hashes.push(hashText(text));
    this.ids.set(text, id);
    return id;
  }

  text(id: number): string {
    return this.texts[id] as string;
  }

  /** Depends on the text alone, not on when it was first seen. */
  hash(id: number): number {
    return this.hashes[id] as number;
  }
}

/** FNV-1a over UTF-16 code units, 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}

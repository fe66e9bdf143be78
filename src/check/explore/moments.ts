/**
 * Values as texts that do not change when all of time is shifted: what makes two states equal that differ only in when
 * they are.
 *
 * A moment is a field whose name ends in `Us`, as in all program states, unless it ends in `SpanUs`, which is a length,
 * or one of the message fields that the protocol names as readings of a clock. What is not above 0, or not finite, is
 * no moment but a word for "never", "none" or "always", and stays as it is; so clocks must read more than any length
 * that is subtracted from them.
 */
export class Moments {
  private readonly named: ReadonlySet<string>;

  /** `clockFields` as the protocol has them. */
  constructor(clockFields: readonly string[] = []) {
    this.named = new Set(clockFields);
  }

  /** Plain data as a text with its moments counted from `fromUs`; the order of fields does not matter. */
  text(value: unknown, fromUs: number, name = ''): string {
    if (typeof value === 'number') return this.isMoment(name, value) ? `@${value - fromUs}` : String(value);
    if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'absent';
    if (Array.isArray(value)) {
      let list = '';
      for (const part of value) list += `${this.text(part, fromUs, name)},`;
      return `[${list}]`;
    }
    const fields = value as Readonly<Record<string, unknown>>;
    let text = '';
    for (const key of Object.keys(fields).sort()) text += `${key}:${this.text(fields[key], fromUs, key)},`;
    return `{${text}}`;
  }

  /** A flat object, such as a message, with its moments moved by `byUs`. */
  shifted<T extends object>(value: T, byUs: number): T {
    if (byUs === 0) return value;
    const fields = Object.entries(value).map(([key, part]) => [
      key,
      typeof part === 'number' && this.isMoment(key, part) ? part + byUs : (part as unknown),
    ]);
    return Object.fromEntries(fields) as T;
  }

  private isMoment(name: string, value: number): boolean {
    if (value <= 0 || !Number.isFinite(value)) return false;
    return (name.endsWith('Us') && !name.endsWith('SpanUs')) || this.named.has(name);
  }
}

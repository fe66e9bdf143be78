/**
 * A machine of flat modes, written down as XState reads it. The page walks it by itself from the start, for which XState
 * is too much to wait for; that both lead the same way, whatever happens in whatever mode, is a test.
 */
export interface ModeTable<Mode extends string, Event extends string> {
  readonly id: string;
  readonly initial: Mode;
  /** What leads on from every mode. */
  readonly on?: Readonly<Partial<Record<Event, `.${Mode}`>>>;
  readonly states: Readonly<Record<Mode, { readonly on?: Readonly<Partial<Record<Event, Mode>>> }>>;
}

export class Modes<Mode extends string, Event extends string> {
  private current: Mode;

  constructor(private readonly table: ModeTable<Mode, Event>) {
    this.current = table.initial;
  }

  get value(): Mode {
    return this.current;
  }

  /** Where that event leads from here; null if it means nothing here. */
  next(event: Event): Mode | null {
    const { on, states } = this.table;
    return states[this.current].on?.[event] ?? (on?.[event]?.slice(1) as Mode | undefined) ?? null;
  }

  /** What means nothing here changes nothing. */
  send(event: Event): void {
    this.current = this.next(event) ?? this.current;
  }
}

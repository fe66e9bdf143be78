/**
 * The hidden frame in which protocols of one's own run, from the page's side: it starts workers there and ends them. They
 * have an origin of their own that may do nothing, and nothing that comes back from them is believed before it was looked at.
 */
import { compileSource } from '../../../core/protocols/own/compile';
import type { FromFrame, Here, Load, Loaded, Role, ToFrame } from '../../../workers/sandbox/messages';

/** What stands between a page and its frame; a test stands in. */
export interface FramePort {
  /** With the ports that go along. */
  send(message: ToFrame, ports?: readonly MessagePort[]): void;
  listen(heard: (message: FromFrame) => void): void;
}

/** A worker in the frame: the part of `Worker` that hosts and pools use. */
export class SandboxWorker {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  /** Its script has come: what it takes from now on is what the text takes. */
  readonly here: Promise<void>;
  /** Its protocol is there, or was refused. */
  readonly loaded: Promise<Loaded>;
  private readonly port: MessagePort;
  private over = false;

  constructor(
    load: Load,
    port: MessagePort,
    private readonly end: () => void,
  ) {
    this.port = port;
    let arrive: () => void = () => undefined;
    let settle: (loaded: Loaded) => void = () => undefined;
    this.here = new Promise((resolve) => (arrive = resolve));
    this.loaded = new Promise((resolve) => (settle = resolve));
    port.onmessage = ({ data }: MessageEvent<Here | Loaded>) => {
      if (data.type === 'here') return arrive();
      settle(data);
      if (data.type !== 'loaded') this.failed(String(data.sentence));
      else port.onmessage = (event) => this.onmessage?.(event);
    };
    port.postMessage(load);
  }

  postMessage(message: unknown): void {
    this.port.postMessage(message);
  }

  terminate(): void {
    if (this.over) return;
    this.over = true;
    this.port.close();
    this.end();
  }

  /** Nobody there caught that. */
  failed(text: string): void {
    if (!this.over) this.onerror?.(new ErrorEvent('error', { message: text, cancelable: true }));
  }
}

/** Workers that have read their script and wait for what they are for: whoever runs a text anew need not wait for that. */
const SPARES = 6;
/** They are made when nobody needs the cores for what was just started. */
const SPARES_AFTER_MS = 400;

interface Spare {
  readonly id: number;
  readonly port: MessagePort;
}

export class Sandbox {
  private readonly workers = new Map<number, SandboxWorker>();
  private readonly spares: Spare[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly waiting: (() => void)[] = [];
  private open = false;
  private lastId = 0;
  private readonly codes = new Map<string, string>();

  /** `script` is the text of the script of all workers. */
  constructor(
    private readonly frame: FramePort,
    script: Promise<string>,
  ) {
    frame.listen((message) => {
      switch (message.type) {
        case 'open':
          void script.then((text) => frame.send({ type: 'script', text }));
          return;
        case 'ready':
          this.open = true;
          for (const start of this.waiting.splice(0)) start();
          return;
        case 'error':
          this.workers.get(message.id)?.failed(cleaned(message.text));
      }
    });
  }

  /** How many workers there are. */
  get size(): number {
    return this.workers.size;
  }

  /** Throws a sentence with a line if the text is no program. */
  start(role: Role, source: string): SandboxWorker {
    const code = this.codeOf(source);
    const { id, port } = this.spares.shift() ?? this.begin();
    const worker = new SandboxWorker({ role, source, code }, port, () => {
      this.workers.delete(id);
      this.whenOpen(() => this.frame.send({ type: 'end', id }));
    });
    this.workers.set(id, worker);
    this.refillSoon();
    return worker;
  }

  private begin(): Spare {
    const id = (this.lastId += 1);
    const { port1, port2 } = new MessageChannel();
    this.whenOpen(() => this.frame.send({ type: 'start', id, name: 'own' }, [port2]));
    return { id, port: port1 };
  }

  private refillSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.spares.length >= SPARES) return;
      this.spares.push(this.begin());
      // One after the other, so that the page goes on between them.
      this.refillSoon();
    }, SPARES_AFTER_MS);
  }

  private whenOpen(work: () => void): void {
    if (this.open) work();
    else this.waiting.push(work);
  }

  private codeOf(source: string): string {
    let code = this.codes.get(source);
    if (code === undefined) {
      code = compileSource(source);
      // Who types makes many texts, and goes back to a few.
      if (this.codes.size > 40) this.codes.clear();
      this.codes.set(source, code);
    }
    return code;
  }
}

/** What an engine puts before what was thrown. */
const cleaned = (text: string): string => text.replace(/^Uncaught /, '').slice(0, 500);

/** One direction between two nodes: its settings, its faults, and its own stream of luck. */
import { assert } from '../../core/assert';
import type { Network } from '../run';
import { RandomStream, streamState, type StreamState } from '../random';
import { sameNetwork } from '../settings';

export interface LinkState {
  readonly cut: boolean;
  readonly corruptNext: boolean;
  readonly network: Network;
  readonly random: StreamState;
  readonly rare: StreamState;
}

export class Link {
  cut = false;
  corruptNext = false;
  network: Network;
  private minLatencyUs = 0;
  private latencySpanUs = 0;
  private readonly streams: { link: RandomStream | null; rare: RandomStream | null } = {
    link: null,
    rare: null,
  };

  constructor(
    readonly from: number,
    readonly to: number,
    private usual: Network,
    private readonly seed: number,
  ) {
    this.network = usual;
    this.change(usual);
  }

  change(settings: Partial<Network>): void {
    this.network = { ...this.network, ...settings };
    const [minMs, maxMs] = this.network.latencyMs;
    this.minLatencyUs = Math.round(minMs * 1000);
    assert(this.minLatencyUs >= 1, 'without any latency the bus cannot look ahead');
    this.latencySpanUs = Math.max(0, Math.round(maxMs * 1000) - this.minLatencyUs);
  }

  /** What it is healed to from now on; what is `named` of that it takes on at once. */
  changeUsual(usual: Network, named: Partial<Network>): void {
    this.usual = usual;
    this.change(named);
  }

  /** Every fault of this link undone; false if there was none. */
  heal(): boolean {
    if (!this.cut && !this.corruptNext && !this.changed) return false;
    this.cut = false;
    this.corruptNext = false;
    this.change(this.usual);
    return true;
  }

  save(): LinkState {
    const { cut, corruptNext, network } = this;
    return { cut, corruptNext, network, random: this.random.save(), rare: this.rare.save() };
  }

  private get random(): RandomStream {
    return (this.streams.link ??= this.stream('link'));
  }

  /** For what seldom happens, so that it shifts nothing that always does. */
  private get rare(): RandomStream {
    return (this.streams.rare ??= this.stream('rare'));
  }

  /** Begun when it is needed: most links of a short run never carry anything. */
  private stream(purpose: 'link' | 'rare'): RandomStream {
    return new RandomStream(streamState(this.seed, purpose, this.from, this.to));
  }

  restore({ cut, corruptNext, network, random, rare }: LinkState, usual: Network): void {
    this.usual = usual;
    this.cut = cut;
    this.corruptNext = corruptNext;
    this.change(network);
    this.streams.link = new RandomStream(random);
    this.streams.rare = new RandomStream(rare);
  }

  /** Its settings are not those of the network in force. */
  get changed(): boolean {
    return !sameNetwork(this.network, this.usual);
  }

  get shortestUs(): number {
    return this.minLatencyUs;
  }

  /** Three draws for every message, whatever its fate, so that a lossy spell leaves later latencies as they were. */
  draw(): { readonly latencyUs: number; readonly lost: boolean; readonly duplicated: boolean } {
    const { random, network } = this;
    const latencyUs = this.latencyUs(random);
    const lost = random.chance(network.lossRatio);
    const duplicated = random.chance(network.duplicateRatio);
    return { latencyUs, lost, duplicated };
  }

  /** The latency of a duplicate. */
  drawCopyLatencyUs(): number {
    return this.latencyUs(this.rare);
  }

  private latencyUs(random: RandomStream): number {
    return this.minLatencyUs + random.below(this.latencySpanUs + 1);
  }

  /**
   * A damaged copy that no decoder accepts. The wire has no checksum, so a flipped digit would be a different, valid
   * message; real transports stop that, and so the damage here always hits the framing: the array mark.
   */
  damageFrame(bytes: Uint8Array): Uint8Array {
    const damaged = bytes.slice();
    // Any byte but '*' in front is no RESP array.
    damaged[0] = 0x2a ^ (1 + this.rare.below(127));
    const place = this.rare.below(damaged.length);
    if (place > 0) damaged[place] = (damaged[place] as number) ^ (1 + this.rare.below(255));
    return damaged;
  }
}

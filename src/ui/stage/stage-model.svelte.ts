/** What the layers of the stage share: its size, its geometry, and what a pointer is doing to it. */
import type { NodeId } from '../../core/program';
import type { Page, Selection } from '../page.svelte';
import { Flights } from './flight';
import { cutOff, type Direction } from '../inspector/cut-off';
import { areLinked, castOf } from './cast';
import { stageLayout } from './layout';
import { leaseLeft, leaseOn } from './lease';
import { extendLasso, insideLasso, LASSO_FROM_PX, partitionOf, partitionText } from './lasso';
import { ALL_LINKS_UP_TO, offeredPairs, pairKey, type InHand } from './links';
import { MessageLooks } from './message-looks';
import { messagePoint, pick, REACH, type Pickable, type Picked } from './pick';
import type { Point } from './place';
import { believedLeader } from './words';

interface Press {
  readonly point: Point;
  readonly picked: Picked | null;
}

export class StageModel {
  width = $state(0);
  height = $state(0);
  hovered: Picked | null = $state.raw(null);
  /** The place of the member that has the focus of the keyboard; −1 for none. */
  focused = $state(-1);
  lasso: readonly Point[] = $state.raw([]);
  /** What the last gesture did, in a sentence. */
  outcome = $state('');

  private press: Press | null = null;
  private afterLasso = false;

  readonly trace = $derived.by(() => this.page.state.trace);
  readonly protocol = $derived.by(() => this.page.state.protocol);
  readonly links = $derived.by(() => this.page.state.snapshot.links);
  readonly ids: readonly NodeId[] = $derived.by(() => this.trace.nodes);
  readonly cast = $derived.by(() => castOf(this.trace.parts, this.protocol));
  readonly flights = $derived.by(() => {
    const { parts } = this.trace;
    // A copy of the register is worth a line of its own, where it is anything at all.
    return new Flights(stageLayout(parts, this.width, this.height, parts.includes('client')));
  });
  readonly layout = $derived(this.flights.layout);
  readonly looks = $derived.by(() => new MessageLooks(this.trace.messages, this.protocol));
  /** The place of the store; −1 for none. */
  readonly store = $derived.by(() => this.trace.parts.indexOf('store'));
  private readonly storeDisk = $derived.by(() => this.page.state.snapshot.nodes[this.store]?.disk ?? null);
  /** What the store says about who leads, at the shown instant. */
  readonly lease = $derived.by(() => leaseOn(this.storeDisk, this.protocol.store));
  readonly leaseArc = $derived.by(() => {
    if (this.lease === null) return null;
    const { nodes, timeUs } = this.page.state.snapshot;
    const left = leaseLeft(this.lease, nodes, timeUs);
    return { place: this.store, left, epoch: this.lease.token };
  });
  /** The links to whom each client believes in, as one text: the same while nobody changes their mind. */
  private readonly believed = $derived.by(() =>
    this.page.state.snapshot.nodes
      .flatMap((member, place) => {
        const leader = believedLeader(member);
        const at = leader === null ? -1 : this.ids.indexOf(leader);
        return at < 0 ? [] : [pairKey(place, at)];
      })
      .join(),
  );
  readonly believedLinks: readonly string[] = $derived(this.believed.split(','));
  /** The places of all members that are selected, the one that was selected first before the others. */
  readonly members: readonly number[] = $derived.by(() =>
    this.page.members.map((id) => this.ids.indexOf(id)).filter((place) => place >= 0),
  );
  readonly inHand: InHand = $derived.by(() => placesOf(this.page.selection, this.ids));
  readonly offered = $derived.by(() => offeredPairs(this.links, this.cast, this.inHand, this.believedLinks));
  readonly lassoed = $derived(insideLasso(this.layout, this.lasso));
  readonly lassoText = $derived.by(() => {
    const partition = partitionOf(this.ids, this.lassoed);
    return partition === null ? 'Draw around some of the nodes' : this.textOf(partition.groups);
  });
  /** In a large ring, the place of the member in hand: what it sends and gets is what a person wants to see. */
  readonly focus = $derived.by(() => {
    if (this.cast.nodeCount <= ALL_LINKS_UP_TO) return -1;
    if (this.hovered?.kind === 'node') return this.hovered.index;
    return this.inHand.length === 1 ? this.inHand[0] : -1;
  });
  readonly hoveredMessage = $derived(this.hovered?.kind === 'message' ? this.hovered.id : -1);

  constructor(readonly page: Page) {}

  get drawn(): boolean {
    return this.width > 0 && this.height > 0;
  }

  /** Where the message in hand is now; null when there is none any more. */
  get hoveredPoint(): Point | null {
    return this.hoveredMessage < 0 ? null : messagePoint(this.pickable, this.hoveredMessage);
  }

  pointerDown(point: Point, touch: boolean): void {
    this.afterLasso = false;
    this.outcome = '';
    // A mouse acts on what it was seen to point at, even if that has moved on since; a finger has pointed at nothing.
    const picked = !touch && this.hoveredPoint !== null ? this.hovered : this.pickAt(point, touch);
    this.press = { point, picked };
  }

  /** Answers whether a lasso has begun with this move: from then on the pointer belongs to the stage. */
  pointerMove(point: Point, touch: boolean): boolean {
    if (this.press === null) {
      if (!touch) this.hovered = this.pickAt(point, false);
      return false;
    }
    if (this.lasso.length > 0) {
      this.lasso = extendLasso(this.lasso, point);
      return false;
    }
    const { point: from, picked } = this.press;
    const moved = Math.hypot(point.x - from.x, point.y - from.y);
    if (picked?.kind === 'node' || moved < LASSO_FROM_PX) return false;
    this.hovered = null;
    this.lasso = [from, point];
    return true;
  }

  pointerUp(): void {
    const inside = this.lassoed;
    if (this.lasso.length > 0) {
      this.afterLasso = true;
      this.endGesture();
      this.partition(inside);
    }
  }

  /** The browser took the pointer for itself, to scroll; or the person gave up. */
  endGesture(): void {
    this.press = null;
    this.lasso = [];
  }

  pointerLeave(): void {
    if (this.lasso.length === 0) this.hovered = null;
  }

  /** `more`: beside what is selected already. */
  click(more = false): void {
    const picked = this.press?.picked ?? null;
    this.press = null;
    if (this.afterLasso) this.afterLasso = false;
    else this.act(picked, more);
  }

  act(picked: Picked | null, more = false): void {
    if (more && picked?.kind === 'node') {
      this.page.toggle(this.id(picked.index));
      return;
    }
    switch (picked?.kind) {
      case undefined:
        this.page.selection = null;
        return;
      case 'node':
        this.page.selection = { kind: 'node', node: this.id(picked.index) };
        return;
      case 'link':
        this.page.selection = { kind: 'link', a: this.id(picked.a), b: this.id(picked.b) };
        return;
      case 'message':
        this.drop(picked.id);
        return;
      default:
        picked satisfies never;
    }
  }

  /** `inside`: the places of those who are cut off from all others, both ways or only one. */
  partition(inside: readonly number[], direction: Direction = 'both'): void {
    const partition = partitionOf(this.ids, inside);
    if (partition === null) return;
    const text = this.textOf(partition.groups);
    if (direction === 'both') {
      this.outcome = `Partitioned: ${text}`;
      void this.page.attempt(() => this.page.session.fault(partition));
      return;
    }
    const [apart] = partition.groups;
    this.outcome = `Partitioned one way: ${text}`;
    const faults = cutOff(apart!, this.links, direction, (a, b) =>
      areLinked(this.cast, this.ids.indexOf(a), this.ids.indexOf(b)),
    );
    void this.page.attempt(() => this.page.session.faults(faults.map((action) => ({ action }))));
  }

  healAll(): void {
    this.outcome = '';
    void this.page.attempt(() => this.page.session.fault({ kind: 'healAll' }));
  }

  /** The sides of a partition, in words. */
  textOf(groups: readonly (readonly NodeId[])[]): string {
    return partitionText(groups, (id) => this.trace.parts[this.ids.indexOf(id)] === 'node');
  }

  private drop(message: number): void {
    // What is lost already cannot be dropped.
    if (this.looks.of(message).stillborn) return;
    this.hovered = null;
    void this.page.attempt(() => this.page.session.fault({ kind: 'drop', message }));
  }

  private pickAt(point: Point, touch: boolean): Picked | null {
    return pick(this.pickable, point, touch ? REACH.touch : REACH.mouse);
  }

  private get pickable(): Pickable {
    return {
      flights: this.flights,
      messages: this.trace.messages,
      looks: this.looks,
      timeUs: this.page.state.snapshot.timeUs,
      links: this.offered,
    };
  }

  private id(place: number): NodeId {
    const id = this.ids[place];
    if (id === undefined) throw new RangeError(`the stage has no place ${place}`);
    return id;
  }
}

function placesOf(selection: Selection, ids: readonly NodeId[]): InHand {
  if (selection === null) return [];
  if (selection.kind === 'node') return [ids.indexOf(selection.node)];
  return [ids.indexOf(selection.a), ids.indexOf(selection.b)];
}

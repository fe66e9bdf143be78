/** What the layers of the stage share: its size, its geometry, and what a pointer is doing to it. */
import type { NodeId } from '../../core/program';
import type { Page, Selection } from '../page.svelte';
import { Flights } from './flight';
import { extendLasso, insideLasso, LASSO_FROM_PX, partitionOf, partitionText } from './lasso';
import { ALL_LINKS_UP_TO, offeredPairs, type InHand } from './links';
import { MessageLooks } from './message-looks';
import { messagePoint, pick, REACH, type Pickable, type Picked } from './pick';
import { ringLayout, type Point } from './ring';

interface Press {
  readonly point: Point;
  readonly picked: Picked | null;
}

export class StageModel {
  width = $state(0);
  height = $state(0);
  hovered: Picked | null = $state.raw(null);
  lasso: readonly Point[] = $state.raw([]);
  /** What the last gesture did, in a sentence. */
  outcome = $state('');

  private press: Press | null = null;
  private afterLasso = false;

  readonly trace = $derived.by(() => this.page.state.trace);
  readonly protocol = $derived.by(() => this.page.state.protocol);
  readonly links = $derived.by(() => this.page.state.snapshot.links);
  readonly ids: readonly NodeId[] = $derived.by(() => this.trace.nodes);
  readonly flights = $derived.by(() => new Flights(ringLayout(this.ids.length, this.width, this.height)));
  readonly ring = $derived(this.flights.ring);
  readonly looks = $derived.by(() => new MessageLooks(this.trace.messages, this.protocol));
  readonly inHand: InHand = $derived.by(() => placesOf(this.page.selection, this.ids));
  readonly offered = $derived.by(() => offeredPairs(this.links, this.ids.length, this.inHand));
  readonly lassoed = $derived(insideLasso(this.ring, this.lasso));
  readonly lassoText = $derived.by(() => {
    const partition = partitionOf(this.ids, this.lassoed);
    return partition === null ? 'Draw around some of the nodes' : partitionText(partition.groups);
  });
  /** In a large ring, the place of the node in hand: what it sends and gets is what a person wants to see. */
  readonly focus = $derived.by(() => {
    if (this.ids.length <= ALL_LINKS_UP_TO) return -1;
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

  click(): void {
    const picked = this.press?.picked ?? null;
    this.press = null;
    if (this.afterLasso) this.afterLasso = false;
    else this.act(picked);
  }

  act(picked: Picked | null): void {
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

  /** `inside`: the places of those who are cut off from all others. */
  partition(inside: readonly number[]): void {
    const partition = partitionOf(this.ids, inside);
    if (partition === null) return;
    this.outcome = `Partitioned: ${partitionText(partition.groups)}`;
    void this.page.attempt(() => this.page.session.fault(partition));
  }

  healAll(): void {
    this.outcome = '';
    void this.page.attempt(() => this.page.session.fault({ kind: 'healAll' }));
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
    if (id === undefined) throw new RangeError(`the ring has no node ${place}`);
    return id;
  }
}

function placesOf(selection: Selection, ids: readonly NodeId[]): InHand {
  if (selection === null) return [];
  if (selection.kind === 'node') return [ids.indexOf(selection.node)];
  return [ids.indexOf(selection.a), ids.indexOf(selection.b)];
}

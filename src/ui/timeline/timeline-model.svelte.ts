/** What the parts of the timeline share: the view and how it moves, what a pointer is on, what was chosen. */
import type { SessionState } from '../../app/session/state';
import type { NodeId } from '../../core/program';
import type { Place } from '../../sim/trace/moment';
import type { Trace } from '../../sim/trace/trace';
import { part } from '../missing.svelte';
import type { Page, Selection } from '../page.svelte';
import { MessageLooks } from '../stage/message-looks';
import type { Cone } from './causes/cone';
import type { Inks } from './draw/inks';
import { hit, REACH } from './hit';
import type { makeBeside } from './recorded/beside';
import { hasCompany, TimelineIndex } from './recorded/timeline-index';
import { sceneOf, type CompanyArt, type DrawRibbons, type Scene, type SceneInput, type Side } from './scene';
import { isEvent, sameTarget, type EventTarget, type Target } from './target';
import { layOut, usualHeight } from './view/layout';
import {
  bounded,
  longestSpanUs,
  openingSpanUs,
  showing,
  timeAt,
  whole,
  zoomed,
  type TimeView,
} from './view/time-view';

/** Rows that are taken in between two frames: a run that is opened at its end must not hold up the page. */
const ROWS_AT_ONCE = 60_000;
/** While a run goes on, what came of an event is searched for again only so often. */
const CONE_EVERY_MS = 500;
const BUTTON_ZOOM = 2;

const loadCompany = part(() => import('./company'));

interface Choice {
  readonly target: EventTarget;
  readonly cone: Cone;
  readonly trace: Trace;
  /** It holds as long as nothing else is selected. */
  readonly selection: Selection;
  readonly headUs: number;
  readonly atMs: number;
}

export type Causes = typeof import('./causes/chosen');

interface Company {
  readonly companyArt: CompanyArt;
  readonly makeBeside: typeof makeBeside;
}

interface Recorded {
  readonly index: TimelineIndex;
  readonly looks: MessageLooks;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export class TimelineModel {
  /** Of the canvas, in pixels. */
  width = $state(0);
  height = $state(0);
  scrollTop = $state(0);
  readonly ruler = 24;
  inks: Inks | null = $state.raw(null);
  view: TimeView = $state.raw() as TimeView;
  /** The shown instant stays in sight while time goes on. */
  following = $state(true);
  hovered: Target | null = $state.raw(null);
  pointer: Point | null = $state.raw(null);
  /** What a button of the timeline did, or could not do. */
  outcome = $state('');
  /** Null for as long as nothing can be chosen: a click is then one beside everything. */
  causes: Causes | null = null;
  /** Comes in the same way. */
  drawRibbons: DrawRibbons | null = $state.raw(null);
  /** As it was drawn last: what a pointer is on follows from what is seen. */
  scene: Scene | null = null;

  private choice: Choice | null = $state.raw(null);
  private catchingUp = $state(0);
  /** Nobody has zoomed yet: the page chooses how much time is seen. */
  private usualSpan = true;
  private shownUs = -1;
  private shownTrace: Trace | null = null;
  private known = new WeakMap<Trace, Recorded>();
  private fetching = false;

  readonly trace = $derived.by(() => this.page.state.trace);
  readonly nodeCount = $derived(this.trace.nodes.length);
  /** Whether there is a store or a client: names of the page's own making, which take more room. */
  readonly beside = $derived(this.trace.parts.some((part) => part !== 'node'));
  readonly exports = $derived.by(() => this.page.state.run.exports === true);
  /** Whether the times without a leader have a row: where there is little room they have none. */
  gaps = $state(true);
  private readonly rows = $derived({ exports: this.exports, gaps: this.gaps });
  readonly gutter = $derived(this.width < 600 ? (this.beside ? 48 : 40) : this.beside ? 66 : 60);
  readonly field = $derived(Math.max(1, this.width - this.gutter));
  readonly comparing = $derived.by(() => this.page.state.compared !== null);
  readonly layout = $derived(
    layOut(this.nodeCount, this.comparing ? 2 : 1, Math.max(0, this.height - this.ruler), this.rows),
  );
  readonly usualHeight = $derived(usualHeight(this.nodeCount, this.comparing ? 2 : 1, this.rows));
  readonly timeUs = $derived.by(() => this.page.state.snapshot.timeUs);
  /** The first head that has all behind itself that is shown. */
  readonly behindUs = $derived.by(
    () => this.timeUs + (this.page.state.snapshot.moment === undefined ? 0 : 1),
  );
  readonly headUs = $derived.by(() => this.page.state.headUs);
  readonly sides: readonly Side[] = $derived.by(() => this.makeSides());
  readonly index = $derived.by(() => this.sides[0]!.index);
  readonly chosen = $derived.by(() => {
    const { choice } = this;
    const holds =
      choice !== null &&
      choice.selection === this.page.selection &&
      this.sides[choice.target.side]?.index.trace === choice.trace;
    return holds ? choice : null;
  });
  private readonly inHand = $derived.by(() => placesOf(this.page.selection, this.trace.nodes));

  readonly input: SceneInput | null = $derived.by(() => {
    if (this.inks === null || this.width === 0) return null;
    const { compared, run } = this.page.state;
    const [least, most] = run.network.latencyMs;
    return {
      sides: this.sides,
      inks: this.inks,
      width: this.width,
      height: this.height,
      gutter: this.gutter,
      ruler: this.ruler,
      layout: this.layout,
      scrollTop: this.scrollTop,
      view: this.view,
      timeUs: this.timeUs,
      divergesAtUs: compared?.divergesAtUs ?? null,
      inHand: this.inHand,
      hovered: this.hovered,
      chosen: this.chosen,
      meanLatencyUs: ((least + most) / 2) * 1000,
      company: this.company?.companyArt ?? null,
      drawRibbons: this.drawRibbons,
    };
  });

  /** For runs that have more than nodes. */
  private company: Company | null = $state.raw(null);

  /** `company` is fetched with the first run that has any, if it is not given. */
  constructor(
    readonly page: Page,
    company: Company | null = null,
  ) {
    this.company = company;
    this.view = { startUs: 0, spanUs: this.usualSpanUs(page.state) };
    this.follow(page.state);
  }

  /** To be told of each new state of the session. */
  follow(state: SessionState): void {
    const { timeUs } = state.snapshot;
    if (state.trace !== this.shownTrace && state.headUs === 0) {
      // Another run: nothing of the old view makes sense for it.
      this.following = true;
      this.usualSpan = true;
      this.view = { startUs: 0, spanUs: this.usualSpanUs(state) };
    }
    this.shownTrace = state.trace;
    const spanUs = this.usualSpanUs(state);
    if (this.usualSpan && this.following && this.view.spanUs !== spanUs) {
      const { startUs } = zoomed(this.view, spanUs, timeUs);
      this.view = { startUs: Math.max(0, startUs), spanUs };
    }
    // Whoever steps, jumps or seeks wants to see where they are, whether the view follows or not.
    if (timeUs !== this.shownUs && (this.following || state.playback !== 'running')) {
      this.look(showing(this.view, timeUs));
    }
    this.shownUs = timeUs;
    this.searchOn(state);
  }

  /** The picture as it is now, for whoever draws it. */
  compose(input: SceneInput): Scene {
    this.scene = sceneOf(input);
    return this.scene;
  }

  /** A person moved the view. */
  pan(view: TimeView): void {
    this.look(view);
    this.following = false;
  }

  /** A person wants to see more or less; while the view follows, it does not lose what it follows. */
  zoom(view: TimeView): void {
    this.usualSpan = false;
    const playing = this.page.state.playback === 'running' && this.following;
    this.look(playing ? zoomed(this.view, view.spanUs, this.timeUs) : view);
    if (!this.inSight) this.following = false;
  }

  zoomBy(factor: number): void {
    const spanUs = this.view.spanUs / factor;
    this.zoom(zoomed(this.view, spanUs, this.anchorUs));
  }

  zoomIn(): void {
    this.zoomBy(BUTTON_ZOOM);
  }

  zoomOut(): void {
    this.zoomBy(1 / BUTTON_ZOOM);
  }

  showWhole(): void {
    this.usualSpan = false;
    this.look(whole(Math.max(...this.sides.map(({ headUs }) => headUs))));
  }

  toggleFollowing(): void {
    this.following = !this.following;
    if (this.following) this.look(showing(this.view, this.timeUs));
  }

  seek(place: Place): void {
    this.outcome = '';
    this.page.session.seek(place);
  }

  backToLive(): void {
    this.following = true;
    this.seek(this.headUs);
  }

  /** What the pointer is on now, if anything has moved under it. */
  lookAgain(): void {
    if (this.pointer !== null) this.point(this.pointer, REACH.mouse);
  }

  point(point: Point, reach: number): void {
    this.pointer = point;
    const found = this.hitAt(point, reach);
    if (!sameTarget(found, this.hovered)) this.hovered = found;
  }

  leave(): void {
    this.pointer = null;
    this.hovered = null;
  }

  click(point: Point, reach: number): void {
    const target = this.hitAt(point, reach);
    if (isEvent(target) && this.causes !== null) {
      this.choose(target);
      return;
    }
    this.choice = null;
    if (target?.kind === 'name') {
      const node = this.sides[target.side]!.index.trace.nodes[target.node]!;
      this.page.selection = { kind: 'node', node };
    } else if (point.x >= this.gutter) {
      this.seek(this.wholeUs(timeAt(this.view, this.field, point.x - this.gutter)));
    }
  }

  /** Goes to it, selects what it is about, and lights its causes. */
  choose(target: EventTarget): void {
    if (this.causes === null) return;
    const { coneOf, placeToShow, selectionOf } = this.causes;
    const { index, headUs } = this.sides[target.side]!;
    const selection = selectionOf(index, target);
    this.page.selection = selection;
    this.seek(placeToShow(index, target));
    this.choice = {
      target,
      cone: coneOf(index, target, this.witnesses(target)),
      trace: index.trace,
      selection,
      headUs,
      atMs: performance.now(),
    };
  }

  forgetChoice(): void {
    this.choice = null;
  }

  /** As precise as a pixel is wide, and no more: a click is no measurement. */
  wholeUs(timeUs: number): number {
    const step = 10 ** Math.max(0, Math.floor(Math.log10(this.view.spanUs / this.field)));
    return Math.round(timeUs / step) * step;
  }

  private hitAt({ x, y }: Point, reach: number): Target | null {
    return this.scene === null ? null : hit(this.scene, x, y, reach);
  }

  private look(view: TimeView): void {
    const longest = Math.max(this.page.state.headUs, this.page.state.compared?.headUs ?? 0);
    this.view = bounded(view, longest);
  }

  /** Around the shown instant if it is in sight, else around the middle. */
  private get anchorUs(): number {
    return this.inSight ? this.timeUs : this.view.startUs + this.view.spanUs / 2;
  }

  private get inSight(): boolean {
    const { startUs, spanUs } = this.view;
    return this.timeUs >= startUs && this.timeUs <= startUs + spanUs;
  }

  private usualSpanUs({ run, speed, headUs }: SessionState): number {
    const [least, most] = run.network.latencyMs;
    return Math.min(openingSpanUs(((least + most) / 2) * 1000, speed), longestSpanUs(headUs));
  }

  private makeSides(): readonly Side[] {
    void this.catchingUp;
    const { trace, headUs, branches, compared, events } = this.page.state;
    const shown = this.recorded(trace);
    shown.index.noteViolations(events);
    const name = branches.find(({ active }) => active)?.name ?? '';
    const side: Side = { ...shown, headUs, name };
    if (compared === null) return [side];
    const other = branches.find(({ id }) => id === compared.branch)?.name ?? '';
    return [side, { ...this.recorded(compared.trace), headUs: compared.headUs, name: other }];
  }

  private async fetchCompany(): Promise<void> {
    this.fetching = true;
    const company = await loadCompany();
    // What was read without it is read again.
    this.known = new WeakMap();
    this.company = company;
  }

  private recorded(trace: Trace): Recorded {
    if (hasCompany(trace) && this.company === null && !this.fetching) void this.fetchCompany();
    let recorded = this.known.get(trace);
    if (recorded === undefined) {
      const { protocol } = this.page.state;
      const looks = new MessageLooks(trace.messages, protocol);
      const make = this.company?.makeBeside ?? null;
      recorded = { index: new TimelineIndex(trace, protocol, make), looks };
      this.known.set(trace, recorded);
    }
    const { index } = recorded;
    const complete = index.extend(ROWS_AT_ONCE);
    if (!complete) requestAnimationFrame(() => (this.catchingUp += 1));
    else if (trace === this.page.state.trace) index.learn(this.page.state.snapshot);
    return recorded;
  }

  private witnesses(target: EventTarget): readonly NodeId[] {
    if (target.kind !== 'violation') return [];
    const { node, text } = target.line;
    const found = this.page.state.invariants.find(({ violation }) => violation?.text.startsWith(text));
    return found?.violation?.witnesses ?? (node === null ? [] : [node]);
  }

  /** A run that went on may have carried what was chosen to nodes that it had not reached yet. */
  private searchOn({ headUs }: SessionState): void {
    const { causes, choice } = this;
    if (causes === null || choice === null || choice.target.side !== 0 || headUs <= choice.headUs) return;
    if (!choice.cone.futureFromUs.includes(Infinity)) return;
    const atMs = performance.now();
    if (atMs - choice.atMs < CONE_EVERY_MS) return;
    const cone = causes.coneOf(this.index, choice.target, this.witnesses(choice.target));
    this.choice = { ...choice, cone, headUs, atMs };
  }
}

function placesOf(selection: Selection, ids: readonly NodeId[]): readonly number[] {
  if (selection === null) return [];
  const named = selection.kind === 'node' ? [selection.node] : [selection.a, selection.b];
  return named.map((id) => ids.indexOf(id));
}

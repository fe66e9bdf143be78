/** All that one picture of the timeline is made from. What is drawn and what a pointer finds come from the same value. */
import type { MessageLooks } from '../stage/message-looks';
import type { Cone } from './causes/cone';
import type { Inks } from './draw/inks';
import type { Pen } from './draw/pen';
import type { TimelineIndex } from './recorded/timeline-index';
import type { EventTarget, Target } from './target';
import { arrowsIn, type Arrow } from './view/arrows';
import { detailOf, type Detail } from './view/detail';
import type { Lane, Layout, SideIndex } from './view/layout';
import {
  eventMarksIn,
  faultMarksIn,
  violationMarksIn,
  type EventMark,
  type LineMark,
} from './view/marks-in-view';
import type { TimeView } from './view/time-view';

/** A branch in the picture. */
export interface Side {
  readonly index: TimelineIndex;
  readonly looks: MessageLooks;
  readonly headUs: number;
  readonly name: string;
}

export interface Chosen {
  readonly target: EventTarget;
  readonly cone: Cone;
}

export interface SceneInput {
  /** The one that is shown, and the one laid beside it, if any. */
  readonly sides: readonly Side[];
  readonly inks: Inks;
  /** Of the whole canvas. */
  readonly width: number;
  readonly height: number;
  /** The column of names on the left, and the axis on top. */
  readonly gutter: number;
  readonly ruler: number;
  readonly layout: Layout;
  readonly scrollTop: number;
  readonly view: TimeView;
  readonly timeUs: number;
  /** Where the two branches part; null if they do not, or there is only one. */
  readonly divergesAtUs: number | null;
  /** Places of the nodes of the selection. */
  readonly inHand: readonly number[];
  readonly hovered: Target | null;
  readonly chosen: Chosen | null;
  readonly meanLatencyUs: number;
  /** Null for as long as no run had more than nodes. */
  readonly company: CompanyArt | null;
  /** What is left to see of more messages than can be drawn; null until it is there. */
  readonly drawRibbons: DrawRibbons | null;
}

export type DrawRibbons = (pen: Pen, scene: Scene, side: SideScene, lanes: readonly Lane[]) => void;

/** Draws what a run has beside its election. */
export interface CompanyArt {
  drawMember(pen: Pen, scene: Scene, side: SideScene, lane: Lane): void;
  drawExports(pen: Pen, scene: Scene, side: SideScene): void;
  drawOverlaps(pen: Pen, scene: Scene, side: SideScene): void;
  drawSkews(pen: Pen, scene: Scene, side: SideScene): void;
  drawShields(pen: Pen, scene: Scene, side: SideScene): void;
}

export interface SideScene extends Side {
  readonly side: SideIndex;
  readonly detail: Detail;
  readonly arrows: readonly Arrow[];
  readonly events: readonly EventMark[];
  readonly faults: readonly LineMark[];
  readonly violations: readonly LineMark[];
}

export interface Scene extends Omit<SceneInput, 'sides'> {
  readonly sides: readonly SideScene[];
  /** The width of the part where time runs. */
  readonly field: number;
}

export function sceneOf(input: SceneInput): Scene {
  const { view, layout, meanLatencyUs } = input;
  const field = Math.max(1, input.width - input.gutter);
  const sides = input.sides.map((source, at): SideScene => {
    const side = at as SideIndex;
    const { index } = source;
    const detail = detailOf(index, view);
    return {
      ...source,
      side,
      detail,
      arrows: arrowsIn({ ...source, side, meanLatencyUs }, detail, view, field, layout),
      events: eventMarksIn(index, side, view, field, layout),
      faults: faultMarksIn(index, side, view, field, layout),
      violations: violationMarksIn(index, side, view, field, layout),
    };
  });
  return { ...input, sides, field };
}

/** What is lit on that side: everything, if null. A side without the chosen event has nothing to do with it. */
export function coneOn({ chosen }: Scene, side: SideIndex): Cone | null {
  return chosen === null || chosen.target.side !== side ? null : chosen.cone;
}

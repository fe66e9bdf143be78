import { describe, expect, test, vi } from 'vitest';
import type { SessionState } from '../../app/session/state';
import { protocolById } from '../../core/registry';
import { resolveRun } from '../../sim/run';
import { Lab, runOf } from '../../sim/test-kit';
import type { Page } from '../page.svelte';
import * as causes from './causes/chosen';
import { REACH } from './hit';
import { INKS } from './test-kit';
import { TimelineModel } from './timeline-model.svelte';

/** A run that has been going for some seconds, and a page that does what it is told and no more. */
function stage(untilMs: number) {
  const run = runOf(3);
  const lab = new Lab(run).to(untilMs);
  const stateAt = (timeUs: number, change: Partial<SessionState> = {}): SessionState =>
    ({
      run: resolveRun(run),
      protocol: protocolById('quorum'),
      playback: 'paused',
      speed: 1,
      snapshot: lab.world.snapshot(timeUs),
      headUs: lab.world.headUs,
      live: timeUs === lab.world.headUs,
      trace: lab.world.trace,
      events: [],
      branches: [{ id: 1, name: 'main', parent: null, forkedAtUs: 0, headUs: 0, active: true }],
      compared: null,
      invariants: [],
      ...change,
    }) as unknown as SessionState;
  const seek = vi.fn();
  const page = { state: stateAt(lab.world.headUs), selection: null, session: { seek } };
  const model = new TimelineModel(page as unknown as Page);
  model.causes = causes;
  model.width = 1060;
  model.height = 200;
  model.inks = INKS;
  const go = (state: SessionState) => {
    page.state = state;
    model.follow(state);
  };
  return { lab, model, page, seek, stateAt, go };
}

const inView = ({ view, timeUs }: TimelineModel) =>
  timeUs >= view.startUs && timeUs <= view.startUs + view.spanUs;

describe('the view', () => {
  test('begins with the shown instant in it, and follows it while time goes on', () => {
    const { lab, model, stateAt, go } = stage(8000);
    expect(inView(model)).toBe(true);
    lab.to(20_000);
    go(stateAt(lab.world.headUs, { playback: 'running' }));
    expect(inView(model)).toBe(true);
    expect(model.following).toBe(true);
  });

  test('that a person moved stays where it is while time goes on, until they ask for it to follow', () => {
    const { lab, model, stateAt, go } = stage(20_000);
    const view = { startUs: 1_000_000, spanUs: 2_000_000 };
    model.pan(view);
    lab.to(21_000);
    go(stateAt(lab.world.headUs, { playback: 'running' }));
    expect(model.view).toEqual(view);
    expect(model.following).toBe(false);
    model.toggleFollowing();
    expect(model.view.startUs).toBeGreaterThan(view.startUs);
  });

  test('shows where a step or a jump leads, whether it follows or not', () => {
    const { model, stateAt, go } = stage(20_000);
    model.pan({ startUs: 1_000_000, spanUs: 2_000_000 });
    go(stateAt(15_000_000, { playback: 'scrubbing' }));
    expect(model.view.startUs).toBeGreaterThan(12_000_000);
  });

  test('that follows zooms around what it follows; one that loses it follows no more', () => {
    const { lab, model, page, stateAt } = stage(20_000);
    page.state = stateAt(lab.world.headUs, { playback: 'running' });
    model.zoom({ startUs: 0, spanUs: 1_000_000 });
    expect(model.view.spanUs).toBe(1_000_000);
    expect(model.view.startUs).toBeGreaterThan(18_000_000);
    expect(model.following).toBe(true);
    page.state = stateAt(lab.world.headUs);
    model.zoom({ startUs: 0, spanUs: 1_000_000 });
    expect(model.following).toBe(false);
  });

  test('of another run begins anew', () => {
    const { model, stateAt, go } = stage(20_000);
    model.pan({ startUs: 15_000_000, spanUs: 1_000_000 });
    const { trace } = stage(0).lab.world;
    go({ ...stateAt(0), trace, headUs: 0 });
    expect(model.following).toBe(true);
    expect(model.view.startUs).toBe(0);
  });

  test('shows all of it on demand', () => {
    const { model } = stage(20_000);
    model.showWhole();
    expect(model.view.startUs).toBeLessThanOrEqual(0);
    expect(model.view.startUs + model.view.spanUs).toBeGreaterThanOrEqual(20_000_000);
    expect(inView(model)).toBe(true);
  });
});

describe('a click', () => {
  test('on an event goes to just after it, selects its node, and lights its causes', () => {
    const { model, page, seek } = stage(3000);
    const { record, atUs, node } = model.index.events.at(3);
    model.choose({ kind: 'event', side: 0, record });
    expect(seek).toHaveBeenCalledWith(atUs + 1);
    expect(page.selection).toEqual({ kind: 'node', node: model.trace.nodes[node] });
    expect(model.chosen?.cone.pastUntilUs[node]).toBe(atUs);
  });

  test('beside everything goes to that instant, to the precision of a pixel, and lights everything again', () => {
    const { model, seek } = stage(3000);
    model.view = { startUs: 0, spanUs: 3_000_000 };
    model.compose(model.input!);
    model.choose({ kind: 'event', side: 0, record: model.index.events.at(3).record });
    model.click({ x: model.gutter + 500, y: model.ruler + 2 }, REACH.mouse);
    expect(seek).toHaveBeenLastCalledWith(1_500_000);
    expect(model.chosen).toBeNull();
  });

  test('on a name selects that node', () => {
    const { model, page } = stage(1000);
    model.compose(model.input!);
    const lane = model.layout.lanes[2]!;
    model.click({ x: 10, y: model.ruler + lane.centre }, REACH.mouse);
    expect(page.selection).toEqual({ kind: 'node', node: 'n3' });
  });
});

test('what was chosen is forgotten when something else is selected', () => {
  const { model, page } = stage(3000);
  model.choose({ kind: 'event', side: 0, record: model.index.events.at(3).record });
  expect(model.chosen).not.toBeNull();
  page.selection = null;
  expect(model.chosen).toBeNull();
});

test('two branches lie one above the other', () => {
  const { page, stateAt } = stage(1000);
  const other = new Lab(runOf(3)).to(2000).world;
  page.state = stateAt(1_000_000, {
    compared: { branch: 2, trace: other.trace, headUs: other.headUs, divergesAtUs: null },
  });
  const fresh = new TimelineModel(page as unknown as Page);
  fresh.width = 1060;
  expect(fresh.sides.map(({ headUs }) => headUs)).toEqual([1_000_000, 2_000_000]);
  expect(fresh.layout.lanes).toHaveLength(6);
});

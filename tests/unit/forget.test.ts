/** What a trace forgot is replayed when somebody goes there: slower, never wrong. */
import { expect, test } from 'vitest';
import { pastAt, record } from '../../src/app/session/past';
import { advance, InlineHost, resolveRun, World } from '../../src/sim';

const RUN = resolveRun({
  version: 1,
  protocol: 'quorum',
  nodes: ['n1', 'n2', 'n3', 'n4', 'n5'],
  seed: 3,
  config: { downAfterMs: 2000 },
  faults: [
    { atMs: 100_000, kind: 'kill', node: 'n1' },
    { atMs: 130_000, kind: 'restart', node: 'n1' },
    { atMs: 300_000, kind: 'cut', from: 'n2', to: 'n3' },
  ],
});
const UNTIL_US = 1_500_000_000;
const TIMES_US = [
  0, 1_000_017, 99_999_999, 100_000_000, 129_000_001, 250_000_000, 900_123_456, 1_499_999_000,
];

/** What was live at each of the times: the digest and the cluster. */
function lived() {
  const host = new InlineHost();
  const world = new World(RUN, host);
  return TIMES_US.map((timeUs) => {
    advance(world, host, timeUs);
    return { digest: world.trace.digest(), snapshot: world.snapshot() };
  });
}

test('every instant of a run whose older part was forgotten can be gone to, and gone on from', async () => {
  const recorded = await record(RUN, UNTIL_US, () => null);
  const { trace, history } = recorded;
  const bytes = trace.byteLength;
  for (let round = 0; round < 4; round += 1) {
    history.takeAll();
    trace.forgetOldest();
  }
  expect(trace.byteLength).toBeLessThan(bytes / 2);
  expect(trace.keptFromUs).toBeGreaterThan(100_000_000);
  const end = trace.digest();

  lived().forEach(({ digest, snapshot }, at) => {
    const timeUs = TIMES_US[at]!;
    if (history.covers(timeUs)) expect(history.at(timeUs), `${timeUs} µs`).toEqual(snapshot);
    const past = pastAt(recorded, timeUs);
    expect(past.trace.digest(), `${timeUs} µs`).toBe(digest);
    const host = new InlineHost();
    const resume = { state: past.now.state, trace: past.trace };
    const world = new World({ ...RUN, faults: recorded.run.faults }, host, [], true, resume);
    expect(world.snapshot()).toEqual(snapshot);
    advance(world, host, UNTIL_US);
    expect(world.trace.digest(), `on from ${timeUs} µs`).toBe(end);
    // And what happened since then can be looked at.
    expect(past.history.at(UNTIL_US)).toEqual(world.snapshot());
  });
});

/** What happens to a node: kill, restart, freeze, crash, wipe. */
import { describe, expect, test, vi } from 'vitest';
import type { FaultAction } from '../run';
import { simulate } from '../simulate';
import { Lab, runOf } from '../test-kit';

/** Just after the followers have sent heartbeats: there is something in the air. */
const SETTLED_MS = 1001;

function settled(count = 3): { lab: Lab; leader: string; followers: string[] } {
  const lab = new Lab(runOf(count)).to(SETTLED_MS);
  const leader = lab.leader();
  return { lab, leader, followers: lab.world.run.nodes.filter((id) => id !== leader) };
}

describe('a node that is killed', () => {
  test('stops, and what is on its way to it reaches nobody', () => {
    const { lab, leader } = settled();
    const onTheWay = lab.messages().filter(({ to, fate }) => to === leader && fate === 'inFlight');
    expect(onTheWay.length).toBeGreaterThan(0);
    lab.do({ kind: 'kill', node: leader });
    expect(lab.node(leader)).toMatchObject({ status: 'killed', error: null, authorityUntilUs: 0 });
    lab.to(SETTLED_MS + 100);
    for (const { id } of onTheWay) expect(lab.world.trace.messages.row(id).fate).toBe('down');
    expect(
      lab.messages().filter(({ from, sentUs }) => from === leader && sentUs >= SETTLED_MS * 1000),
    ).toEqual([]);
    expect(lab.to(SETTLED_MS + 1000).leader()).not.toBe(leader);
  });

  test('comes back as a new process with its disk and its data', () => {
    const { lab, leader } = settled();
    lab.do({ kind: 'replOffset', node: leader, value: 42 }).to(SETTLED_MS + 10);
    const { disk, epoch } = lab.node(leader);
    lab
      .do({ kind: 'kill', node: leader })
      .to(SETTLED_MS + 900)
      .do({ kind: 'restart', node: leader });
    // Nobody has seen anything of the new process yet, and least of all an authority of the old one.
    expect(lab.node(leader)).toMatchObject({
      status: 'up',
      incarnation: 2,
      role: 'replica',
      primary: null,
      authorityUntilUs: 0,
      leadership: { kind: 'unknown' },
      replOffset: 42,
      disk,
    });
    lab.to(SETTLED_MS + 1500);
    expect(lab.node(leader)).toMatchObject({ role: 'replica', primary: lab.leader(), replOffset: 42 });
    expect(lab.node(leader).epoch).toBeGreaterThan(epoch);
  });

  test('comes back with nothing when its disk was wiped', () => {
    const { lab, leader } = settled();
    lab
      .do({ kind: 'replOffset', node: leader, value: 42 })
      .to(SETTLED_MS + 10)
      .do({ kind: 'kill', node: leader });
    lab.to(SETTLED_MS + 20).do({ kind: 'restart', node: leader, disk: 'wiped' });
    expect(lab.node(leader)).toMatchObject({ disk: null, replOffset: 0 });
    lab.to(SETTLED_MS + 21);
    expect(lab.node(leader)).toMatchObject({ disk: null, epoch: 1, votedEpoch: 0, replOffset: 0 });
    expect(lab.records('durable').map((row) => lab.text(row))).toContain('null');
  });

  test('may be restarted while it runs: the old process is gone', () => {
    const { lab, followers } = settled();
    lab.do({ kind: 'restart', node: followers[0]! });
    const statuses = lab.records('status').filter(({ node }) => lab.world.run.nodes[node] === followers[0]);
    expect(statuses.map(({ a, b }) => [a, b])).toEqual([
      [0, 1],
      [2, 1],
      [0, 2],
    ]);
  });
});

describe('a node that is frozen', () => {
  test('takes what arrives meanwhile at the instant of its thaw, in the order of arrival', () => {
    const { lab, followers } = settled(5);
    const node = followers[0]!;
    lab.do({ kind: 'freeze', node }).to(SETTLED_MS + 150);
    const silent = lab.messages().filter(({ from, sentUs }) => from === node && sentUs >= SETTLED_MS * 1000);
    expect(silent).toEqual([]);
    lab.do({ kind: 'thaw', node }).to(SETTLED_MS + 150.001);
    const at = lab.world.place(node);
    const taken = lab
      .records('delivered')
      .filter((row) => row.node === at && row.atUs === (SETTLED_MS + 150) * 1000);
    const arrivals = taken.map(({ a }) => lab.world.trace.messages.row(a).endUs);
    expect(taken.length).toBeGreaterThan(20);
    expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b));
    expect(arrivals[0]).toBeLessThan((SETTLED_MS + 20) * 1000);
  });

  test('keeps the authority that it had: it would act on it after a short nap', () => {
    const { lab, leader } = settled();
    lab.do({ kind: 'freeze', node: leader }).to(SETTLED_MS + 20);
    expect(lab.leader()).toBe(leader);
    expect(lab.to(SETTLED_MS + 900).leader()).not.toBe(leader);
    lab.do({ kind: 'thaw', node: leader }).to(SETTLED_MS + 1000);
    expect(lab.node(leader)).toMatchObject({ role: 'replica', primary: lab.leader() });
  });

  test('loses what waits for it when it is killed, commands included', () => {
    const { lab, followers } = settled();
    const node = followers[0]!;
    lab.do({ kind: 'freeze', node }, { kind: 'replOffset', node, value: 7 }).to(SETTLED_MS + 50);
    const before = lab.messages();
    const waiting = before.filter(
      ({ to, fate, endUs }) => to === node && fate === 'inFlight' && endUs < lab.world.headUs,
    );
    expect(waiting.length).toBeGreaterThan(0);
    lab.do({ kind: 'kill', node });
    for (const { id } of waiting) expect(lab.world.trace.messages.row(id).fate).toBe('down');
    // Nothing else was touched: the command has no row of its own.
    const untouched = before.filter(({ id }) => !waiting.some((row) => row.id === id));
    expect(untouched.map(({ id }) => lab.world.trace.messages.row(id))).toEqual(untouched);
    lab
      .to(SETTLED_MS + 60)
      .do({ kind: 'restart', node })
      .to(SETTLED_MS + 70);
    expect(lab.node(node).replOffset).toBe(0);
  });

  test('takes the commands of one instant in the order in which they were given', () => {
    const { lab, followers } = settled();
    const node = followers[0]!;
    lab.do({ kind: 'freeze', node });
    for (let value = 1; value <= 9; value += 1) lab.do({ kind: 'replOffset', node, value });
    lab
      .to(SETTLED_MS + 50)
      .do({ kind: 'thaw', node })
      .to(SETTLED_MS + 51);
    expect(lab.node(node).replOffset).toBe(9);
  });

  test('hears nothing more from a link that is cut before its thaw, yet all that had arrived', () => {
    const { lab, leader, followers } = settled();
    const node = followers[0]!;
    lab
      .do({ kind: 'freeze', node })
      .to(SETTLED_MS + 100)
      .do({ kind: 'thaw', node }, { kind: 'cut', from: leader, to: node });
    const cutOff = lab.records('cutOff').map(({ a }) => lab.world.trace.messages.row(a));
    expect(cutOff.every(({ sentUs }) => sentUs > (SETTLED_MS + 90) * 1000)).toBe(true);
    lab.to(SETTLED_MS + 101);
    const held = lab
      .messages()
      .filter(
        ({ to, from, sentUs, fate }) =>
          to === node && from === leader && sentUs > SETTLED_MS * 1000 && fate === 'delivered',
      );
    expect(held.length).toBeGreaterThan(2);
  });
});

describe('a node that fails', () => {
  test.each([
    ['throw', 'Error: it was told to throw'],
    ['hang', 'no answer: it was told to hang, and the watchdog ended it'],
  ] as const)('by a %s is shown crashed, and can be restarted', (how, error) => {
    const { lab, leader } = settled();
    lab.do({ kind: 'crash', node: leader, how });
    expect(lab.node(leader)).toMatchObject({ status: 'crashed', error, authorityUntilUs: 0 });
    expect(lab.to(SETTLED_MS + 1000).leader()).not.toBe(leader);
    lab.do({ kind: 'restart', node: leader }).to(SETTLED_MS + 1500);
    expect(lab.node(leader)).toMatchObject({
      status: 'up',
      error: null,
      incarnation: 2,
      primary: lab.leader(),
    });
  });

  test('by itself is shown crashed with its error; its message and the rest of its window reach nobody', () => {
    const { lab, followers } = settled();
    const [victim, bystander] = followers as [string, string];
    const { program } = lab.host.process(lab.world.place(victim));
    vi.spyOn(program, 'onMessage').mockImplementation(() => {
      throw new TypeError('epoch is not a function');
    });
    lab.to(SETTLED_MS + 1000);
    expect(lab.node(victim)).toMatchObject({
      status: 'crashed',
      error: 'TypeError: epoch is not a function',
    });
    expect(lab.node(bystander).status).toBe('up');
    lab.leader();
    const later = lab
      .messages()
      .filter(({ to, sentUs, fate }) => to === victim && sentUs >= SETTLED_MS * 1000 && fate !== 'inFlight');
    expect(new Set(later.map(({ fate }) => fate))).toEqual(new Set(['down']));
    lab.do({ kind: 'restart', node: victim }).to(SETTLED_MS + 1500);
    expect(lab.node(victim)).toMatchObject({ status: 'up', primary: lab.leader() });
  });

  test.each(['onWake', 'observe', 'nextWakeUs'] as const)('in %s is shown crashed as well', (method) => {
    const { lab, followers } = settled();
    const { program } = lab.host.process(lab.world.place(followers[0]!));
    vi.spyOn(program, method).mockImplementation(() => {
      throw new Error(`no ${method}`);
    });
    lab.to(SETTLED_MS + 100);
    expect(lab.node(followers[0]!)).toMatchObject({ status: 'crashed', error: `Error: no ${method}` });
    lab.to(SETTLED_MS + 1000).leader();
  });

  test('by asking to be woken at one instant for ever is ended', () => {
    const { lab, followers } = settled();
    const { program } = lab.host.process(lab.world.place(followers[0]!));
    vi.spyOn(program, 'nextWakeUs').mockReturnValue(0);
    lab.to(SETTLED_MS + 100);
    expect(lab.node(followers[0]!).error).toBe('Error: it wants to be woken again and again at one instant');
  });

  test('by asking to be woken at no time at all is ended', () => {
    const { lab, followers } = settled();
    const { program } = lab.host.process(lab.world.place(followers[0]!));
    vi.spyOn(program, 'nextWakeUs').mockReturnValue(NaN);
    lab.to(SETTLED_MS + 100);
    expect(lab.node(followers[0]!)).toMatchObject({ status: 'crashed' });
  });
});

describe('a fault that finds nothing to do', () => {
  test('changes nothing', () => {
    const { lab, followers } = settled();
    const node = followers[0]!;
    const same = (...actions: FaultAction[]) => {
      const before = lab.world.snapshot();
      const records = lab.records().length;
      lab.do(...actions);
      expect(lab.world.snapshot()).toEqual(before);
      expect(
        lab
          .records()
          .slice(records)
          .filter(({ kind }) => kind !== 'fault'),
      ).toEqual([]);
    };
    same(
      { kind: 'thaw', node },
      { kind: 'heal', from: node, to: 'n2' === node ? 'n1' : 'n2' },
      { kind: 'healAll' },
    );
    same({ kind: 'drop', message: 0 }, { kind: 'drop', message: 1e9 }, { kind: 'partition', groups: [] });
    lab.do({ kind: 'freeze', node });
    same({ kind: 'freeze', node });
    lab.do({ kind: 'kill', node });
    same(
      { kind: 'kill', node },
      { kind: 'freeze', node },
      { kind: 'thaw', node },
      { kind: 'crash', node, how: 'throw' },
      { kind: 'replOffset', node, value: 5 },
    );
  });

  test('kills a crashed node', () => {
    const { lab, leader } = settled();
    lab.do({ kind: 'crash', node: leader, how: 'throw' }, { kind: 'kill', node: leader });
    expect(lab.node(leader)).toMatchObject({ status: 'killed', error: null });
  });
});

describe('a cluster of', () => {
  test('one node elects it, with an authority that has no end', () => {
    const { view, trace } = simulate(runOf(1), 1000);
    expect(view.nodes[0]).toMatchObject({ role: 'primary', authority: true, authorityUntilMs: null });
    expect(view.links).toEqual([]);
    expect(trace.messages.length).toBe(0);
  });

  test('fifty nodes elects one of them', () => {
    const { view } = simulate(runOf(50), 1000);
    expect(view.nodes.filter(({ authority }) => authority)).toHaveLength(1);
    expect(view.links).toHaveLength(50 * 49);
  });

  test('nodes whose ids are names of something in the language works like any other', () => {
    const nodes = ['__proto__', 'constructor', 'toString'];
    const { view } = simulate(runOf(3, { nodes }), 1000);
    const leader = view.nodes.find(({ authority }) => authority)!;
    const follower = view.nodes.find(({ authority }) => !authority)!;
    expect(follower.leadership).toEqual({
      kind: 'follower',
      leaderEndpoint: `10.0.0.${nodes.indexOf(leader.id) + 1}:6004`,
      leaderEpoch: leader.epoch,
    });
  });

  test('dead nodes stands still, and time goes on', () => {
    const lab = new Lab(runOf(3)).to(1000);
    for (const node of lab.world.run.nodes) lab.do({ kind: 'kill', node });
    lab.to(1100);
    expect(lab.world.nextEventUs()).toBe(Infinity);
    expect(lab.to(2000).world.headUs).toBe(2_000_000);
  });
});

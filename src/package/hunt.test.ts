import { describe, expect, test } from 'vitest';
import bully from '../app/own/examples/bully';
import { defineProtocol, explore, hunt, simulate } from './index';

const run = { version: 1, protocol: bully, nodes: ['n1', 'n2', 'n3'], seed: 1 } as const;

describe('a definition in the place of a protocol', () => {
  test('is simulated as its source is', async () => {
    const { readFileSync } = await import('node:fs');
    const source = readFileSync('src/app/own/examples/bully.ts', 'utf8');
    const faults = [{ atMs: 3000, kind: 'kill', node: 'n3' }] as const;
    const typed = simulate({ ...run, faults }, 6000);
    const written = simulate({ ...run, protocol: 'own', source, faults }, 6000);
    expect(typed.digest).toBe(written.digest);
    expect(typed.view.protocol).toBe('own');
    expect(typed.view.nodes.map(({ status, role }) => `${status} ${role}`)).toEqual([
      'up replica',
      'up primary',
      'killed primary',
    ]);
  });

  test('is hunted, made small, and what is found is simulated', () => {
    const { found, schedules, events } = hunt({ run, schedules: 160, seed: 1 });
    expect(found).not.toBeNull();
    expect(schedules).toBeGreaterThan(0);
    expect(events).toBeGreaterThan(0);
    expect(found!.violation.invariant).toBe('oneAuthority');
    expect(found!.run.protocol).toBe(bully);
    const { view } = simulate(found!.run, found!.violation.atUs / 1000 + 1);
    expect(view.nodes.filter(({ authority }) => authority)).toHaveLength(2);
  });

  test('is explored', () => {
    const { found, states } = explore({ run, moves: 8 });
    expect(states).toBeGreaterThan(10);
    expect(found?.run.protocol).toBe(bully);
  });
});

describe('properties of an author', () => {
  const counting = (limit: number, notPromised: readonly string[] = []) =>
    defineProtocol({
      title: 'Counting',
      summary: 'Each counts its own beats, and the highest leads by itself.',
      messages: { BEAT: { count: 'number' } },
      start(node) {
        node.timer('beat', 100);
        return { beats: 0 };
      },
      onTimer: {
        beat(node, state) {
          state.beats += 1;
          node.broadcast('BEAT', { count: state.beats });
          node.timer('beat', 100);
        },
      },
      observe: () => ({ role: 'primary', epoch: 1, authority: true }),
      facts: (node, { beats }) => ({ beats }),
      properties: {
        fewBeats: {
          says: `Nobody beats ${limit} times`,
          holds: (nodes) => nodes.every(({ facts }) => ((facts['beats'] as number | undefined) ?? 0) < limit),
        },
      },
      notPromised: [...notPromised],
    });
  const all = ['oneWinnerPerEpoch', 'oneAuthority', 'wholeAgain', 'settles'];

  test('are hunted like ours, and what is not promised is not', () => {
    const protocol = counting(5, all);
    const { found } = hunt({ run: { ...run, protocol }, schedules: 16 });
    expect(found?.violation.invariant).toBe('fewBeats');
    expect(found?.violation.text).toBe('This does not hold: Nobody beats 5 times.');
    expect(hunt({ run: { ...run, protocol: counting(1e9, all) }, schedules: 16 }).found).toBeNull();
    expect(hunt({ run: { ...run, protocol: counting(1e9) }, schedules: 16 }).found?.violation.invariant).toBe(
      'oneWinnerPerEpoch',
    );
  });

  test('are explored', () => {
    const { found } = explore({ run: { ...run, protocol: counting(3, all) }, moves: 10 });
    expect(found?.invariant).toBe('fewBeats');
  });
});

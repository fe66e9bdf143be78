import { expect, test } from 'vitest';
import { ALL_PROTOCOLS } from './everything';
import { aboutProtocol, PROTOCOLS, protocolById } from './registry';

test('what is at hand in Node is what the registry lists, in its order', () => {
  const about = (all: readonly { id: string; title: string; summary: string }[]) =>
    all.map(({ id, title, summary }) => ({ id, title, summary }));
  expect(about(ALL_PROTOCOLS)).toEqual(about(PROTOCOLS));
});

test.each(PROTOCOLS.map((entry) => [entry.id, entry] as const))(
  'the loader of %s brings that protocol',
  async (id, entry) => {
    expect(await entry.load()).toBe(protocolById(id));
  },
);

test('an id that nobody has is answered with those that are known', () => {
  expect(() => aboutProtocol('paxos')).toThrow(/^protocol: "paxos" is not known here; use one of "quorum", /);
  expect(() => protocolById('paxos')).toThrow(/^protocol: "paxos" is not known here/);
});

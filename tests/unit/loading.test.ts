/** What a run needs is loaded with it and nothing else is: in a registry of its own, for tests have everything at hand. */
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { PROTOCOLS } from '../../src/core/registry';
import type { SystemSpec } from '../../src/core/system';

beforeEach(() => vi.resetModules());
// What is left of the last of them is nobody else's.
afterAll(() => vi.resetModules());

const fresh = async () => ({
  ...(await import('../../src/core/registry')),
  ...(await import('../../src/core/system')),
});

const SPECS: readonly SystemSpec[] = PROTOCOLS.flatMap(({ id: protocol }) =>
  [0, 1].flatMap((clients) => [false, true].map((exports) => ({ protocol, clients, exports }))),
);

test.each(SPECS.map((spec) => [JSON.stringify(spec), spec] as const))(
  'before a system is loaded there is none, then there is, and there is nothing to wait for: %s',
  async (_words, spec) => {
    const { loadSystem, systemOf, hasProtocol } = await fresh();
    expect(() => systemOf(spec)).toThrow(/"[a-z-]+" is not loaded; load the system of a run first\.$/);
    await loadSystem(spec);
    expect(systemOf(spec).members(['n1']).length).toBeGreaterThan(0);
    expect(loadSystem(spec)).toBeNull();
    expect(PROTOCOLS.filter(({ id }) => hasProtocol({ protocol: id })).map(({ id }) => id)).toEqual([
      spec.protocol,
    ]);
  },
);

test('a run that wants more than the one before it waits for that alone', async () => {
  const { loadSystem, systemOf, hasPack } = await fresh();
  const { id: protocol } = PROTOCOLS[0]!;
  await loadSystem({ protocol, clients: 0, exports: false });
  expect(['store', 'register', 'exports', 'server'].filter((name) => hasPack(name as never))).toEqual([]);
  const spec = { protocol, clients: 2, exports: false };
  expect(() => systemOf(spec)).toThrow(/^register: is not loaded/);
  await loadSystem(spec);
  expect(hasPack('register') && hasPack('server')).toBe(true);
  expect(hasPack('exports')).toBe(false);
});

test('an unknown protocol is refused before anything is loaded', async () => {
  const { loadSystem } = await fresh();
  expect(() => loadSystem({ protocol: 'paxos', clients: 0, exports: false })).toThrow(/"paxos" is not known/);
});

test('whoever compares all protocols has them all', async () => {
  const { loadEverything, systemOf } = await fresh();
  await loadEverything();
  for (const spec of SPECS) expect(systemOf(spec).spec).toEqual(spec);
});

/** What must hold in each engine. Each check resolves to what it saw, in a few words; it rejects with what is wrong. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { randomSchedule } from '../../src/check/schedule';
import { ALL_PROTOCOLS } from '../../src/core/everything';
import { simulate, type Run } from '../../src/sim';
import { HOSTILE } from '../sandbox/hostile';
import { sourceOf, until, type Engine } from './engine';

export type Check = (engine: Engine) => Promise<string>;

/** The page opens, draws a node each, and elects somebody. */
export const opens: Check = async (engine) => {
  const seen = await until(
    () =>
      engine.call<{ nodes: number; leads: boolean } | null>(
        sourceOf(() => {
          const { nodes } = window.interregnum.view();
          return nodes.some(({ authority }) => authority)
            ? {
                nodes: nodes.length,
                leads: document.querySelector('[aria-label="Cluster"] svg, main svg') !== null,
              }
            : null;
        }),
      ),
    'nobody leads',
  );
  if (!seen.leads) throw new Error('the stage draws nothing');
  return `${seen.nodes} nodes, one of them leads`;
};

const DIGESTS = 10;
const UNTIL_MS = 3000;

/** Runs under faults of every protocol: the same in the engine and here, to the last bit. */
export const agrees: Check = async (engine) => {
  for (let at = 0; at < DIGESTS; at += 1) {
    const { id } = ALL_PROTOCOLS[at % ALL_PROTOCOLS.length]!;
    const { run } = randomSchedule(at + 1, { protocol: id, clients: at % 3 });
    const { view, digest } = simulate(run, UNTIL_MS);
    const seen = await engine.call<{ view: unknown; digest: string }>(
      sourceOf(async (given: Run, untilMs: number) => {
        const { interregnum } = window;
        await interregnum.load(given);
        await interregnum.advance(untilMs);
        return { view: interregnum.view(), digest: interregnum.digest() };
      }),
      run,
      UNTIL_MS,
    );
    if (seen.digest !== digest)
      throw new Error(`${id}, seed ${at + 1}: ${seen.digest}, and ${digest} in Node`);
    if (!isDeepStrictEqual(seen.view, JSON.parse(JSON.stringify(view)))) {
      throw new Error(`${id}, seed ${at + 1}: another view than in Node`);
    }
  }
  return `${DIGESTS} digests as in Node`;
};

interface Outcome {
  readonly sentence: string | null;
  readonly states: readonly string[];
}

/** Texts that mean harm: each ends in a sentence or does none, nothing is left behind, and nobody is called. */
export const isUnharmed: Check = async (engine) => {
  const knocks: string[] = [];
  const server = createServer((request, response) => {
    knocks.push(request.url ?? '');
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.end('0');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const wrong: string[] = [];
  try {
    for (const { name, source, harmless = false } of HOSTILE) {
      const { sentence, states } = await engine.call<Outcome>(
        sourceOf(async (text: string): Promise<Outcome> => {
          const { interregnum } = window;
          let outcome: Outcome;
          try {
            await interregnum.load({
              version: 1,
              protocol: 'own',
              source: text,
              nodes: ['n1', 'n2', 'n3'],
              seed: 1,
            });
            await interregnum.advance(350);
            outcome = { sentence: null, states: interregnum.view().nodes.map(({ status }) => status) };
          } catch (error) {
            outcome = { sentence: (error as Error).message, states: [] };
          }
          // The page goes on, as itself.
          await interregnum.load({ version: 1, protocol: 'quorum', nodes: ['n1'], seed: 1 });
          return outcome;
        }),
        source.replaceAll('localhost:9', `127.0.0.1:${port}`),
      );
      const isHarmless = sentence === null && states.every((state) => state === 'up');
      const isTold = sentence !== null ? sentence !== '' : states.includes('crashed');
      if (harmless ? !isHarmless : !isTold) wrong.push(`${name}: ${sentence ?? states.join(', ')}`);
    }
    const left = await engine.call<Record<string, unknown>>(
      sourceOf(async () => ({
        polluted: ({} as { polluted?: unknown }).polluted ?? null,
        databases: (await indexedDB.databases()).map(({ name }) => name).filter((name) => name === 'x'),
        local: localStorage.getItem('x'),
        cookie: document.cookie,
      })),
    );
    const nothing = { polluted: null, databases: [], local: null, cookie: '' };
    if (!isDeepStrictEqual(left, nothing)) wrong.push(`left behind: ${JSON.stringify(left)}`);
    if (knocks.length > 0) wrong.push(`called: ${knocks.join(', ')}`);
  } finally {
    server.close();
  }
  if (wrong.length > 0) throw new Error(wrong.join('\n    '));
  return `${HOSTILE.length} hostile texts, no harm`;
};

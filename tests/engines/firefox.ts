/** Firefox, by WebDriver BiDi: https://w3c.github.io/webdriver-bidi/ */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until, type Engine } from './engine';
import { find, start } from './processes';

export const FIREFOX_PACKAGES = ['firefox-esr'];
export const findFirefox = (): string | null => find('firefox-esr', 'firefox');

type Reply = {
  readonly id: number;
  readonly type: 'success' | 'error';
  readonly result?: unknown;
  readonly message?: string;
};
interface Evaluated {
  readonly type: 'success' | 'exception';
  readonly result?: { readonly value?: string };
  readonly exceptionDetails?: { readonly text: string };
}

export async function startFirefox(program: string): Promise<Engine> {
  const profile = mkdtempSync(join(tmpdir(), 'firefox-'));
  const args = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'];
  const firefox = start(program, args);
  const address = await until(
    () => /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(firefox.printed())?.[1] ?? null,
    'Firefox does not listen',
  );
  const socket = new WebSocket(`${address}/session`);
  const waiting = new Map<number, (reply: Reply) => void>();
  let sent = 0;
  socket.addEventListener('message', ({ data }) => {
    const reply = JSON.parse(String(data)) as Reply;
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('Firefox does not answer.')));
  });
  const ask = async <T>(method: string, params: object): Promise<T> => {
    const id = (sent += 1);
    const replied = new Promise<Reply>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    const { type, result, message } = await replied;
    if (type === 'error') throw new Error(`${method}: ${message}`);
    return result as T;
  };
  const { capabilities } = await ask<{ capabilities: { browserVersion: string } }>('session.new', {
    capabilities: {},
  });
  const { contexts } = await ask<{ contexts: readonly { context: string }[] }>('browsingContext.getTree', {});
  const { context } = contexts[0]!;
  return {
    title: `Firefox ${capabilities.browserVersion}`,
    async open(url) {
      await ask('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    async call<T>(source: string, ...given: readonly unknown[]) {
      const { result, exceptionDetails } = await ask<Evaluated>('script.callFunction', {
        functionDeclaration: `async (given) => JSON.stringify((await (${source})(...JSON.parse(given))) ?? null)`,
        arguments: [{ type: 'string', value: JSON.stringify(given) }],
        target: { context },
        awaitPromise: true,
      });
      if (result?.value === undefined) throw new Error(exceptionDetails?.text ?? 'nothing came back');
      return JSON.parse(result.value) as T;
    },
    async close() {
      await ask('browser.close', {}).catch(() => undefined);
      await firefox.stop();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

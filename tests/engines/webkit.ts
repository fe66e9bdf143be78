/** WebKitGTK's small browser, by WebDriver: https://www.w3.org/TR/webdriver2/ */
import { existsSync } from 'node:fs';
import { until, type Engine } from './engine';
import { find, start } from './processes';

export const WEBKIT_PACKAGES = ['webkit2gtk-driver', 'xvfb', 'xauth', 'dbus'];
const BROWSERS = ['4.1', '4.0', '6.0'].map(
  (version) => `/usr/lib/${arch()}-linux-gnu/webkit2gtk-${version}/MiniBrowser`,
);

function arch(): string {
  return process.arch === 'arm64' ? 'aarch64' : 'x86_64';
}

/** Its driver; null if that is not there, or what it needs. */
export function findWebKit(): string | null {
  const needed = [find('Xvfb'), find('dbus-run-session'), BROWSERS.find(existsSync) ?? null];
  return needed.includes(null) ? null : find('WebKitWebDriver');
}

interface Ended {
  readonly json?: string;
  readonly error?: string;
}

export async function startWebKit(program: string): Promise<Engine> {
  const port = 20_000 + (process.pid % 20_000);
  const screen = `:${100 + (process.pid % 400)}`;
  const display = start('Xvfb', [screen, '-screen', '0', '1440x900x24', '-nolisten', 'tcp']);
  const env = { DISPLAY: screen, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', LIBGL_ALWAYS_SOFTWARE: '1' };
  const driver = start('dbus-run-session', ['--', program, `--port=${port}`], env);
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: T & { message?: string } };
    if (!response.ok) throw new Error(`${path}: ${value.message ?? response.status}`);
    return value;
  };
  await until(
    () =>
      ask('GET', '/status').then(
        () => true,
        () => null,
      ),
    'WebKitWebDriver does not answer',
  );
  const { sessionId, capabilities } = await ask<{
    readonly sessionId: string;
    readonly capabilities: { readonly browserVersion: string };
  }>('POST', '/session', {
    capabilities: {
      alwaysMatch: {
        'webkitgtk:browserOptions': { binary: BROWSERS.find(existsSync), args: ['--automation'] },
      },
    },
  });
  const session = `/session/${sessionId}`;
  await ask('POST', `${session}/timeouts`, { script: 600_000, pageLoad: 120_000, implicit: 0 });
  return {
    title: `WebKitGTK ${capabilities.browserVersion}`,
    async open(url) {
      await ask('POST', `${session}/url`, { url });
    },
    async call<T>(source: string, ...given: readonly unknown[]) {
      const { json, error } = await ask<Ended>('POST', `${session}/execute/async`, {
        script: `const done = arguments[1];
          (async () => JSON.stringify((await (${source})(...JSON.parse(arguments[0]))) ?? null))()
            .then((json) => done({ json }), (error) => done({ error: String(error) }));`,
        args: [JSON.stringify(given)],
      });
      if (json === undefined) throw new Error(error ?? 'nothing came back');
      return JSON.parse(json) as T;
    },
    async close() {
      await ask('DELETE', session).catch(() => undefined);
      await driver.stop();
      await display.stop();
    },
  };
}

/** Programs that run beside this one, and end with it. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export interface Started {
  /** All that it has printed so far. */
  printed(): string;
  stop(): Promise<void>;
}

export function start(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let text = '';
  const take = (chunk: Buffer): void => void (text += chunk.toString());
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const ended = new Promise<void>((resolve) => {
    child.on('exit', () => resolve());
    child.on('error', (error) => {
      text += String(error);
      resolve();
    });
  });
  return {
    printed: () => text,
    async stop() {
      child.kill();
      const late = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(late);
      running.delete(child);
    },
  };
}

/** The first of these that there is; null if there is none. */
export function find(...programs: readonly string[]): string | null {
  return programs.find((program) => spawnSync('which', [program]).status === 0) ?? null;
}

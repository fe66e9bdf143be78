/** The built page in a real browser: how many windows its workers get through, and how long its frames take. */
import '../../src/sim/cluster/faults';
import { chromium, type Page } from '@playwright/test';
import { preview } from 'vite';
import { InlineHost, resolveRun, World, type Run } from '../../src/sim';
import { launchOptions } from '../setup/find-browser';
import { HOUR_MS, HOUR_RUN } from './history';
import { median, nodeIds, percentile, type Figure } from './figure';

const FRAMES = 300;

export async function benchPage(): Promise<Figure[]> {
  const server = await preview({ preview: { port: 4174, strictPort: true }, logLevel: 'silent' });
  const browser = await chromium.launch(launchOptions());
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    // The runner of this script names functions with a helper that the page does not have.
    await page.addInitScript({ content: 'globalThis.__name = (named) => named' });
    await page.goto('http://localhost:4174/');
    await page.evaluate(() => window.interregnum.ready);
    const figures: Figure[] = [];
    // What comes in the background is there: it is not what is measured.
    await page.getByRole('button', { name: 'Share' }).waitFor();
    for (const [nodes, seconds] of [
      [5, 60],
      [25, 10],
      [25, 60],
    ] as const) {
      figures.push(...(await windowRates(page, nodes, seconds)));
    }
    for (const nodes of [5, 25, 50]) {
      for (const speed of [1, 10]) figures.push(...(await frameTimes(page, nodes, speed)));
    }
    figures.push(...(await timelineFrames(page)));
    figures.push(...(await framesWhileHunting(page)));
    return figures;
  } finally {
    await browser.close();
    await server.close();
  }
}

const runOf = (nodes: number): Run => ({ version: 1, protocol: 'quorum', nodes: nodeIds(nodes), seed: 1 });

/**
 * The first time in a page engines compile what they run; from then on it goes as it does for whoever starts over, forks or
 * opens another run. Windows are the same wherever a run is executed, so they are counted here and timed there.
 */
async function windowRates(page: Page, nodes: number, seconds: number): Promise<Figure[]> {
  const host = new InlineHost();
  const world = new World(resolveRun(runOf(nodes)), host, [], false);
  let windows = 0;
  const untilUs = seconds * 1_000_000;
  while (world.pass(untilUs, host)) windows += 1;
  const figures: Figure[] = [];
  for (const again of ['', ', again']) {
    const elapsedMs = await timeToAdvance(page, runOf(nodes), seconds * 1000);
    const name = `workers, ${nodes} nodes, ${seconds} s${again}`;
    figures.push({ name, value: windows / (elapsedMs / 1000), unit: 'windows/s' });
    figures.push({ name, value: (seconds * 1000) / elapsedMs, unit: 'times as fast as the clock' });
  }
  return figures;
}

const timeToAdvance = (page: Page, run: Run, ms: number): Promise<number> =>
  page.evaluate(
    async ([run, ms]) => {
      await window.interregnum.load(run);
      const startMs = performance.now();
      await window.interregnum.advance(ms);
      return performance.now() - startMs;
    },
    [run, ms] as const,
  );

async function frameTimes(page: Page, nodes: number, speed: number, during = ''): Promise<Figure[]> {
  const times = await page.evaluate(
    async ([run, times, count]) => {
      await window.interregnum.load(run);
      await window.interregnum.advance(6000);
      window.interregnum.play(times);
      const frames: number[] = [];
      await new Promise<void>((resolve) => {
        let last = 0;
        const frame = (now: number) => {
          if (last > 0) frames.push(now - last);
          last = now;
          if (frames.length < count) requestAnimationFrame(frame);
          else resolve();
        };
        requestAnimationFrame(frame);
      });
      window.interregnum.pause();
      return frames;
    },
    [runOf(nodes), speed, FRAMES] as const,
  );
  const name = `frame, ${nodes} nodes, ${speed}×${during}`;
  return [
    { name: `${name}, median`, value: median(times), unit: 'ms' },
    { name: `${name}, 95th percentile`, value: percentile(times, 0.95), unit: 'ms', aim: 'under 33' },
  ];
}

/** All cores but one are at it, and the page goes on. */
async function framesWhileHunting(page: Page): Promise<Figure[]> {
  await page.evaluate((run) => window.interregnum.load(run), runOf(5));
  await page.getByRole('link', { name: 'Break', exact: true }).click();
  const hunt = page.getByRole('tabpanel', { name: 'Hunt' });
  await hunt.getByRole('textbox', { name: 'Schedules' }).fill('10000000');
  await hunt.getByRole('button', { name: 'Hunt', exact: true }).click();
  await page.getByRole('link', { name: 'Run', exact: true }).click();
  const status = page.getByRole('button', { name: /^Hunting…/ });
  await status.waitFor();
  const figures = await frameTimes(page, 5, 1, ', while hunting');
  await status.click();
  await hunt.getByRole('button', { name: 'Stop' }).click();
  return figures;
}

/** An hour is opened, shown whole, and then zoomed and dragged by hand. */
async function timelineFrames(page: Page): Promise<Figure[]> {
  await page.evaluate(
    async ([run, headMs]) => {
      await window.interregnum.open({ version: 1, run, headMs });
      window.interregnum.pause();
    },
    [HOUR_RUN, HOUR_MS] as const,
  );
  const timeline = page.getByRole('region', { name: 'Timeline', exact: true });
  await timeline.getByRole('button', { name: 'Whole run' }).click();
  const box = await timeline.boundingBox();
  if (box === null) throw new Error('the timeline is not there');
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  await page.mouse.move(x, y);
  const frames = page.evaluate(
    (count) =>
      new Promise<number[]>((resolve) => {
        const times: number[] = [];
        let last = 0;
        const frame = (now: number) => {
          if (last > 0) times.push(now - last);
          last = now;
          if (times.length < count) requestAnimationFrame(frame);
          else resolve(times);
        };
        requestAnimationFrame(frame);
      }),
    FRAMES,
  );
  for (let i = 0; i < 60; i += 1) {
    await page.mouse.wheel(0, i % 30 < 20 ? -120 : 240);
    await page.mouse.wheel(i % 2 === 0 ? 60 : -40, 0);
  }
  const times = await frames;
  return [
    { name: 'timeline of an hour, zoomed and panned, median frame', value: median(times), unit: 'ms' },
    {
      name: 'timeline of an hour, zoomed and panned, 95th percentile',
      value: percentile(times, 0.95),
      unit: 'ms',
      aim: 'under 33',
    },
  ];
}

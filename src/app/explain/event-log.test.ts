import { describe, expect, test } from 'vitest';
import { Monitor } from '../../check/monitor';
import { Lab, runOf } from '../../sim/test-kit';
import { EventLog } from './event-log';

function logOf(lab: Lab): EventLog {
  const log = new EventLog(lab.world.trace);
  log.update([]);
  return log;
}
const told = (log: EventLog, tag: string) => log.lines.filter((line) => line.tag === tag);

describe('the log', () => {
  test('tells what nodes do, as sentences about them', () => {
    const log = logOf(new Lab(runOf(3)).to(600));
    const [line] = told(log, 'primary');
    expect(line).toMatchObject({ node: 'n1', epoch: 2 });
    expect(line!.text).toMatch(/^n1 became primary of epoch 2/);
    for (const { text } of log.lines) expect(text).toMatch(/^.*[^.]$/);
  });

  test('tells faults, crashes, damage and what was dropped', () => {
    const lab = new Lab(runOf(3)).to(601);
    const message = lab.messages().find(({ fate }) => fate === 'inFlight')!;
    lab.do(
      { kind: 'drop', message: message.id },
      { kind: 'corrupt', from: 'n2', to: 'n1' },
      { kind: 'crash', node: 'n3', how: 'hang' },
    );
    const log = logOf(lab.to(700));
    expect(told(log, 'fault').map(({ text }) => text)).toEqual([
      `message ${message.id} was taken out of the air`,
      'the next frame that leaves n2 for n1 will be damaged on its way',
      'n3 was told to hang',
    ]);
    expect(told(log, 'fault').every(({ node }) => node === null)).toBe(true);
    expect(told(log, 'drop').map(({ text }) => text)).toEqual([
      `${message.verb} ${message.from} → ${message.to} never arrives`,
    ]);
    expect(told(log, 'rejected')).toMatchObject([
      { node: 'n1', text: 'n1 dropped a damaged frame from n2 (Bad)' },
    ]);
    expect(told(log, 'crash')).toMatchObject([
      { node: 'n3', text: 'n3 crashed: no answer: it was told to hang, and the watchdog ended it' },
    ]);
  });

  test('grows by what is new, under ids that rise and stay', () => {
    const lab = new Lab(runOf(3)).to(300);
    const log = logOf(lab);
    const before = log.lines;
    log.update([]);
    expect(log.lines).toBe(before);
    lab.to(1000).do({ kind: 'kill', node: 'n1' }).to(2000);
    log.update([]);
    expect(log.lines.slice(0, before.length)).toEqual(before);
    const ids = log.lines.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    expect(logOf(lab).lines).toEqual(log.lines);
  });

  test('tells a violation once, without its full stop', () => {
    const monitor = new Monitor();
    const cut = [
      { kind: 'cut', from: 'n1', to: 'n2' },
      { kind: 'cut', from: 'n2', to: 'n1' },
    ] as const;
    const lab = new Lab(runOf(3, { protocol: 'kevy' }), [monitor])
      .to(500)
      .do(...cut)
      .to(2000);
    const log = new EventLog(lab.world.trace);
    log.update(monitor.violations);
    log.update(monitor.violations);
    const lines = told(log, 'violation');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ node: 'n2', atUs: monitor.violations[0]!.atUs });
    expect(lines[0]!.text).toMatch(/a split brain$/);
    // Behind it is what lies behind its moment, and no more.
    const { moment } = monitor.violations[0]!;
    expect(lines[0]!.place).toBe(moment);
    const at = log.lines.indexOf(lines[0]!);
    expect(log.lines[at - 1]!.id).toBeLessThan(moment!.records);
    expect(log.lines.slice(at + 1).every(({ id }) => id >= moment!.records)).toBe(true);
  });

  test('keeps the newest lines of a long run', () => {
    const lab = new Lab(runOf(1));
    for (let i = 0; i < 2100; i += 1) lab.do({ kind: 'replOffset', node: 'n1', value: i });
    const log = logOf(lab);
    expect(log.lines).toHaveLength(2000);
    expect(log.lines.at(-1)!.text).toBe('n1 was given the replication offset 2099');
  });
});

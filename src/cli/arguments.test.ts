import { describe, expect, test } from 'vitest';
import { numbersFrom, readArguments } from './arguments';
import { readOptions as readExplore } from './explore-options';
import { readOptions as readHunt } from './hunt-options';
import { readOptions as readLab } from './lab-options';

const TABLE = { seed: 'value', safeguards: 'value', json: 'flag' } as const;

describe('both spellings', () => {
  test.each([
    ['--seed 7 --json', { seed: '7', json: true }],
    ['--seed=7', { seed: '7', json: false }],
    ['--seed -7', { seed: '-7', json: false }],
    ['--safeguards -a,-b --seed 1', { safeguards: '-a,-b', seed: '1' }],
    ['--safeguards=-a', { safeguards: '-a' }],
    ['', { seed: undefined, json: false }],
  ])('%s', (line, given) => {
    expect(readArguments(wordsOf(line), TABLE)).toMatchObject(given);
  });
});

/** What is wrong with each, in the words that somebody reads. */
describe.each([
  ['hunt', readHunt],
  ['explore', readExplore],
  ['lab', readLab],
] as const)('npm run %s', (_, read: (args: readonly string[]) => unknown) => {
  test.each<[string[], RegExp]>([
    [['--nonsense'], /^--nonsense: is not an option here; use one of --protocol, /],
    [['--nonsense=3'], /^--nonsense: is not an option/],
    [['--__proto__', 'x'], /^--__proto__: is not an option/],
    [['3'], /^"3" belongs to no option; .*--seed 7 or --seed=7/],
    [['-h'], /^"-h" belongs to no option/],
    [['--nodes'], /^--nodes: needs a value behind it; leave --nodes out/],
    [['--nodes', '--help'], /^--nodes: needs a value/],
    [['--nodes='], /^--nodes: needs a value/],
    [['--nodes', ' '], /^--nodes: needs a value/],
    [['--nodes', '3', '--nodes', '3'], /^--nodes: is given twice; give it once/],
    [['--nodes', 'many'], /^--nodes: "many" must be a /],
    [['--help=yes'], /^--help: takes no value; leave out "=yes"/],
    [['--protocol', 'nonsense'], /^--protocol: "nonsense" is not known.*; use .*quorum/],
    [['--config', ''], /^--config: needs a value/],
    [['--config', ','], /^--config: "," has an empty place in its list/],
    [['--config', 'downAfterMs'], /^--config: "downAfterMs" must be a name and a number/],
    [['--config', 'downAfterMs=1=2'], /^--config: "downAfterMs=1=2" must be a name and a number/],
    [['--config', 'downAfterMs=900,downAfterMs=901'], /^--config: names downAfterMs twice/],
    [['--config', 'nonsense=1'], /^--config: nonsense is not a setting of protocol "quorum"/],
    [['--config', 'downAfterMs=0.5'], /^--config: downAfterMs must be a whole number from 1 to/],
    [['--config', 'downAfterMs=300,leaseMs=300'], /^--config: leaseMs \(300\) must be below downAfterMs/],
  ])('%j', (args, sentence) => {
    expect(() => read(args)).toThrow(sentence);
  });

  test('help is no mistake', () => {
    expect(read(['--help'])).toBeNull();
  });
});

describe('npm run lab', () => {
  test.each([
    ['--nodes 1', /^--nodes: with 1 node there is nobody to take over .*; use at least 3/],
    ['--nodes 2', /^--nodes: with 2 nodes there is nobody/],
    ['--nodes 1 --protocol ballot-lease', /^--nodes: with 1 node .*; use at least 2/],
    [
      '--config electionTimeoutMs=1',
      /^--config: there is nothing to measure: nobody can win an election: .*electionTimeoutMs \(1\)/,
    ],
    [
      '--protocol ballot-lease --config leaseMs=4,refreshMs=1,storeTimeoutMs=1',
      /^--config: there is nothing to measure: nobody can lead: .*leaseMs \(4\)/,
    ],
    ['--loss 100', /^--loss: "100" must be a share of all messages, 0 to 0.9, as 0.05/],
    ['--loss 5', /^--loss: "5" must be a share of all messages, .*5 percent is written as 0.05/],
    ['--loss 5%', /^--loss: "5%" .*5 percent is written as 0.05/],
    ['--loss -1', /^--loss: "-1" must be a share/],
    ['--loss much', /^--loss: "much" must be a share/],
    ['--trials 0', /^--trials: "0" must be a whole number from 1/],
    ['--minutes -1', /^--minutes: "-1" must be a whole number from 0/],
    ['--failure sleep', /^--failure: "sleep" is not known; use kill/],
    ['--preset moon', /^--preset: "moon" is not known; use /],
  ])('%s', (line, sentence) => {
    expect(() => readLab(wordsOf(line))).toThrow(sentence);
  });

  test('a share is a share, as in the hunt', () => {
    expect(readLab(['--loss', '0.05'])?.setup.network.lossRatio).toBe(0.05);
    expect(readHunt(['--loss', '0.05'])?.prey.network.lossRatio).toBe(0.05);
    expect(readLab(['--protocol', 'ballot-lease', '--nodes=2'])?.setup.nodes).toEqual(['n1', 'n2']);
  });
});

describe('npm run hunt', () => {
  test.each([
    ['--schedules -5', /^--schedules: "-5" must be a whole number from 1 to/],
    ['--schedules 0', /^--schedules: "0" must be a whole number/],
    ['--schedules 1.5', /^--schedules: "1.5" must be a whole number/],
    ['--loss 5', /^--loss: "5" must be a share .*5 percent is written as 0.05/],
    ['--duplicates 30%', /^--duplicates: "30%" .*30 percent is written as 0.3/],
    ['--clients 6', /^--clients: "6" must be a whole number from 0 to 5/],
    ['--nodes 3-2', /^--nodes: "3-2" must be a number or a range/],
    ['--latency 0-5', /^--latency: "0-5" must be a range of milliseconds within 1-60000/],
    ['--latency 9-5', /^--latency: "9-5" must be a range/],
    ['--shard 9/8', /^--shard: "9\/8" must be a share/],
    ['--threads 0', /^--threads: "0" must be a whole number from 1/],
    ['--safeguards -nonsense', /^--safeguards: nonsense is not a safeguard of protocol "quorum"/],
    ['--seed many', /^--seed: "many" must be a whole number/],
    ['--exports=no', /^--exports: takes no value/],
    [
      '--latency 60000-60000',
      /^--latency: nobody can have authority: .* at least 120000 ms .* leaseMs \(150\)/,
    ],
    ['--preset lan --config leaseMs=2', /^--config: nobody can have authority/],
    ['--loss 1', /^--loss: nobody can lead: every message is lost/],
  ])('%s', (line, sentence) => {
    expect(() => readHunt(wordsOf(line))).toThrow(sentence);
  });
});

test('numbers keep their order', () => {
  expect(Object.keys(numbersFrom('b=1,a=2'))).toEqual(['b', 'a']);
});

function wordsOf(line: string): string[] {
  return line.split(' ').filter((word) => word !== '');
}

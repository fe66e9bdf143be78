import { describe, expect, test } from 'vitest';
import { oneAuthority } from './one-authority';
import { Stage } from './test-kit';

/** The clocks of nodes begin far apart: what n1 reads as the run begins. */
const N1_START_US = 1_000_000_000;

describe('one authority at any instant', () => {
  test('holds of one, of none, and of one after another', () => {
    const nodes = new Stage(oneAuthority);
    expect(nodes.show('n1', { epoch: 1, role: 'primary', authorityUntilUs: Infinity })).toBeNull();
    // Of a role nothing follows: who only calls itself primary may not act.
    expect(nodes.show('n2', { epoch: 2, role: 'primary' })).toBeNull();
    expect(nodes.show('n1', { role: 'replica', authorityUntilUs: 0 })).toBeNull();
    expect(nodes.show('n2', { authorityUntilUs: Infinity })).toBeNull();
  });

  test('is broken by two, who are named with their epochs, the earlier one first', () => {
    const nodes = new Stage(oneAuthority);
    nodes.show('n3', { epoch: 1, role: 'primary', authorityUntilUs: Infinity });
    expect(nodes.show('n1', { epoch: 2, role: 'primary', authorityUntilUs: Infinity })).toEqual({
      witnesses: ['n3', 'n1'],
      text: 'n3 (epoch 1) and n1 (epoch 2) may both act as the leader at this instant: a split brain.',
    });
  });

  test('goes by the clock of each: an authority that is over is none', () => {
    const nodes = new Stage(oneAuthority);
    nodes.show('n1', { role: 'primary', authorityUntilUs: N1_START_US + 2000 });
    nodes.pass(1.999);
    expect(nodes.show('n2', { role: 'primary', authorityUntilUs: Infinity })).not.toBeNull();
    nodes.pass(0.001);
    expect(nodes.show('n2', { epoch: 1 })).toBeNull();
  });

  test('counts a frozen node, which will act when it goes on, and no dead one', () => {
    const nodes = new Stage(oneAuthority);
    nodes.show('n1', { role: 'primary', authorityUntilUs: Infinity });
    nodes.fault({ kind: 'freeze', node: 'n1' });
    expect(nodes.show('n2', { role: 'primary', authorityUntilUs: Infinity })).not.toBeNull();
    nodes.fault({ kind: 'kill', node: 'n1' });
    nodes.slot('n1').touch();
    expect(nodes.show('n2', { epoch: 2 })).toBeNull();
  });

  test('is promised where leaders are not made by wall clocks', () => {
    const { protocol } = new Stage(oneAuthority).world;
    expect(oneAuthority.isPromisedBy!(protocol)).toBe(true);
    expect(
      oneAuthority.isPromisedBy!(new Stage(oneAuthority, { protocol: 'ballot-lease' }).world.protocol),
    ).toBe(false);
  });

  test('is not promised under preemption: a higher priority makes it a note, and clocks break it all the same', () => {
    const nodes = new Stage(oneAuthority, { protocol: 'ballot-lease' });
    const { protocol, config } = nodes.world;
    expect(oneAuthority.whyNotPromised!(protocol, config)).toMatch(/A higher priority takes a lease/);
    expect(oneAuthority.whyNotPromised!(protocol, { ...config, allowPreemption: 0 })).toBeNull();
    nodes.show('n1', { epoch: 1, role: 'primary', authorityUntilUs: Infinity });
    nodes.slot('n2').disk = { priority: 1 };
    const preempts = { epoch: 2, role: 'primary', authorityUntilUs: Infinity } as const;
    expect(nodes.show('n2', preempts)).toMatchObject({ isNote: true, witnesses: ['n1', 'n2'] });
    nodes.slot('n2').disk = null;
    expect(nodes.show('n2', { ...preempts, epoch: 3 })).not.toHaveProperty('isNote');
    nodes.slot('n2').disk = { priority: 1 };
    nodes.world.config = { ...config, allowPreemption: 0 };
    expect(nodes.show('n2', { ...preempts, epoch: 4 })).not.toHaveProperty('isNote');
  });

  test('is not watched where a protocol does not promise it with the settings in force, and says why', () => {
    const nodes = new Stage(oneAuthority, { protocol: 'raft' });
    const { protocol, config } = nodes.world;
    nodes.show('n3', { epoch: 1, role: 'primary', authorityUntilUs: Infinity });
    expect(nodes.show('n1', { epoch: 2, role: 'primary', authorityUntilUs: Infinity })).toBeNull();
    expect(oneAuthority.whyNotPromised!(protocol, config)).toMatch(/asks a quorum/);
    nodes.world.config = { ...config, leaseReads: 1 };
    expect(nodes.show('n1', { epoch: 3 })).not.toBeNull();
    expect(oneAuthority.whyNotPromised!(protocol, nodes.world.config)).toBeNull();
  });
});

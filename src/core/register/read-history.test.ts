import { describe, expect, test } from 'vitest';
import type { AnsweredRead, ClientObservation } from '../service';
import { ReadHistory } from './read-history';

const NOTHING: ClientObservation = {
  kind: 'client',
  leader: null,
  leaderEpoch: null,
  writing: 0,
  asked: null,
  acknowledged: 0,
  refused: 0,
  misdirected: 0,
  unanswered: 0,
  abandoned: 0,
  followed: 0,
  stale: 0,
  rejected: 0,
  noLeaderYet: 0,
  longestGapUs: 0,
  lastAckUs: 0,
  note: '',
};

/** The clients c1 and c2, which the test plays. */
class Clients {
  history = new ReadHistory();
  private atUs = 0;
  private readonly shown = new Map<string, ClientObservation>();
  private readonly incarnations = new Map<string, number>();

  wrote(client: string, writing: number) {
    const { acknowledged } = this.of(client);
    return this.show(client, { writing, acknowledged: acknowledged + 1 });
  }

  reads(client: string, reading: number) {
    const { reads } = this.of(client);
    return this.show(client, {
      reads: { answered: 0, abandoned: 0, last: null, ...reads, reading, open: true },
    });
  }

  told(client: string, history: string, by = 'n1') {
    const { reads } = this.of(client);
    const number = reads!.reading;
    const last: AnsweredRead = { number, begunUs: -1, endedUs: -1, by, epoch: 1, value: '', history };
    return this.show(client, { reads: { ...reads!, open: false, answered: reads!.answered + 1, last } });
  }

  restart(client: string): void {
    this.incarnations.set(client, (this.incarnations.get(client) ?? 1) + 1);
    this.shown.delete(client);
  }

  private of(client: string): ClientObservation {
    return this.shown.get(client) ?? NOTHING;
  }

  private show(client: string, what: Partial<ClientObservation>) {
    const now = { ...this.of(client), ...what };
    this.shown.set(client, now);
    this.atUs += 10;
    return this.history.take(client, this.incarnations.get(client) ?? 1, now, this.atUs);
  }
}

describe('a read is stale', () => {
  test('if it lacks what was acknowledged before it began, to whomever', () => {
    const clients = new Clients();
    clients.wrote('c1', 1);
    clients.wrote('c2', 7);
    clients.wrote('c1', 2);
    expect(clients.reads('c2', 1)).toBeNull();
    expect(clients.told('c2', 'c1:1 c2:7')).toEqual({
      client: 'c2',
      number: 1,
      begunUs: 40,
      endedUs: 50,
      by: 'n1',
      epoch: 1,
      value: '',
      history: 'c1:1 c2:7',
      missed: ['c1#2'],
    });
  });

  test('not if that was acknowledged while it went on', () => {
    const clients = new Clients();
    clients.reads('c2', 1);
    clients.wrote('c1', 1);
    expect(clients.told('c2', '')!.missed).toEqual([]);
    clients.reads('c2', 2);
    expect(clients.told('c2', '')!.missed).toEqual(['c1#1']);
  });

  test('and of a write that nobody was told of it may know nothing', () => {
    const clients = new Clients();
    for (let number = 1; number <= 300; number += 2) clients.wrote('c1', number);
    clients.reads('c2', 1);
    const even = Array.from({ length: 150 }, (_, at) => 2 * at + 1).join(',');
    expect(clients.told('c2', `c1:${even}`)!.missed).toEqual([]);
  });

  test('whatever process its client has, and as far as is known from before', () => {
    const clients = new Clients();
    clients.wrote('c1', 1);
    clients.reads('c2', 4);
    clients.restart('c1');
    clients.wrote('c1', 2);
    clients.restart('c2');
    clients.reads('c2', 5);
    const saved = clients.history.save();
    clients.history = new ReadHistory(structuredClone(saved));
    expect(clients.told('c2', 'c1:1')!.missed).toEqual(['c1#2']);
    expect(saved.clients['c2']).toMatchObject({ reading: 5, answered: 0, before: 'c1:1-2' });
  });
});

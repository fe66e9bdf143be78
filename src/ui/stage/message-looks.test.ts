import { describe, expect, test, vi } from 'vitest';
import type { AnyProtocol } from '../../core/protocol';
import { epochField, MessageLooks } from './message-looks';
import { heartbeat, messageTable, offer, PROTOCOL, send } from './test-kit';

const protocol = PROTOCOL as unknown as AnyProtocol;

describe('MessageLooks', () => {
  test('takes the mark from the verb and the epoch from the first field that is called one', () => {
    const table = messageTable();
    const looks = new MessageLooks(table, protocol);
    expect(looks.of(send(table, heartbeat(7)))).toMatchObject({ mark: 'dot', epoch: 7 });
    expect(looks.of(send(table, offer(9)))).toMatchObject({ mark: 'triangle', epoch: 9 });
    expect(looks.of(send(table, { verb: 'PING' }))).toMatchObject({ mark: 'bar', epoch: -1 });
  });

  test('reads each message once', () => {
    const table = messageTable();
    const looks = new MessageLooks(table, protocol);
    const id = send(table, heartbeat(7));
    const read = vi.spyOn(table, 'row');
    expect(looks.of(id)).toBe(looks.of(id));
    expect(read).toHaveBeenCalledTimes(1);
  });

  test('remembers when a message was to arrive, after the trace has settled its end', () => {
    const table = messageTable();
    const looks = new MessageLooks(table, protocol);
    const id = send(table, heartbeat(7), { endUs: 1000 });
    looks.of(id);
    table.endEarly(id, 400, 'dropped');
    expect(looks.of(id).plannedEndUs).toBe(1000);
    expect(looks.endingOf(id)).toBe('dropped');
  });
});

test('epochField is null for a verb without one', () => {
  expect(epochField(protocol, 'HB')).toBe('epoch');
  expect(epochField(protocol, 'OFFER')).toBe('newEpoch');
  expect(epochField(protocol, 'PING')).toBeNull();
  const codec = {
    spec: {
      COPY: [
        ['token', 'number'],
        ['dataEpoch', 'number'],
      ],
    },
  };
  expect(epochField({ codec } as unknown as AnyProtocol, 'COPY')).toBe('token');
});

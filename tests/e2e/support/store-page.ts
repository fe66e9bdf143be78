/** What a page needs to put its IndexedDB to the test. Bundled by the test and served by it alone: it is in no build. */
import { BallotLease } from '../../../src/core/protocols/ballot-lease/lease';
import { DEFAULT_BALLOT_CONFIG } from '../../../src/core/protocols/ballot-lease/config';
import { driveAsync } from '../../../src/app/store/async-driver';
import {
  claimInTurns,
  incrementByVersion,
  settled,
  STORE_CONFORMANCE,
} from '../../../src/app/store/conformance';
import { openIndexedDbStore, type IndexedDbStore } from '../../../src/app/store/indexed-db-store';

/** What each case that failed says; all of them pass if there are none. */
export async function failedCases(): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const { name, check } of STORE_CONFORMANCE) {
    const doors = [await open(name), await open(name)] as const;
    await check(doors).catch((error: unknown) => failures.push(`${name}: ${String(error)}`));
    for (const door of doors) door.close();
  }
  return failures;
}

export async function prepareRace(database: string): Promise<void> {
  const store = await open(database);
  await settled(store, new BallotLease('e').initialize(DEFAULT_BALLOT_CONFIG));
  await store.ask({ kind: 'create', key: 'n', value: '0' });
  store.close();
}

/** This tab's part in a race; the ballots that it won. */
export async function takePart(database: string, processId: string): Promise<readonly number[]> {
  const store = await open(database);
  const [ballots] = await Promise.all([
    claimInTurns(store, processId),
    driveAsync(incrementByVersion(), store),
  ]);
  store.close();
  return ballots;
}

export async function valueOf(database: string, key: string): Promise<string | null> {
  const store = await open(database);
  const reply = await store.ask({ kind: 'get', key });
  store.close();
  return reply.kind === 'value' ? reply.value : null;
}

/** The answer to opening, and to a request that comes after the database was closed under the store. */
export async function whatFails(database: string): Promise<readonly unknown[]> {
  const opened = await openIndexedDbStore(database);
  if (!opened.ok) return [opened];
  opened.value.close();
  return ['open', await opened.value.ask({ kind: 'get', key: 'a' })];
}

async function open(database: string): Promise<IndexedDbStore> {
  const opened = await openIndexedDbStore(database);
  if (!opened.ok) throw new Error(opened.message);
  return opened.value;
}

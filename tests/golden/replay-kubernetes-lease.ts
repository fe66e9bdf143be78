/** One elector a line: which requests each of its steps makes, what it believes afterwards, and that it says so. */
import type {
  Answered,
  ApiError,
  ApiOperation,
  ApiRequest,
} from '../../src/core/protocols/kubernetes-lease/api';
import * as attempt from '../../src/core/protocols/kubernetes-lease/attempt';
import * as locks from '../../src/core/protocols/kubernetes-lease/lock';
import * as releasing from '../../src/core/protocols/kubernetes-lease/release';
import type { LeaseRecord } from '../../src/core/protocols/kubernetes-lease/record';
import { expectSame, type Replay } from './golden-file';

interface GoldenRecord {
  readonly holder: string;
  readonly leaseDurationSeconds: number;
  readonly acquireTimeMs: number | null;
  readonly renewTimeMs: number | null;
  readonly transitions: number;
}

interface GoldenRequest {
  readonly verb: ApiRequest['verb'];
  readonly version?: number;
  readonly body?: GoldenRecord;
  readonly reply:
    | { readonly ok: true; readonly version: number; readonly record?: GoldenRecord }
    | { readonly ok?: undefined; readonly error: ApiError };
  readonly atMs: number;
}

type Step =
  | { readonly op: 'restart'; readonly now: number }
  | {
      readonly op: 'tryAcquireOrRenew' | 'release';
      readonly now: number;
      readonly requests: readonly GoldenRequest[];
      readonly result: boolean;
      readonly observed?: GoldenRecord;
      readonly observedAtMs: number | null;
      readonly isLeader: boolean;
    };

interface Elector {
  readonly id: string;
  readonly config: { readonly leaseDurationMs: number };
  readonly steps: readonly Step[];
}

/** The steps themselves, as they are in the source or with a mistake in them. */
export interface Steps {
  readonly tryAcquireOrRenew: typeof attempt.tryAcquireOrRenew;
  readonly release: typeof releasing.release;
  readonly freshLock: typeof locks.freshLock;
}

export const replayKubernetesLease: Replay = (line, where) =>
  replaySteps(line as Elector, where, { ...attempt, ...locks, ...releasing });

export function replaySteps({ id, config, steps }: Elector, where: string, port: Steps): void {
  let lock = port.freshLock();
  let observed: GoldenRecord = { ...recordOf(lock.observed) };
  steps.forEach((step, index) => {
    if (step.op === 'restart') {
      lock = port.freshLock();
      observed = recordOf(lock.observed);
      return;
    }
    const at = `${where}, step ${index + 1} (${step.op} at ${step.now} ms)`;
    const operation =
      step.op === 'release'
        ? port.release(lock, id, false)
        : port.tryAcquireOrRenew(lock, { id, leaseDurationMs: config.leaseDurationMs }, clockAt(step.now));
    expectSame(at, 'the result', perform(operation, step.requests, at), step.result);
    observed = step.observed ?? observed;
    expectSame(at, 'the observed record', recordOf(lock.observed), observed);
    const { observedAtUs } = lock;
    expectSame(at, 'observedAtMs', observedAtUs === null ? null : observedAtUs / 1000, step.observedAtMs);
    expectSame(at, 'isLeader', lock.observed.holder === id, step.isLeader);
  });
}

function perform(operation: ApiOperation<boolean>, requests: readonly GoldenRequest[], at: string): boolean {
  let next = operation.next();
  requests.forEach((golden, index) => {
    const asked = next.done === true ? null : shownRequest(next.value);
    const { verb, version, body } = golden;
    expectSame(at, `request ${index + 1}`, asked, {
      verb,
      ...(version !== undefined && { version }),
      ...(body !== undefined && { body }),
    });
    next = operation.next(answerOf(golden));
  });
  expectSame(at, 'a further request', next.done === true ? null : shownRequest(next.value), null);
  return next.value as boolean;
}

function shownRequest(request: ApiRequest): unknown {
  if (request.verb === 'get') return { verb: 'get' };
  const version = request.verb === 'update' ? request.version : null;
  return { verb: request.verb, ...(version !== null && { version }), body: recordOf(request.record) };
}

function answerOf({ reply, atMs }: GoldenRequest): Answered {
  const clock = clockAt(atMs);
  if (reply.ok !== true) return { reply: { kind: 'failed', error: reply.error }, clock };
  const { version, record } = reply;
  if (record === undefined) return { reply: { kind: 'written', version }, clock };
  return { reply: { kind: 'got', version, record: ownRecordOf(record) }, clock };
}

/** There an elector has one clock for everything. */
const clockAt = (ms: number) => ({ nowUs: ms * 1000, wallUs: ms * 1000 });

const inMs = (us: number | null): number | null => (us === null ? null : us / 1000);
const inUs = (ms: number | null): number | null => (ms === null ? null : ms * 1000);

function recordOf(record: LeaseRecord): GoldenRecord {
  const { holder, leaseDurationSeconds, transitions } = record;
  const [acquireTimeMs, renewTimeMs] = [inMs(record.acquireTimeUs), inMs(record.renewTimeUs)];
  return { holder, leaseDurationSeconds, acquireTimeMs, renewTimeMs, transitions };
}

function ownRecordOf(record: GoldenRecord): LeaseRecord {
  const { holder, leaseDurationSeconds, transitions } = record;
  const [acquireTimeUs, renewTimeUs] = [inUs(record.acquireTimeMs), inUs(record.renewTimeMs)];
  return { holder, leaseDurationSeconds, acquireTimeUs, renewTimeUs, transitions };
}

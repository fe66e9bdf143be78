/** One key a line, with several holders whose clocks may differ: who wins each round, and how the rounds end. */
import { drive } from '../../src/core/store/drive';
import { ExportLease } from '../../src/core/export/lease';
import type { KvOperation } from '../../src/core/store/operation';
import type { LeaseGuard } from '../../src/core/export/guard';
import { MemoryStore } from '../../src/core/store/memory-store';
import type { Outcome } from '../../src/core/store/outcome';
import { overwrite } from '../../src/core/store/overwrite';
import { expectSame, type Replay } from './golden-file';

type Call =
  | { readonly op: 'tryAcquire'; readonly holderId: string; readonly ttlSecs: number }
  | { readonly op: 'complete'; readonly guard: number; readonly cursorHex: string }
  | { readonly op: 'abandon'; readonly guard: number }
  | { readonly op: 'corrupt'; readonly raw: string }
  | { readonly op: 'current' };

interface Step {
  readonly nowUnix: number;
  readonly call: Call;
  readonly value?: unknown;
  readonly error?: string;
}

const KEY = 'export';

export const replayExportLease: Replay = (line, where) => {
  const { steps } = line as { readonly steps: readonly Step[] };
  const group = new GoldenGroup();
  steps.forEach(({ nowUnix, call, ...answer }, index) => {
    const at = `${where}, step ${index + 1} (${call.op} at ${nowUnix} s)`;
    expectSame(at, 'the answer', group.perform(call, nowUnix), answer);
  });
};

class GoldenGroup {
  private readonly store = new MemoryStore();
  /** In order of winning; they are numbered from 1. */
  private readonly guards: LeaseGuard[] = [];

  /** As `{value}` or `{error}`, in the words of the golden data. */
  perform(call: Call, nowUnix: number): unknown {
    switch (call.op) {
      case 'tryAcquire':
        return answer(this.drive(this.leaseOf(call.holderId).tryAcquire(call.ttlSecs, nowUnix)), (guard) =>
          guard === null ? null : { guard: this.guards.push(guard), record: guard.record },
        );
      case 'complete':
        return answer(this.drive(this.guard(call.guard).complete(call.cursorHex, nowUnix)));
      case 'abandon':
        return { value: this.drive(this.guard(call.guard).abandon()) };
      case 'corrupt':
        return answer(this.drive(overwrite(KEY, call.raw)));
      case 'current':
        return answer(this.drive(this.leaseOf('reader').current()));
      default: {
        const unknown: never = call;
        throw new Error(`unknown call ${JSON.stringify(unknown)}`);
      }
    }
  }

  private leaseOf(holderId: string): ExportLease {
    const lease = ExportLease.create(this.store, KEY, holderId, () => undefined);
    if (!lease.ok) throw new Error(lease.message);
    return lease.value;
  }

  private guard(number: number): LeaseGuard {
    return this.guards[number - 1]!;
  }

  private drive<T>(operation: KvOperation<T>): T {
    return drive(operation, (request) => this.store.ask(request));
  }
}

function answer<T>(outcome: Outcome<T>, show: (value: T) => unknown = (value) => value): unknown {
  return outcome.ok ? { value: show(outcome.value) } : { error: outcome.error };
}

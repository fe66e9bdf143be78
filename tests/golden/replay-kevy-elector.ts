/** One node's log a line: after every call the elector must say, send and have on its disk what the recording has. */
import type { Clock, DiskRecord, Effect, NodeId, Role } from '../../src/core/program';
import type { Boot, Config } from '../../src/core/protocol';
import { KevyElector } from '../../src/core/protocols/kevy/elector';
import type { KevyMessage } from '../../src/core/election/message';
import { expectSame, type Replay } from './golden-file';

type Call =
  | { readonly op: 'tick' }
  | { readonly op: 'message'; readonly from: NodeId; readonly message: KevyMessage }
  | { readonly op: 'setReplOffset'; readonly replOffset: number }
  | { readonly op: 'restart'; readonly startRole: Role; readonly replOffset: number };

interface Step {
  /** Milliseconds on that node's clock. */
  readonly now: number;
  readonly call: Call;
  readonly out: readonly { readonly to: string; readonly message: KevyMessage }[];
  readonly role: Role;
  readonly epoch: number;
  readonly primary: NodeId | null;
  readonly hasQuorum: boolean;
  readonly durable?: DiskRecord;
}

interface Log {
  readonly nodeId: NodeId;
  readonly peerIds: readonly NodeId[];
  readonly advertisedAddr: string;
  readonly startRole: Role;
  readonly durable: boolean;
  readonly jitterMs: number;
  readonly config: Config;
  readonly steps: readonly Step[];
}

const EMPTY_DISK: DiskRecord = { epoch: 0, votedFor: null };

export const replayKevyElector: Replay = (line, where) => {
  const log = line as Log;
  let disk: DiskRecord | null = null;
  let elector: KevyElector | null = null;

  log.steps.forEach((step, index) => {
    const at = `${where}, step ${index + 1} (${step.call.op} at ${step.now} ms)`;
    const clock: Clock = { nowUs: step.now * 1000, wallUs: step.now * 1000 };
    elector ??= new KevyElector(bootOf(log, log.startRole, 0, null, clock));

    let effects: readonly Effect<KevyMessage>[] = [];
    switch (step.call.op) {
      case 'tick':
        effects = elector.onWake(clock);
        break;
      case 'message':
        effects = elector.onMessage(step.call.from, step.call.message, clock);
        break;
      case 'setReplOffset':
        effects = elector.onCommand({ kind: 'replOffset', value: step.call.replOffset }, clock);
        break;
      case 'restart':
        elector = new KevyElector(bootOf(log, step.call.startRole, step.call.replOffset, disk, clock));
        break;
      default: {
        const unknown: never = step.call;
        throw new Error(`unknown call ${JSON.stringify(unknown)}`);
      }
    }

    const out = effects.flatMap((effect) =>
      effect.kind === 'send' ? [{ to: effect.to, message: effect.message }] : [],
    );
    for (const effect of effects) if (log.durable && effect.kind === 'persist') disk = effect.record;

    expectSame(at, 'out', out, step.out);
    const { role, epoch } = elector.observe();
    expectSame(at, 'role', role, step.role);
    expectSame(at, 'epoch', epoch, step.epoch);
    expectSame(at, 'primary', elector.knownPrimary, step.primary);
    expectSame(at, 'hasQuorum', elector.hasQuorum(clock.nowUs), step.hasQuorum);
    if (log.durable) expectSame(at, 'durable', disk ?? EMPTY_DISK, step.durable);
  });
};

function bootOf(log: Log, startRole: Role, replOffset: number, disk: DiskRecord | null, clock: Clock): Boot {
  const addresses = Object.fromEntries(log.peerIds.map((id) => [id, `${id}.invalid:6004`]));
  return {
    nodeId: log.nodeId,
    peerIds: log.peerIds,
    addresses: { ...addresses, [log.nodeId]: log.advertisedAddr },
    startRole,
    config: log.config,
    safeguards: {},
    disk,
    replOffset,
    dataEpoch: 0,
    storeId: null,
    clock,
    random: { below: (limit) => Math.min(log.jitterMs, limit - 1) },
  };
}

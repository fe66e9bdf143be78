/**
 * Faults as sentences without their full stop. Of a fault in a trace they say what happened, which may be nothing; of one
 * that has yet to be applied, with no effect to go by, what is done if there is anything to do it to.
 */
import type { FaultEffect } from './fault-effect';
import type { DiskLatency, FaultAction, Network } from './run';
import type { Trace } from './trace/trace';
import type { NodeStatus } from './view';

/** The words for the fault that a record of a trace tells of. */
export function faultWords(trace: Trace, record: number): string {
  const { fault, effect } = trace.faultAt(record);
  return describeFault(fault, effect);
}

/** More members in one group are counted, not listed. */
const MOST_LISTED = 12;

const AS_IT_WAS: Record<NodeStatus, string> = {
  up: 'it was running',
  frozen: 'it was frozen already',
  killed: 'it was dead already',
  crashed: 'it had crashed',
};

export function describeFault(fault: FaultAction, effect?: FaultEffect): string {
  return effect?.changed === false ? describeNothing(fault, effect) : describeDone(fault, effect);
}

/** It found nothing to do: what was tried, and why it came to nothing. */
function describeNothing(fault: FaultAction, effect: FaultEffect): string {
  const state = effect.was === undefined ? '' : AS_IT_WAS[effect.was];
  switch (fault.kind) {
    case 'kill':
      return `${fault.node} was to be killed, but ${state}`;
    case 'freeze':
      return `${fault.node} was to be frozen, but ${state}`;
    case 'thaw':
      return `${fault.node} was to be thawed, but ${effect.was === 'up' ? 'it was not frozen' : state}`;
    case 'crash':
      return `${fault.node} was to ${fault.how}, but ${state}`;
    case 'restart':
      return describeDone(fault, effect);
    case 'cut':
      return `the link ${fault.from} → ${fault.to} was to be cut, but it was cut already`;
    case 'heal':
      return `the link ${fault.from} → ${fault.to} was to be healed, but it was not cut`;
    case 'partition':
      return (effect.groups ?? []).length < 2
        ? 'the network was to be split, but all were left in one group: no link was cut'
        : `the network was to be split, but every link between these was cut already: ${split(fault.groups, effect)}`;
    case 'healAll':
      return 'all links were to be healed, but there was nothing to heal';
    case 'link':
      return `the link ${fault.from} → ${fault.to} was to be changed, but nothing is other than it was: ${linkWords(fault)}`;
    case 'clock':
      return `the clock of ${fault.node} was to be changed, but nothing is other than it was: ${describeClock(fault)}`;
    case 'replOffset':
      return `${fault.node} was to be given the replication offset ${fault.value}, but ${state}`;
    case 'priority':
      return `${fault.node} was to be given the priority ${fault.value}, but ${state}`;
    case 'resign':
      return `${fault.node} was to resign, but ${state}`;
    case 'transfer':
    case 'campaign':
    case 'forgetLeader':
      return `${fault.node} was to ${orderWords(fault)}, but ${state}`;
    case 'export':
      return `${fault.node} was to ${exportWords(fault)}, but ${state}`;
    case 'store':
      return `the store was to ${storeWords(fault)}, but ${state || 'there is none'}`;
    case 'corrupt':
      return `the next frame ${fault.from} → ${fault.to} was to be damaged, but was going to be already`;
    case 'disk':
      return `the disk of ${fault.node} was to be changed, but it is so already: ${diskWords(fault.latencyMs)}`;
    case 'throttle':
      return fault.everyMs === 0
        ? `the timers of ${fault.node} were to be let go, but nothing throttles them`
        : `the timers of ${fault.node} were to be throttled, but they are already: ${throttleWords(fault)}`;
    case 'stall':
      return `${fault.node} was to stall before its next ${fault.afterVerb}, but ${state}`;
    case 'configure':
      return `${whoseSettings(fault)} were to be changed, but nothing is other than it was: ${describeChange(fault)}`;
    case 'drop':
      return `message ${fault.message} was to be taken out of the air, but ${notInAir(effect)}`;
    case 'deliver':
      return `message ${fault.message} was to be handed over at once, but ${notInAir(effect)}`;
  }
}

function describeDone(fault: FaultAction, effect?: FaultEffect): string {
  // A frozen process reads its orders when it is thawed.
  const later = effect?.was === 'frozen' ? '; it is frozen, and learns of it when it is thawed' : '';
  switch (fault.kind) {
    case 'kill':
      return `${fault.node} was killed${effect?.was === 'crashed' ? ': it had crashed, and stays down' : ''}`;
    case 'restart': {
      const disk = fault.disk === 'wiped' ? 'with an empty disk' : 'its disk kept';
      const was = effect?.was === 'up' || effect?.was === 'frozen' ? 'killed and restarted' : 'restarted';
      return `${fault.node} was ${was}${fault.disk === 'wiped' ? ' ' : ', '}${disk}`;
    }
    case 'freeze':
      return `${fault.node} was frozen: it stands still and hears nothing`;
    case 'thaw':
      return `${fault.node} was thawed: ${
        effect?.waited === 0 ? 'nothing had waited for it' : 'what waited for it arrives now'
      }`;
    case 'crash':
      return fault.how === 'throw' ? `${fault.node} was told to throw` : `${fault.node} was told to hang`;
    case 'cut':
      return `the link ${fault.from} → ${fault.to} was cut`;
    case 'heal':
      return `the link ${fault.from} → ${fault.to} was healed`;
    case 'partition':
      return `the network was split: ${split(fault.groups, effect)}`;
    case 'healAll':
      return 'all links were healed';
    case 'link':
      return `the link ${fault.from} → ${fault.to} was changed: ${linkWords(fault)}`;
    case 'clock':
      return `the clock of ${fault.node} was changed: ${describeClock(fault)}`;
    case 'replOffset':
      return `${fault.node} was given the replication offset ${fault.value}${later}`;
    case 'priority':
      return `${fault.node} was given the priority ${fault.value}${later}`;
    case 'resign':
      return `${fault.node} was told to resign${later}`;
    case 'transfer':
    case 'campaign':
    case 'forgetLeader':
      return `${fault.node} was told to ${orderWords(fault)}${later}`;
    case 'export':
      return `${fault.node} was told to ${exportWords(fault)}${later}`;
    case 'store':
      return `the store was told to ${storeWords(fault)}${later}`;
    case 'corrupt':
      return `the next frame that leaves ${fault.from} for ${fault.to} will be damaged on its way`;
    case 'disk':
      return `the disk of ${fault.node} was changed: ${diskWords(fault.latencyMs)}`;
    case 'throttle':
      return fault.everyMs === 0
        ? `the timers of ${fault.node} fire when they are due again`
        : `the timers of ${fault.node} were throttled: ${throttleWords(fault)}`;
    case 'stall':
      return `${fault.node} will stall before its next ${fault.afterVerb}, which leaves ${fault.ms} ms later than it was decided on`;
    case 'configure':
      return `${whoseSettings(fault)} were changed: ${describeChange(fault)}`;
    case 'drop':
      return `message ${fault.message} was taken out of the air`;
    case 'deliver':
      return `message ${fault.message} was handed over at once`;
  }
}

/** Who can still talk to whom: also those who are in no group that was named. */
function split(named: readonly (readonly string[])[], effect: FaultEffect | undefined): string {
  if (effect?.groups !== undefined) return effect.groups.map(listed).join(' | ');
  return [...named.filter((group) => group.length > 0).map(listed), 'whoever is left'].join(' | ');
}

const listed = (ids: readonly string[]): string =>
  ids.length <= MOST_LISTED
    ? ids.join(' ')
    : `${ids.slice(0, MOST_LISTED - 1).join(' ')} and ${ids.length - MOST_LISTED + 1} more`;

function orderWords(fault: Extract<FaultAction, { kind: 'transfer' | 'campaign' | 'forgetLeader' }>): string {
  switch (fault.kind) {
    case 'transfer':
      return `hand leadership over to ${fault.to}`;
    case 'campaign':
      return 'stand for election';
    case 'forgetLeader':
      return 'forget its leader';
  }
}

const exportWords = ({ how }: Extract<FaultAction, { kind: 'export' }>): string =>
  how === 'abandon' ? 'abandon its export' : 'let its export fail';

const storeWords = ({ how, key }: Extract<FaultAction, { kind: 'store' }>): string =>
  how === 'corrupt' ? `overwrite its key ${key} with what nobody can read` : `delete its key ${key}`;

const notInAir = ({ sent }: FaultEffect): string =>
  sent === true ? 'it was not in the air any more' : 'no such message had been sent';

const diskWords = ([least, most]: DiskLatency): string =>
  most === 0 ? 'a write takes no time' : `a write takes ${least === most ? most : `${least}–${most}`} ms`;

const throttleWords = ({ everyMs }: Extract<FaultAction, { kind: 'throttle' }>): string =>
  `they fire only every ${everyMs} ms of its own clock`;

const linkWords = (fault: Partial<Network>): string =>
  networkParts(fault).join(', ') || 'no setting was named';

function networkParts({ latencyMs, lossRatio, duplicateRatio }: Partial<Network>): readonly string[] {
  const parts: string[] = [];
  if (latencyMs !== undefined) parts.push(`latency ${latencyMs[0]}–${latencyMs[1]} ms`);
  if (lossRatio !== undefined) parts.push(`loss ${percent(lossRatio)}`);
  if (duplicateRatio !== undefined) parts.push(`duplication ${percent(duplicateRatio)}`);
  return parts;
}

const whoseSettings = ({ node }: Extract<FaultAction, { kind: 'configure' }>): string =>
  node === undefined ? 'the settings' : `the settings of ${node}`;

function describeChange(fault: Extract<FaultAction, { kind: 'configure' }>): string {
  const numbers = Object.entries(fault.config ?? {}).map(([name, value]) => `${name} ${value}`);
  const switches = Object.entries(fault.safeguards ?? {}).map(([name, on]) => `${name} ${on ? 'on' : 'off'}`);
  const disk = fault.disk === undefined ? [] : [diskWords(fault.disk.latencyMs)];
  const all = [...numbers, ...networkParts(fault.network ?? {}), ...disk, ...switches];
  return all.join(', ') || 'no setting was named';
}

function describeClock(fault: Extract<FaultAction, { kind: 'clock' }>): string {
  const parts: string[] = [];
  if (fault.rate !== undefined) parts.push(`it runs at ${fault.rate}× true time`);
  if (fault.offsetMs !== undefined) parts.push(`its wall clock is off by ${fault.offsetMs} ms`);
  return parts.join(', ') || 'no setting was named';
}

const percent = (ratio: number): string => `${Math.round(ratio * 10_000) / 100} %`;

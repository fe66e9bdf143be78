/** Faults as sentences without their full stop. */
import type { FaultAction, Network } from './run';

export function describeFault(fault: FaultAction): string {
  switch (fault.kind) {
    case 'kill':
      return `${fault.node} was killed`;
    case 'restart':
      return fault.disk === 'wiped'
        ? `${fault.node} was restarted with an empty disk`
        : `${fault.node} was restarted, its disk kept`;
    case 'freeze':
      return `${fault.node} was frozen: it stands still and hears nothing`;
    case 'thaw':
      return `${fault.node} was thawed: what waited for it arrives now`;
    case 'crash':
      return fault.how === 'throw' ? `${fault.node} was told to throw` : `${fault.node} was told to hang`;
    case 'cut':
      return `the link ${fault.from} → ${fault.to} was cut`;
    case 'heal':
      return `the link ${fault.from} → ${fault.to} was healed`;
    case 'partition':
      return `the network was split: ${fault.groups.map((group) => group.join(' ')).join(' | ')}${
        fault.groups.length === 1 ? ' | the rest' : ''
      }`;
    case 'healAll':
      return 'all links were healed';
    case 'link':
      return `the link ${fault.from} → ${fault.to} was changed: ${networkParts(fault).join(', ') || 'nothing'}`;
    case 'clock':
      return `the clock of ${fault.node} was changed: ${describeClock(fault)}`;
    case 'replOffset':
      return `${fault.node} was given the replication offset ${fault.value}`;
    case 'priority':
      return `${fault.node} was given the priority ${fault.value}`;
    case 'resign':
      return `${fault.node} was told to resign`;
    case 'export':
      return fault.how === 'abandon'
        ? `${fault.node} was told to abandon its export`
        : `the export of ${fault.node} was made to fail`;
    case 'store':
      return fault.how === 'corrupt'
        ? `the store's key ${fault.key} was overwritten with what nobody can read`
        : `the store's key ${fault.key} was deleted, its tombstone left`;
    case 'corrupt':
      return `the next frame ${fault.from} → ${fault.to} will arrive damaged`;
    case 'configure':
      return `the settings were changed: ${describeChange(fault)}`;
    case 'drop':
      return `message ${fault.message} was taken out of the air`;
    case 'deliver':
      return `message ${fault.message} was handed over at once`;
  }
}

function networkParts({ latencyMs, lossRatio, duplicateRatio }: Partial<Network>): readonly string[] {
  const parts: string[] = [];
  if (latencyMs !== undefined) parts.push(`latency ${latencyMs[0]}–${latencyMs[1]} ms`);
  if (lossRatio !== undefined) parts.push(`loss ${percent(lossRatio)}`);
  if (duplicateRatio !== undefined) parts.push(`duplication ${percent(duplicateRatio)}`);
  return parts;
}

function describeChange(fault: Extract<FaultAction, { kind: 'configure' }>): string {
  const numbers = Object.entries(fault.config ?? {}).map(([name, value]) => `${name} ${value}`);
  const switches = Object.entries(fault.safeguards ?? {}).map(([name, on]) => `${name} ${on ? 'on' : 'off'}`);
  return [...numbers, ...networkParts(fault.network ?? {}), ...switches].join(', ') || 'nothing';
}

function describeClock(fault: Extract<FaultAction, { kind: 'clock' }>): string {
  const parts: string[] = [];
  if (fault.rate !== undefined) parts.push(`it runs at ${fault.rate}× true time`);
  if (fault.offsetMs !== undefined) parts.push(`its wall clock is off by ${fault.offsetMs} ms`);
  return parts.join(', ') || 'nothing';
}

const percent = (ratio: number): string => `${Math.round(ratio * 10_000) / 100} %`;

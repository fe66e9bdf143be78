/** Everything that a node of protocol `kubernetes-lease` believes, in words, for the inspector. */
import type { Clock, Fact, Observation, PeerView, ProgramView } from '../../program';
import { isValid, observedEndUs, type Lock } from './lock';
import type { LeaseSession } from './session';
import type { KubernetesSettings } from './settings';
import type { KubernetesState, Phase } from './state';

const PHASES: Readonly<Record<Phase['kind'], string>> = {
  acquiring: 'wants to lead',
  resting: 'leads, until the next round',
  renewing: 'leads, in a round of renewal',
  releasing: 'releases its lease',
  exited: 'has exited',
};

const NEXT: Readonly<Record<Phase['kind'], string>> = {
  acquiring: 'next try at',
  resting: 'next round at',
  renewing: 'next try at',
  releasing: '',
  exited: 'is restarted at',
};

type UnderWay = Pick<LeaseSession, 'lock' | 'operation' | 'request' | 'timeoutAtUs'>;

export function viewOf(
  observation: Observation,
  state: KubernetesState,
  settings: KubernetesSettings,
  session: UnderWay,
  { nowUs }: Clock,
): ProgramView {
  return {
    observation,
    votes: [],
    peers: holderView(session.lock, settings, nowUs),
    facts: factsOf(state, session, nowUs),
  };
}

/** Nodes do not hear each other: all that one knows of another is what the Lease says. */
function holderView(lock: Lock, { id, peerIds }: KubernetesSettings, nowUs: number): readonly PeerView[] {
  const { observed, observedAtUs } = lock;
  if (observed.holder === id || !peerIds.includes(observed.holder)) return [];
  const endUs = observedEndUs(lock);
  return [
    {
      id: observed.holder,
      heardAtUs: observedAtUs,
      alive: isValid(lock, nowUs),
      role: 'primary',
      epoch: observed.transitions,
      replOffset: null,
      facts: endUs === null ? [] : [{ label: 'lease until', atUs: endUs }],
    },
  ];
}

function factsOf({ phase, renewedAtUs }: KubernetesState, session: UnderWay, nowUs: number): readonly Fact[] {
  const { observed, version } = session.lock;
  const facts: Fact[] = [{ label: 'process', value: PHASES[phase.kind] }];
  const moment = (label: string, atUs: number) => {
    if (Number.isFinite(atUs)) facts.push({ label, atUs });
  };
  moment('last renewal that succeeded began at', renewedAtUs);
  if ('nextUs' in phase && phase.nextUs > nowUs && session.operation === null)
    moment(NEXT[phase.kind], phase.nextUs);
  if (phase.kind === 'resting') moment('leads at most until', phase.endUs);
  if (phase.kind === 'renewing') moment('round ends at', phase.deadlineUs);
  if (phase.kind === 'releasing') moment('gives up releasing at', phase.deadlineUs);
  facts.push(
    { label: 'lease as observed', value: observed.holder === '' ? 'nobody’s' : `of ${observed.holder}` },
    { label: 'transitions observed', value: String(observed.transitions) },
    { label: 'resource version known', value: version === null ? 'none' : String(version) },
  );
  if (session.request !== null) {
    facts.push({ label: 'asks the server', value: `to ${session.request.verb} the lease` });
    moment('waits for the answer until', session.timeoutAtUs());
  }
  return facts;
}

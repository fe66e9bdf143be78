/** What is known of the settings of other systems: which of ours each of their names is, and how its value is written. */

/** Whose words a name belongs to. Those of etcd and TiKV run Raft, and so does Consul. */
export type Dialect = 'kubernetes' | 'etcd' | 'tikv' | 'consul';

export const DIALECT_TITLES: Readonly<Record<Dialect, string>> = {
  kubernetes: 'Kubernetes leader election',
  etcd: 'etcd',
  tikv: 'TiKV',
  consul: 'Consul',
};

/** `time` is a length with its unit, `ms` and `seconds` bare numbers of them, `count` a whole number. */
export type ValueKind = 'time' | 'ms' | 'seconds' | 'count' | 'switch';

export interface KnownName {
  readonly dialect: Dialect;
  /** In the spelling of `plain`. */
  readonly name: string;
  /** What it is called among what is read here; null where it says nothing that there is anything of here. */
  readonly term: string | null;
  readonly kind: ValueKind | 'any';
}

/** Spellings of one name by flag, field, key and variable are the same. */
export const plain = (name: string): string =>
  name
    .slice(name.lastIndexOf('.') + 1)
    .toLowerCase()
    .replace(/[-_]/g, '');

const known = (
  dialect: Dialect,
  term: string | null,
  kind: KnownName['kind'],
  names: string,
): readonly KnownName[] => names.split(' ').map((name) => ({ dialect, name, term, kind }));

export const NAMES: readonly KnownName[] = [
  ...known(
    'kubernetes',
    'leaseDuration',
    'time',
    'leaderelectleaseduration leaderelectionleaseduration leaseduration',
  ),
  ...known('kubernetes', 'leaseDuration', 'seconds', 'leasedurationseconds'),
  ...known('kubernetes', null, 'any', 'holderidentity acquiretime renewtime leasetransitions'),
  ...known(
    'kubernetes',
    'renewDeadline',
    'time',
    'leaderelectrenewdeadline leaderelectionrenewdeadline renewdeadline',
  ),
  ...known(
    'kubernetes',
    'retryPeriod',
    'time',
    'leaderelectretryperiod leaderelectionretryperiod retryperiod',
  ),
  ...known('kubernetes', 'release', 'switch', 'leaderelectionreleaseoncancel releaseoncancel'),
  ...known('kubernetes', 'elects', 'switch', 'leaderelect leaderelection enableleaderelection'),
  ...known(
    'kubernetes',
    null,
    'any',
    'leaderelectresourcelock leaderelectresourcename leaderelectresourcenamespace leaderelectionid ' +
      'leaderelectionnamespace leaderelectionresourcelock resourcelock resourcename resourcenamespace',
  ),
  ...known('etcd', 'heartbeatInterval', 'ms', 'heartbeatinterval etcdheartbeatinterval'),
  ...known('etcd', 'electionTimeout', 'ms', 'electiontimeout etcdelectiontimeout'),
  ...known('etcd', 'etcdPreVote', 'switch', 'etcdprevote'),
  ...known('etcd', null, 'any', 'etcdname initialelectiontickadvance etcdinitialelectiontickadvance'),
  ...known('tikv', 'baseTick', 'time', 'raftbasetickinterval'),
  ...known('tikv', 'heartbeatTicks', 'count', 'raftheartbeatticks'),
  ...known('tikv', 'electionTicks', 'count', 'raftelectiontimeoutticks'),
  ...known(
    'tikv',
    null,
    'any',
    'raftstoremaxleaderlease raftminelectiontimeoutticks raftmaxelectiontimeoutticks',
  ),
  ...known('consul', 'multiplier', 'count', 'raftmultiplier'),
];

/** Names that several of them have: whose it is follows from the names beside it. */
export const SHARED: readonly string[] = ['prevote'];

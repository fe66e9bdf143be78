/**
 * All protocols and packs at hand from the start: for Node, where a run is simulated in one call, and for tests. The page
 * and its workers never import it: they load what a run needs.
 */
import { exportsPack } from './export/pack';
import type { AnyProtocol } from './protocol';
import { ballotProtocol } from './protocols/ballot-lease/protocol';
import { kevyProtocol } from './protocols/kevy/protocol';
import { kubernetesProtocol } from './protocols/kubernetes-lease/protocol';
import { quorumProtocol } from './protocols/quorum/protocol';
import { raftProtocol } from './protocols/raft/protocol';
import { registerPack } from './register/pack';
import { addPack, addProtocol } from './registry';
import { logPack } from './replicated-log/pack';
import { serverPack } from './server';
import { storePack } from './store/pack';

/** In the order of the registry, to which a test holds it. */
export const ALL_PROTOCOLS: readonly AnyProtocol[] = [
  quorumProtocol,
  kevyProtocol,
  ballotProtocol,
  kubernetesProtocol,
  raftProtocol,
];

for (const protocol of ALL_PROTOCOLS) addProtocol(protocol);
addPack('store', storePack);
addPack('register', registerPack);
addPack('exports', exportsPack);
addPack('server', serverPack);
addPack('log', logPack);

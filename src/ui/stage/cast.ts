/** Who is on the stage, and between whom anything can be sent. */
import type { AnyProtocol } from '../../core/protocol';
import type { Part } from '../../core/service';

export interface Cast {
  /** In the order of the run. */
  readonly parts: readonly Part[];
  readonly nodeCount: number;
  /** Whether nodes send each other anything: for an election, or copies of what clients write. */
  readonly nodesTalk: boolean;
}

export function castOf(parts: readonly Part[], protocol: Pick<AnyProtocol, 'store'>): Cast {
  return {
    parts,
    nodeCount: parts.filter((part) => part === 'node').length,
    nodesTalk: protocol.store === undefined || parts.includes('client'),
  };
}

/** Whether there is a link between these two. A store and a client have nothing to say to each other. */
export function areLinked({ parts }: Cast, a: number, b: number): boolean {
  return parts[a] === 'node' || parts[b] === 'node';
}

/** Whether that link is ever used. */
export function carries(cast: Cast, a: number, b: number): boolean {
  const bothNodes = cast.parts[a] === 'node' && cast.parts[b] === 'node';
  return bothNodes ? cast.nodesTalk : areLinked(cast, a, b);
}

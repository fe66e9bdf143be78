/** Looks at what nodes show through the eyes of the author's properties: the page has no code of theirs. */
import type { WatchedNode } from '../../core/protocol';
import type { OwnProtocol } from '../../core/protocols/own/protocol';

/** What was seen, step after step, in order. */
export interface ToJudge {
  readonly call: number;
  readonly looks: readonly (readonly WatchedNode[])[];
}

export interface FromJudge {
  readonly call: number;
  /** The first look at which each property that was broken was so. */
  readonly broken: readonly { readonly name: string; readonly look: number; readonly text: string }[];
}

export function judge(
  port: { postMessage(message: FromJudge): void },
  { properties = [] }: OwnProtocol,
): (message: ToJudge) => void {
  return ({ call, looks }) => {
    const broken = properties.flatMap((property) => {
      for (const [look, nodes] of looks.entries()) {
        const text = property.whyBroken?.(nodes) ?? null;
        if (text !== null) return [{ name: property.name, look, text }];
      }
      return [];
    });
    port.postMessage({ call, broken });
  };
}

/** The numbers that are measured: those of the run on the page, until a person changes them here. */
import { nodeIds } from '../../app/run/opening-run';
import { systemOfSetup, type LabSetup } from '../../check/lab/setup';
import { resolveConfig } from '../../sim/run';
import { readNumbers, textsOf, type Texts } from '../controls/settings/numbers';
import { readWhole } from '../lab/choices';
import type { Measured } from '../lab/lab.svelte';

/** Beside the numbers of the protocol and of the network. */
export const NODES = 'nodeCount';
const MOST_NODES = 9;

export class Desk implements Measured {
  private typed: Texts = $state.raw({});
  private readonly applied: Texts = $derived.by(() => textsOfSetup(this.ofRun));
  readonly texts: Texts = $derived({ ...this.applied, ...this.typed });
  readonly edited: boolean = $derived(
    Object.keys(this.applied).some((key) => this.texts[key] !== this.applied[key]),
  );
  private readonly reading = $derived.by(() => this.read());
  /** A sentence for each field that cannot be, by key. */
  readonly problems: Texts = $derived.by(() => this.reading.problems);
  readonly problem: string | null = $derived.by(() => this.reading.sentence);
  /** As it is typed; as in the run while that cannot be. */
  readonly setup: LabSetup = $derived.by(() => this.reading.setup);
  private ofRun: LabSetup = $state.raw()!;

  constructor(ofRun: LabSetup) {
    this.ofRun = ofRun;
  }

  /** Of the same protocol as before. What was typed stays as it is. */
  follow(ofRun: LabSetup): void {
    if (JSON.stringify(ofRun) !== JSON.stringify(this.ofRun)) this.ofRun = ofRun;
  }

  type(key: string, text: string): void {
    this.typed = { ...this.typed, [key]: text };
  }

  /** As in the run again. */
  reset(): void {
    this.typed = {};
  }

  /** The numbers of another setup of this protocol. */
  take(setup: LabSetup): void {
    this.typed = textsOfSetup(setup);
  }

  private read(): { setup: LabSetup; problems: Texts; sentence: string | null } {
    const { ofRun, texts } = this;
    if (!this.edited) return { setup: ofRun, problems: {}, sentence: null };
    const reading = readNumbers(systemOfSetup(ofRun), texts);
    if (!reading.ok) return { setup: ofRun, problems: reading.problems, sentence: reading.sentence };
    const count = readWhole('Nodes', texts[NODES]!, 1, MOST_NODES);
    if (typeof count === 'string') return { setup: ofRun, problems: { [NODES]: count }, sentence: count };
    const { config, network } = reading.numbers;
    const nodes = count === ofRun.nodes.length ? ofRun.nodes : nodeIds(count);
    return { setup: { ...ofRun, nodes, config, network }, problems: {}, sentence: null };
  }
}

function textsOfSetup(setup: LabSetup): Texts {
  const system = systemOfSetup(setup);
  const config = resolveConfig(system, setup.config);
  return {
    ...textsOf(system, { config, network: setup.network, seed: 1 }),
    [NODES]: String(setup.nodes.length),
  };
}

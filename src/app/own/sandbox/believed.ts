/**
 * What comes back from a node in the sandbox, if it has the form and the size of what a node says; its frames are read by the codec
 * after this, and its texts are shown as texts. Nobody there can reach the port it comes through; this is for when that is wrong.
 */
import * as v from 'valibot';
import type { FromNode } from '../../../workers/protocol';

const MOST_STEPS = 20_000;
const MOST_EFFECTS = 4000;
const MOST_FRAME_BYTES = 4_000_000;
const LONGEST_TEXT = 1000;

const time = v.number();
const text = v.pipe(v.string(), v.maxLength(LONGEST_TEXT));
const id = v.pipe(v.string(), v.maxLength(16));
const times = v.pipe(v.array(time), v.maxLength(MOST_STEPS));
const plain = v.union([v.string(), v.number(), v.boolean(), v.null()]);

const observation = v.object({
  role: v.picklist(['primary', 'replica', 'candidate']),
  epoch: v.pipe(v.number(), v.safeInteger()),
  primary: v.nullable(id),
  authorityUntilUs: time,
  authoritySpanUs: time,
  patienceFromUs: time,
  patienceUntilUs: time,
  replOffset: v.pipe(v.number(), v.safeInteger()),
  dataEpoch: v.pipe(v.number(), v.safeInteger()),
  votedEpoch: v.pipe(v.number(), v.safeInteger()),
  votedFor: v.nullable(id),
  leadership: v.looseObject({ kind: v.picklist(['leader', 'follower', 'unknown']) }),
  facts: v.exactOptional(v.record(text, plain)),
});

const effect = v.variant('kind', [
  v.object({
    kind: v.literal('send'),
    to: v.pipe(v.array(id), v.maxLength(MOST_EFFECTS)),
    frame: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
  v.object({ kind: v.literal('persist'), record: v.record(v.string(), plain) }),
  v.object({
    kind: v.literal('event'),
    event: v.object({ tag: text, epoch: v.number(), peer: v.nullable(id), text }),
  }),
]);

const outcome = v.object({
  step: v.pipe(v.number(), v.integer(), v.minValue(0)),
  doneUs: v.exactOptional(time),
  effects: v.exactOptional(v.pipe(v.array(effect), v.maxLength(MOST_EFFECTS))),
  observation: v.exactOptional(observation),
  rejected: v.exactOptional(v.picklist(['Truncated', 'Bad', 'WrongShape', 'BadNumeric', 'BadRole'])),
  failed: v.exactOptional(text),
  unheard: v.exactOptional(v.boolean()),
});

const reply = v.object({
  atUs: times,
  inputs: times,
  outcomes: v.pipe(v.array(outcome), v.maxLength(MOST_STEPS)),
  sizes: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.maxLength(MOST_STEPS)),
  frames: v.pipe(
    v.instance(Uint8Array),
    v.check(({ length }) => length <= MOST_FRAME_BYTES),
  ),
  nextWakeUs: time,
  luck: v.exactOptional(v.unknown()),
});

const fromNode = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('ran'), reply }),
  v.object({ type: v.literal('inspected'), call: v.number(), inspection: v.looseObject({}) }),
  v.object({ type: v.literal('saved'), call: v.number(), process: v.looseObject({}) }),
]);

/** Null for what no node says. */
export function believed(message: unknown): FromNode | null {
  return v.is(fromNode, message) ? (message as FromNode) : null;
}

/** Who takes part in a run, and what that means for whoever breaks things. */
import { count } from '../../format';

export function quorumSentence(nodes: number): string {
  const majority = Math.floor(nodes / 2) + 1;
  const spare = nodes - majority;
  if (spare === 0) return `A majority is ${majority} of ${nodes}: it survives no failure.`;
  return `A majority is ${majority} of ${nodes}: it survives ${count(spare, 'failure')}.`;
}

export function clientsSentence(clients: number): string {
  if (clients === 0) return 'Nobody writes: leadership is all there is to see.';
  const who = clients === 1 ? 'It writes to whom it believes' : 'They write to whom they believe';
  return `${who} to lead, and the nodes replicate what was written.`;
}

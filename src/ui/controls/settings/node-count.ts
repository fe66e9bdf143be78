/** How many nodes a cluster may have, and what that means. */
import { MOST_NODES } from '../../../app/run-schema';
import { count } from '../../format';

/** A whole number from 1 to the most, or null for anything else that was typed. */
export function nodeCountOf(text: string): number | null {
  const amount = Number(text);
  return text.trim() !== '' && Number.isInteger(amount) && amount >= 1 && amount <= MOST_NODES
    ? amount
    : null;
}

/** What that number means for whoever breaks things. */
export function quorumSentence(nodes: number): string {
  const majority = Math.floor(nodes / 2) + 1;
  const spare = nodes - majority;
  if (spare === 0) return `A majority is ${majority} of ${nodes}: it survives no failure.`;
  return `A majority is ${majority} of ${nodes}: it survives ${count(spare, 'failure')}.`;
}

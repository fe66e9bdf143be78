/**
 * Protocols that somebody wrote, in a terminal: a file of one's own is run with all that one may do oneself. Nothing that
 * came from elsewhere is run here.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { OWN } from '../core/protocols/own/about';
import { protocolFromSource } from '../core/protocols/own/evaluate';
import { addWritten, readSourcesBy, type Which } from '../core/registry';
import { checkSource } from '../sim/run-rules';

/** What a run that names it may say from now on. Throws a sentence that begins with the file's name. */
export function protocolFromFile(path: string): Which {
  try {
    const which = { protocol: OWN.id, source: readFileSync(path, 'utf8') };
    checkSource(which);
    addWritten(which.source, protocolFromSource(which.source));
    return which;
  } catch (error) {
    throw new Error(`${basename(path)}: ${whyUnread(error)}`, { cause: error });
  }
}

/** Whether somebody means a file, and not the id of a protocol. */
export const isPath = (text: string): boolean => /[\\/]|\.[cm]?[jt]s$/.test(text);

/** For threads, which are given sources that their process has read already. */
export function runSourcesHere(): void {
  readSourcesBy((source) => Promise.resolve(protocolFromSource(source)));
}

function whyUnread(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  switch ((error as { readonly code?: unknown }).code) {
    case 'ENOENT':
      return 'there is no such file.';
    case 'EISDIR':
      return 'is a folder, and not a file.';
    default:
      return error.message;
  }
}

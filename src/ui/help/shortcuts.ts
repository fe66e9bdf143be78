/** The keyboard of the page, as data: the listener and the help read the same list. */

export type Shortcut =
  | 'togglePlay'
  | 'step'
  | 'slower'
  | 'faster'
  | 'kill'
  | 'freeze'
  | 'cutOff'
  | 'previousMoment'
  | 'nextMoment'
  | 'present'
  | 'dismiss'
  | 'help';

/** What a key is for, in words; `keys` as they are printed on the keyboard. */
export const SHORTCUTS: readonly {
  readonly shortcut: Shortcut;
  readonly key: string;
  readonly keys: string;
  readonly does: string;
}[] = [
  { shortcut: 'togglePlay', key: ' ', keys: 'Space', does: 'Play or pause' },
  { shortcut: 'step', key: '.', keys: '.', does: 'On to the next event, then pause' },
  { shortcut: 'slower', key: '[', keys: '[', does: 'Slower' },
  { shortcut: 'faster', key: ']', keys: ']', does: 'Faster' },
  { shortcut: 'kill', key: 'k', keys: 'K', does: 'Kill the selected node, or restart it' },
  { shortcut: 'freeze', key: 'f', keys: 'F', does: 'Freeze the selected node, or thaw it' },
  { shortcut: 'cutOff', key: 'x', keys: 'X', does: 'Cut the selected node off, or reconnect it' },
  { shortcut: 'nextMoment', key: 'n', keys: 'N', does: 'On to the next moment of a run that has some' },
  { shortcut: 'previousMoment', key: 'b', keys: 'B', does: 'Back to the moment before' },
  { shortcut: 'present', key: 'p', keys: 'P', does: 'Present: the stage alone, in large type; Esc leaves' },
  { shortcut: 'dismiss', key: 'Escape', keys: 'Esc', does: 'Close what is open, or clear the selection' },
  { shortcut: 'help', key: '?', keys: '?', does: 'This help' },
];

/** Where the key went: `text` takes letters for itself, `control` acts on Space, `elsewhere` has no use for either. */
export type KeyTarget = 'text' | 'control' | 'elsewhere';

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** A key held down repeats: good for speeds, bad for toggles. */
  readonly repeat: boolean;
  readonly defaultPrevented: boolean;
}

/** The shortcut that this press means, or null when it belongs to the browser or to the focused element. */
export function shortcutOf(press: KeyPress, target: KeyTarget): Shortcut | null {
  if (press.defaultPrevented || press.ctrlKey || press.metaKey || press.altKey) return null;
  const found = SHORTCUTS.find(({ key }) => key.toLowerCase() === press.key.toLowerCase())?.shortcut ?? null;
  if (found === null || (target === 'text' && found !== 'dismiss')) return null;
  if (found === 'togglePlay' && (target === 'control' || press.repeat)) return null;
  return found;
}

/** Inputs that take no letters: shortcuts work over them. */
const LETTERLESS = new Set(['range', 'checkbox', 'radio', 'button', 'submit', 'reset', 'color', 'file']);

/** What a focused element does with keys, from the plain facts about it. */
export function keyTarget(element: {
  readonly tagName: string;
  readonly type?: string | undefined;
  readonly role?: string | null | undefined;
  readonly editable?: boolean | undefined;
}): KeyTarget {
  const tag = element.tagName.toUpperCase();
  if (element.editable === true || tag === 'TEXTAREA' || tag === 'SELECT') return 'text';
  if (tag === 'INPUT' && !LETTERLESS.has(element.type ?? 'text')) return 'text';
  // A slider has no use for Space, so that a person who just set the speed can start with it.
  if (tag === 'INPUT') return element.type === 'range' ? 'elsewhere' : 'control';
  if (tag === 'BUTTON' || tag === 'A' || tag === 'SUMMARY') return 'control';
  return ACTIVATED_ROLES.has(element.role ?? '') ? 'control' : 'elsewhere';
}

const ACTIVATED_ROLES = new Set([
  'button',
  'link',
  'switch',
  'checkbox',
  'radio',
  'tab',
  'option',
  'menuitem',
  'menuitemradio',
]);

/** What passes between the page, the hidden frame and the workers in it. */

/** What a worker is there for. */
export type Role = 'read' | 'node' | 'hunt' | 'explore' | 'lab' | 'explain' | 'judge';

export type ToFrame =
  /** The text of the script that every worker is started with. First of all. */
  | { readonly type: 'script'; readonly text: string }
  /** With the port of that worker. */
  | { readonly type: 'start'; readonly id: number; readonly name: string }
  | { readonly type: 'end'; readonly id: number };

export type FromFrame =
  | { readonly type: 'open' }
  | { readonly type: 'ready' }
  /** An error that nobody caught in that worker. */
  | { readonly type: 'error'; readonly id: number; readonly text: string };

/** The first message to a worker, on its port. */
export interface Load {
  readonly role: Role;
  /** As it is named in runs, and as an engine takes it: `compileSource`. */
  readonly source: string;
  readonly code: string;
}

/** The first message from it, as soon as its script has come and it can be told what it is for. */
export interface Here {
  readonly type: 'here';
}

/** The second; what follows is of its role. */
export type Loaded =
  | { readonly type: 'loaded'; readonly manifest: unknown }
  | { readonly type: 'refused'; readonly sentence: string };

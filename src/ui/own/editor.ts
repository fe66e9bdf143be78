/** The editor: CodeMirror with what it knows of our names, in a shadow tree, because its styles are made at run time. */
import {
  autocompletion,
  closeBrackets,
  completionKeymap,
  type CompletionContext,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, highlightActiveLine, hoverTooltip, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { OF_DEFINITION, OF_NODE, OF_OBSERVED, type Word } from './words';

export interface Editor {
  /** Replaces the text, if it is another one. */
  set(text: string): void;
  /** Marks these lines, from 1, each with a sentence; no others. */
  mark(problems: readonly { readonly line: number; readonly sentence: string }[]): void;
  focus(): void;
  destroy(): void;
}

export interface EditorOptions {
  readonly text: string;
  readonly label: string;
  readonly onchange: (text: string) => void;
  readonly onrun: () => void;
}

export function makeEditor(host: HTMLElement, { text, label, onchange, onrun }: EditorOptions): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        javascript({ typescript: true }),
        syntaxHighlighting(HIGHLIGHT),
        autocompletion({ override: [complete] }),
        hoverTooltip((at, position) => hover(at, position)),
        EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
        EditorState.tabSize.of(2),
        // Tab goes on to the next thing on the page, as everywhere.
        keymap.of([
          { key: 'Mod-Enter', run: () => (onrun(), true) },
          ...completionKeymap,
          ...defaultKeymap,
          ...historyKeymap,
        ]),
        THEME,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onchange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    set(next) {
      const { doc } = view.state;
      if (doc.toString() === next) return;
      view.dispatch({ changes: { from: 0, to: doc.length, insert: next } });
    },
    mark(problems) {
      const { doc } = view.state;
      const all = problems
        .filter(({ line }) => line >= 1 && line <= doc.lines)
        .map(({ line, sentence }) => {
          const { from, to } = doc.line(line);
          return { from, to, severity: 'error' as const, message: sentence };
        });
      view.dispatch(setDiagnostics(view.state, all));
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

const completions = (words: readonly Word[]) =>
  words.map(({ name, signature, says }) => ({
    label: name,
    detail: signature,
    info: says,
    type: 'property',
  }));

function complete(context: CompletionContext) {
  const ofNode = context.matchBefore(/\bnode\.\w*/);
  if (ofNode !== null) return { from: ofNode.from + 'node.'.length, options: completions(OF_NODE) };
  const word = context.matchBefore(/\w+/);
  if (word === null && !context.explicit) return null;
  return { from: word?.from ?? context.pos, options: completions([...OF_DEFINITION, ...OF_OBSERVED]) };
}

function hover(view: EditorView, position: number) {
  const range = view.state.wordAt(position);
  if (range === null) return null;
  const name = view.state.sliceDoc(range.from, range.to);
  const isOfNode = view.state.sliceDoc(Math.max(0, range.from - 5), range.from) === 'node.';
  const word = (isOfNode ? OF_NODE : [...OF_DEFINITION, ...OF_OBSERVED]).find((one) => one.name === name);
  if (word === undefined) return null;
  return {
    pos: range.from,
    end: range.to,
    create() {
      const dom = document.createElement('div');
      dom.className = 'words';
      const code = document.createElement('code');
      code.textContent = word.signature;
      const says = document.createElement('p');
      says.textContent = word.says;
      dom.append(code, says);
      return { dom };
    },
  };
}

const HIGHLIGHT = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier], color: 'var(--epoch-1)' },
  { tag: [tags.string, tags.regexp], color: 'var(--epoch-3)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--epoch-6)' },
  { tag: [tags.comment], color: 'var(--text-muted)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.className], color: 'var(--epoch-4)' },
  { tag: [tags.definition(tags.propertyName), tags.function(tags.propertyName)], color: 'var(--accent)' },
]);

const THEME = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--surface-raised)', fontSize: '13px' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.5' },
  '.cm-gutters': { backgroundColor: 'var(--surface-raised)', color: 'var(--text-muted)', border: '0' },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in oklab, var(--accent) 7%, transparent)',
  },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-matchingBracket': {
    backgroundColor: 'color-mix(in oklab, var(--accent) 22%, transparent) !important',
  },
  '.cm-tooltip': {
    border: '1px solid var(--line)',
    borderRadius: '6px',
    backgroundColor: 'var(--surface-raised)',
    color: 'var(--text)',
    boxShadow: '0 6px 20px rgb(0 0 0 / 16%)',
    fontFamily: 'var(--font)',
    fontSize: '13px',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--accent)',
    color: 'var(--accent-text)',
  },
  '.cm-completionDetail': { fontStyle: 'normal', opacity: '0.75' },
  '.words': { maxWidth: '360px', padding: '8px 10px' },
  '.words code': { fontFamily: 'var(--font-mono)' },
  '.words p': { margin: '4px 0 0' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--caution)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--caution)',
    textUnderlineOffset: '3px',
  },
});

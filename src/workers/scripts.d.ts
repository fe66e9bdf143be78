/** The address of a worker's script, `src/workers/<name>.worker.ts`: a chunk of the page's own build, see `vite.config.ts`. */
declare module 'virtual:worker/*' {
  const url: string;
  export default url;
}

/** The addresses of the hidden frame and of the script of its workers, `src/workers/sandbox/`: see `vite.config.ts`. */
declare module 'virtual:sandbox' {
  export const frameUrl: string;
  export const scriptUrl: string;
}

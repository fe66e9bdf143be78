/** The page is in use once stage and timeline are there. What they do not need comes after that, so that they come sooner. */
let begin: () => void;
const begun = new Promise<void>((resolve) => (begin = resolve));

/** To be said once. */
export const beInUse = (): void => begin();

/** What `load` brings, asked for when the page is in use and not before. */
export const afterwards = <T>(load: () => Promise<T>): Promise<T> => begun.then(load);

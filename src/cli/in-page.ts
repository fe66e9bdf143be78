/** Where the page is after `npm start`; `fragment` says what it opens. */
export const inPage = (fragment: string): string => `http://localhost:5173/${fragment}`;

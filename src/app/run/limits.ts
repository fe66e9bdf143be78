/** How much is taken in of what comes from outside. */

/** A run's text, before anything is parsed. */
export const LONGEST_RUN_CHARACTERS = 2_000_000;

/** The name of a branch, in characters. */
export const LONGEST_NAME = 40;

/** Of the words that go with a run, in characters. */
export const LONGEST_TITLE = 80;
export const LONGEST_CAPTION = 300;

/** Moments of a run: more than anybody steps through. */
export const MOST_MOMENTS = 40;

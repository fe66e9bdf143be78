import { parseLessons, type Lesson } from './lesson';
import written from './lesson-runs.json';

/** Written by `npm run lessons`. */
export const LESSONS: readonly Lesson[] = parseLessons(written);

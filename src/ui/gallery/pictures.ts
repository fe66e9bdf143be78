/** The pictures of all stories, kept for as long as the page lives. */
import { pictureOf } from './picture';
import { Studio, whenIdle } from './studio';

export const studio = new Studio(pictureOf, whenIdle);

import { afterwards } from './in-use';

export const loadBesideStage = () => afterwards(() => import('./beside-stage'));

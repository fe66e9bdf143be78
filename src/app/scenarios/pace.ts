/** The pace of every story: the classroom's, so that single messages can be followed. */
import { PRESETS } from '../presets';

const [classroom] = PRESETS;

export const PACE = { config: classroom!.config, network: classroom!.network } as const;

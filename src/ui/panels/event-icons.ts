/** A sign for each kind of line. Roles keep the shapes that they have on the stage. */
import Ban from '@lucide/svelte/icons/ban';
import ChevronsUp from '@lucide/svelte/icons/chevrons-up';
import Circle from '@lucide/svelte/icons/circle';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import Crown from '@lucide/svelte/icons/crown';
import Database from '@lucide/svelte/icons/database';
import Diamond from '@lucide/svelte/icons/diamond';
import Info from '@lucide/svelte/icons/info';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import SquareCheck from '@lucide/svelte/icons/square-check';
import Zap from '@lucide/svelte/icons/zap';

const ICONS: Readonly<Record<string, typeof Zap>> = {
  candidate: Diamond,
  primary: CircleDot,
  replica: Circle,
  vote: SquareCheck,
  refusal: Ban,
  epoch: ChevronsUp,
  authority: Crown,
  serving: Database,
  note: Info,
  violation: TriangleAlert,
};

/** Whatever has no sign of its own was done to the cluster from outside. */
export const iconOf = (tag: string): typeof Zap => ICONS[tag] ?? Zap;

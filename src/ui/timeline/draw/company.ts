/** What is drawn of a run that has a store, clients or exports, and of no other. */
import type { CompanyArt } from '../scene';
import { drawBeliefs } from './beliefs';
import { drawClient } from './client-lane';
import { drawExports } from './exports';
import { drawLane } from './lanes';
import { drawOverlaps, drawShields } from './overlaps';
import { drawStore } from './store-lane';
import { drawSeconds, drawSkews } from './wall-clock';

export const companyArt: CompanyArt = {
  drawMember(pen, scene, side, lane) {
    const { beside, trace } = side.index;
    if (beside === null) {
      drawLane(pen, scene, side, lane);
      return;
    }
    switch (trace.parts[lane.node]) {
      case 'store':
        drawStore(pen, scene, side, lane, beside);
        break;
      case 'client':
        drawClient(pen, scene, side, lane, beside);
        break;
      default:
        drawLane(pen, scene, side, lane);
        drawBeliefs(pen, scene, side, lane, beside);
    }
    drawSeconds(pen, scene, side, lane, beside);
  },
  drawExports,
  drawOverlaps,
  drawShields,
  drawSkews,
};

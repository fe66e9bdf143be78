/** What hands without a mouse do. */
import { expect, type Locator } from '@playwright/test';

/**
 * Presses Tab until that element has the focus. A scrolled area on the way is a stop of its own, so the next control may
 * be more than one press away; going only forwards, the order is still tested.
 */
export async function tabTo(target: Locator, mostPresses = 3): Promise<void> {
  for (let presses = 0; presses < mostPresses; presses += 1) {
    await target.page().keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  await expect(target, `${mostPresses} presses of Tab away at most`).toBeFocused();
}

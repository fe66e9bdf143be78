/** Tests have all protocols at hand, as everything in Node does. */
import '../../src/core/everything';

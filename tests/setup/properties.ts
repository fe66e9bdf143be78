/** Properties are tried with the same values every time, so that a failure is nobody's bad luck. `FC_SEED=n` tries others. */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 1) });

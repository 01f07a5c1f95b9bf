import { availableParallelism } from 'node:os';
import { FairQueue } from './fair-queue';

/**
 * Everything that passwords make the processor do: most of a thread for a twentieth of a second, or for a third. At most
 * two run at one time, so that a flood of logins leaves threads for the rest of the server.
 */
export const passwordWork = new FairQueue(Math.max(1, Math.min(2, availableParallelism() - 1)));

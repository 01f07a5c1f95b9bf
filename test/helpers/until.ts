const pollMs = 60;
/** Long, since a busy machine is slow: who waits in vain fails all the same. */
const deadlineMs = 15_000;

/** Asks until the answer is neither undefined nor false; fails when that takes too long. */
export async function until<Answer>(
  what: string,
  ask: () => Answer | undefined | false | Promise<Answer | undefined | false>,
  timeout = deadlineMs,
): Promise<Answer> {
  const deadline = Date.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

/** How long what the tests opened may take to close after the last of them, in ms. */
const patience = 5000;

/**
 * After the last test: what a failed one has left open must not keep the run from ending with its status.
 * Source: https://mochajs.org/features/global-fixtures/
 */
export function mochaGlobalTeardown(): void {
  setTimeout(() => {
    console.error('Something that a test has opened is still open.');
    process.exit();
  }, patience).unref();
}

import assert from 'node:assert/strict';
import { ConfigError, readRequest } from '../../src/server/config';

/** The words in which a server refuses a command line and an environment; fails where it takes them. */
export function refusal(args: readonly string[], environment: Readonly<Record<string, string | undefined>> = {}): string {
  try {
    readRequest(args, environment);
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.message;
  }
  assert.fail(`${args.join(' ')} was taken`);
}

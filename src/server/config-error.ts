/** A setting that cannot be: the message names it, where it stands, and what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

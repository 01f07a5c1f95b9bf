/** What somebody wants of persistence. Source: https://github.com/ircv3/ircv3-specifications/pull/503 */
export const persistenceSettings = ['ON', 'OFF', 'DEFAULT'] as const;
export type PersistenceSetting = (typeof persistenceSettings)[number];

/** A registered name: whoever knows its password, or has its certificate, is its owner. */
export interface Account {
  /**
   * The sequence number of its making, which no other account ever has: what is kept belongs to it rather than to the
   * name, which may be somebody else's once it was given up and released.
   */
  readonly id: number;
  /** The folded name (`casemap.ts`), which tells accounts apart as long as they are there. */
  readonly key: string;
  /** The name as its owner wrote it. */
  readonly name: string;
  readonly createdAt: Date;
  readonly email: string | undefined;
  readonly persistence: PersistenceSetting;
}

/** What can be checked of an account's password; never sent, never logged. */
export interface Credentials {
  /** See `hashPassword`. */
  readonly password: string;
  /** See `deriveScram`. */
  readonly scram: string;
}

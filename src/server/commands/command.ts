import type { Message } from '../../shared/message';
import type { Client } from '../client';
import type { Reply } from '../reply';
import type { Server } from '../server';
import type { User } from '../user';

/** What a handler is given. It answers through `reply` and publishes events; it never touches a socket. */
export interface Context {
  readonly server: Server;
  readonly client: Client;
  readonly message: Message;
  readonly params: readonly string[];
  readonly reply: Reply;
}

/** The same for a verb of registered users. */
export interface UserContext extends Context {
  readonly user: User;
}

interface CommandBase {
  /** How HELP shows it: `JOIN <room>{,<room>} [<key>{,<key>}]` */
  readonly usage: string;
  /** One sentence for HELP. */
  readonly help: string;
  /** The least number of parameters; with fewer the answer is 461. */
  readonly parameters: number;
}

/** One verb: when it is allowed and what it does. `operator` verbs are for server operators only. */
export type Command =
  | (CommandBase & { readonly allowed: 'always' | 'before-registration'; run(context: Context): void })
  | (CommandBase & { readonly allowed: 'registered' | 'operator'; run(context: UserContext): void });

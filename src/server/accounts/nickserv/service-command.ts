import type { UserContext } from '../../commands/command';

/** What a command of NickServ is given: answers are lines of text for a person. */
export interface ServiceContext extends UserContext {
  /** The words behind the command. */
  readonly args: readonly string[];
  readonly answer: (...lines: readonly string[]) => void;
}

/** One command of NickServ. */
export interface ServiceCommand {
  /** How HELP shows it: `GHOST <name> [<password>]` */
  readonly usage: string;
  /** One sentence. */
  readonly help: string;
  /** The least number of words behind the command. */
  readonly parameters: number;
  run(context: ServiceContext): void;
}

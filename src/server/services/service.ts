import { foldUnicode } from '../../shared/casemap';
import { Numeric } from '../../shared/numerics';
import { formatSource } from '../../shared/source';
import type { UserContext } from '../commands/command';
import type { Outgoing } from '../commands/relay';
import { Event } from '../delivery';
import { echo } from '../history/addressees';
import type { Reply } from '../reply';
import type { Server } from '../server';
import { NotStoredError } from '../store/not-stored';

/** A part of the server that people talk to as to a person: NickServ and the like. Its name is for nobody else. */
export interface Service {
  readonly nick: string;
  /** What WHOIS says of it. */
  readonly realname: string;
  /** Does what a text asks for, and answers with {@link tell}. What it is told is never logged: it may be a password. */
  handle(context: UserContext, text: string): void;
}

/** The user name that services show. */
export const serviceUsername = 'services';

export function serviceSource(server: Server, service: Service): string {
  return formatSource(service.nick, serviceUsername, server.name);
}

/** Answers somebody in the name of a service. Source: https://modern.ircdocs.horse/#notice-message */
export function tell({ server, client, reply }: UserContext, service: Service, ...lines: readonly string[]): void {
  const source = serviceSource(server, service);
  // The nick as it is now: logging in may have brought another one.
  for (const line of lines) reply.event(new Event({ source, verb: 'NOTICE', params: [client.displayNick, line] }));
}

/**
 * Hands a PRIVMSG to a service, one of several lines as one text; what is no question (NOTICE, TAGMSG) it does not hear.
 * Nothing of it is kept anywhere.
 */
export function askService(context: UserContext, service: Service, message: Outgoing): void {
  if (message.verb !== 'PRIVMSG') return;
  echo(context, message.make(service.nick));
  ask(context, service, message.whole);
}

/** Has a service do what a text asks for; what cannot be stored is not done, and the service says why. */
export function ask(context: UserContext, service: Service, text: string): void {
  try {
    service.handle(context, text);
  } catch (error) {
    if (!(error instanceof NotStoredError)) throw error;
    tell(context, service, error.message);
  }
}

/** Source: https://modern.ircdocs.horse/#whois-message */
export function sendServiceWhois(server: Server, { nick, realname }: Service, reply: Reply): void {
  reply.numeric(Numeric.RPL_WHOISUSER, nick, serviceUsername, server.name, '*', realname);
  reply.numeric(Numeric.RPL_WHOISSERVER, nick, server.name, server.config.name);
  reply.numeric(Numeric.RPL_ENDOFWHOIS, nick, 'End of WHOIS');
}

/** The services by name, without regard to case. */
export class Services {
  private readonly byKey = new Map<string, Service>();

  add(service: Service): void {
    this.byKey.set(foldUnicode(service.nick), service);
  }

  find(nick: string): Service | undefined {
    return this.byKey.get(foldUnicode(nick));
  }

  [Symbol.iterator](): IterableIterator<Service> {
    return this.byKey.values();
  }
}

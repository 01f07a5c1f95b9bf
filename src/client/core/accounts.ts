import type { Message, MessageParts } from '../../shared/message';
import type { Capabilities } from './capabilities';
import type { ClientEvent } from './events';
import { chooseMechanism, Sasl } from './sasl';

/** Where passwords are kept from one start to the next. Neither method rejects. */
export interface PasswordStore {
  get(server: string, account: string): Promise<string | undefined>;
  set(server: string, account: string, password: string): Promise<void>;
}

export interface AccountsHost {
  readonly capabilities: Capabilities;
  readonly nick: string;
  readonly hasCertificate: boolean;
  send(message: MessageParts): void;
  emit(event: ClientEvent): void;
  /** A password that the server has accepted. */
  keep(account: string, password: string): void;
  /** The account that we are logged in to changed. */
  changed(): void;
}

/** What services say of a name that belongs to somebody. */
const ownedWords = /\bnick(?:name)?\b.*\b(?:registered|owned|protected)\b|\bidentify\b/i;
const servicesName = /^(?:nickserv|authserv|services?)$/i;
const successWords = /\b(?:you are now (?:identified|logged in|recognized)|password accepted)\b/i;
const registeredWords = /\b(?:has been|is now|successfully) registered\b|\bnickname registered\b|account (?:created|registered)/i;
const wrongWords = /\b(?:invalid|incorrect|wrong|bad)\b.*\bpassword\b|password incorrect|authentication failed/i;

/** Accounts while we are online: a name is protected, we log in, a password is asked for. */
export class Accounts {
  account: string | undefined;
  /** Whether there is a NickServ that names can be protected with. */
  hasServices = false;
  private asksForServices = false;
  private sasl: Sasl | undefined;
  /** What was given to the server and is not confirmed. */
  private given: { readonly password: string; readonly purpose: 'register' | 'identify' } | undefined;
  /** The account whose password was asked for. */
  private asked: string | undefined;

  constructor(private readonly host: AccountsHost) {}

  /** Looks for services, where the server registers no accounts itself. */
  settled(): void {
    if (this.host.capabilities.has('draft/account-registration')) return;
    this.asksForServices = true;
    // https://modern.ircdocs.horse/#userhost-message
    this.host.send({ verb: 'USERHOST', params: ['NickServ'] });
  }

  /** RPL_USERHOST. @returns whether it was asked for here */
  userhostCame(answer: string): boolean {
    if (!this.asksForServices) return false;
    this.asksForServices = false;
    if (/^NickServ\*?=/i.test(answer.trim())) this.servicesAreThere();
    return true;
  }

  private servicesAreThere(): void {
    if (this.hasServices) return;
    this.hasServices = true;
    this.host.changed();
  }

  /** Source: https://ircv3.net/specs/extensions/account-registration#commands */
  protect(password: string): void {
    this.given = { password, purpose: 'register' };
    if (this.host.capabilities.has('draft/account-registration')) this.host.send({ verb: 'REGISTER', params: ['*', '*', password] });
    else this.host.send({ verb: 'PRIVMSG', params: ['NickServ', `REGISTER ${password}`] });
  }

  identify(password: string): void {
    const { capabilities } = this.host;
    const nick = this.asked ?? this.host.nick;
    this.given = { password, purpose: 'identify' };
    const mechanism = capabilities.has('sasl') ? chooseMechanism(capabilities.valueOf('sasl'), false) : undefined;
    if (mechanism === undefined) {
      this.host.send({ verb: 'PRIVMSG', params: ['NickServ', `IDENTIFY ${password}`] });
      return;
    }
    this.sasl = new Sasl(mechanism, { account: nick, password }, {
      send: (message) => this.host.send(message),
      done: (result) => {
        this.sasl = undefined;
        if (!result.ok) this.refused(result.words, result.wrong);
      },
    });
    this.sasl.start();
  }

  /** 900, ACCOUNT and their kin. */
  loggedIn(account: string | undefined): void {
    if (account === this.account) return;
    this.account = account;
    const { given } = this;
    if (account !== undefined && given !== undefined) this.accepted(account);
    else this.tell(false);
  }

  /** @returns whether the message was about an account, so that nobody else need tell it */
  take(message: Message): boolean {
    if (this.sasl?.handle(message) === true) return true;
    if (message.verb === 'REGISTER') return this.registration(message);
    if (message.verb === 'FAIL') return this.failed(message);
    if (message.verb === 'NOTICE') this.services(message);
    return false;
  }

  private registration({ params }: Message): boolean {
    const [outcome = '', account = ''] = params;
    if (outcome.toUpperCase() === 'SUCCESS') {
      this.account = account;
      this.accepted(account);
    } else {
      // A code was sent by mail: the server's words say how it goes on.
      this.given = undefined;
      this.host.emit({ type: 'protect-failed', why: params.at(-1) ?? '' });
    }
    return true;
  }

  private failed({ params }: Message): boolean {
    const [about = '', code = ''] = params;
    const why = params.at(-1) ?? '';
    if (about.toUpperCase() === 'REGISTER') {
      this.given = undefined;
      this.host.emit({ type: 'protect-failed', why });
      return true;
    }
    if (/^(?:NICK|\*)$/i.test(about) && /ACCOUNT|RESERVED|OWNED/i.test(code)) {
      this.ask(params[2] ?? this.host.nick, why, true);
      return true;
    }
    return false;
  }

  /** Services of other servers speak in notices; they are shown as well. */
  private services(message: Message): void {
    const nick = /^([^!]+)/.exec(message.source ?? '')?.[1] ?? '';
    const words = message.params[1] ?? '';
    if (!servicesName.test(nick)) return;
    if (/^nickserv$/i.test(nick)) this.servicesAreThere();
    if (this.given !== undefined && (successWords.test(words) || registeredWords.test(words))) this.accepted(this.account ?? this.host.nick);
    else if (this.given !== undefined && wrongWords.test(words)) this.refused(words, true);
    else if (this.given === undefined && this.account === undefined && ownedWords.test(words)) this.ask(this.host.nick, words, false);
  }

  private accepted(account: string): void {
    const { given, asked } = this;
    this.given = undefined;
    this.asked = undefined;
    this.account = account;
    if (given !== undefined) this.host.keep(account, given.password);
    // The name that the password was for.
    if (asked !== undefined && asked !== this.host.nick) this.host.send({ verb: 'NICK', params: [asked] });
    this.tell(given?.purpose === 'register');
  }

  private refused(why: string, wrong: boolean): void {
    this.given = undefined;
    this.asked ??= this.host.nick;
    this.host.emit({ type: 'password-question', account: this.asked, why, wrong, required: false });
  }

  /** Once: a service repeats itself. */
  private ask(account: string, why: string, required: boolean): void {
    if (this.asked === account) return;
    this.asked = account;
    this.host.emit({ type: 'password-question', account, why, wrong: false, required });
  }

  private tell(isProtected: boolean): void {
    this.host.emit({ type: 'account', account: this.account, protected: isProtected });
    this.host.changed();
  }
}

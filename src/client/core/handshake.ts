import type { Message } from '../../shared/message';
import { Numeric } from '../../shared/numerics';
import type { Capabilities } from './capabilities';
import type { NameRefusal } from './events';
import type { HandshakeHost, HandshakeOptions } from './handshake-host';
import { chooseMechanism, Sasl, type Credentials } from './sasl';
import { Suggestions } from './suggestions';

/** How long a login may take, in ms. */
const loginTimeout = 15_000;
/** How servers say that a name belongs to an account. */
const ownedWords = /\b(?:account|registered|reserved|owned|password|log in|logged in|identify|belongs)\b/i;

/** How servers say without a numeric that their password was not given. */
const passwordWords = /\b(?:bad|invalid|incorrect|wrong|no|missing) (?:server )?password\b|\bpassword (?:required|incorrect|mismatch)\b/i;

function isOwned(code: string): boolean {
  return /ACCOUNT|RESERVED|OWNED/i.test(code);
}

type Stage = 'login' | 'trying' | 'suggesting' | 'naming' | 'registering' | 'done';

/**
 * From the first line to 001. The name goes first, with a PING as a fence behind it: once the fence comes back without
 * a refusal the name is ours, though the server has not registered us yet. So a person can choose between names that
 * are known to be free, on one connection.
 * Source: https://modern.ircdocs.horse/#connection-registration
 */
export class Handshake {
  private stage: Stage = 'trying';
  private credentials: Credentials | undefined;
  private sasl: Sasl | undefined;
  /** The name that the person chose. */
  private chosen: string;
  /** The name asked for last, and its fence. */
  private asked = '';
  private token = '';
  private held: string | undefined;
  private fences: string[] = [];
  private fenceCount = 0;
  private suggestions: Suggestions | undefined;
  private ghostsLeft: number;
  private refusalWords = '';
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly host: HandshakeHost,
    private readonly capabilities: Capabilities,
    private readonly options: HandshakeOptions,
  ) {
    this.chosen = options.nick;
    this.ghostsLeft = options.ghostRetries;
    this.credentials = options.credentials;
  }

  get waitsForPerson(): boolean {
    return this.stage === 'naming';
  }

  start(): void {
    // https://ircv3.net/specs/extensions/capability-negotiation#the-cap-ls-subcommand
    this.host.send({ verb: 'CAP', params: ['LS', '302'] });
    // https://modern.ircdocs.horse/#pass-message
    const { serverPassword } = this.options;
    if (serverPassword !== undefined) this.host.send({ verb: 'PASS', params: [serverPassword] });
    if (this.credentials === undefined) {
      this.ask(this.chosen);
      return;
    }
    // The login first: the name may be ours alone.
    this.stage = 'login';
    this.timer = setTimeout(() => this.loginOver(), this.options.fenceTimeout);
  }

  /** Logs in, and goes on with a name that is refused to others. */
  identify(credentials: Credentials): void {
    if (this.stage !== 'naming') return;
    this.chosen = credentials.account;
    this.credentials = credentials;
    this.stage = 'login';
    this.logIn();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.stage = 'done';
  }

  /** Goes on with another name after a refusal. */
  choose(nick: string): void {
    if (this.stage !== 'naming') return;
    this.chosen = nick;
    if (this.userSent) {
      this.stage = 'registering';
      this.asked = nick;
      this.host.send({ verb: 'NICK', params: [nick] });
    } else if (nick === this.held) {
      this.register();
    } else {
      this.stage = 'trying';
      this.ask(nick);
    }
  }

  handle(message: Message): void {
    if (this.stage === 'done' || this.sasl?.handle(message) === true) return;
    const { verb, params } = message;
    switch (verb) {
      case 'FAIL':
        if (/^NICK$/i.test(params[0] ?? '') || isOwned(params[1] ?? '')) this.nameTaken(params.at(-1) ?? '', isOwned(params[1] ?? ''));
        break;
      case 'CAP':
        this.handleCap(params);
        break;
      case 'PING':
        // Some servers send a cookie before they register anyone.
        this.host.send({ verb: 'PONG', params: [params.at(-1) ?? ''] });
        break;
      case 'PONG':
        this.fenceAnswered(this.fences.find((token) => params.includes(token)));
        break;
      case Numeric.ERR_NOTREGISTERED:
      case Numeric.ERR_UNKNOWNCOMMAND:
        this.notYet(verb, params);
        break;
      case Numeric.ERR_NICKNAMEINUSE:
      case '436': // ERR_NICKCOLLISION
      case '437': // ERR_UNAVAILRESOURCE
        this.nameTaken(params.at(-1) ?? '', ownedWords.test(params.at(-1) ?? ''));
        break;
      case Numeric.ERR_ERRONEUSNICKNAME:
      case Numeric.ERR_NONICKNAMEGIVEN:
        this.nameNotAllowed(params.at(-1) ?? '');
        break;
      case Numeric.ERR_PASSWDMISMATCH:
        this.host.passwordWanted();
        break;
      case Numeric.ERR_YOUREBANNEDCREEP:
      case 'ERROR':
        if (passwordWords.test(params.at(-1) ?? '')) this.host.passwordWanted();
        else this.host.turnedAway(params.at(-1) ?? '');
        break;
      case Numeric.RPL_WELCOME:
        this.stop();
        this.host.registered(params[0] ?? this.asked);
        break;
    }
  }

  private userSent = false;

  private ask(nick: string): void {
    clearTimeout(this.timer);
    this.asked = nick;
    this.token = `ritrovo-${++this.fenceCount}`;
    this.fences.push(this.token);
    this.host.send({ verb: 'NICK', params: [nick] });
    this.host.send({ verb: 'PING', params: [this.token] });
    this.timer = setTimeout(() => this.accepted(), this.options.fenceTimeout);
  }

  private handleCap(params: readonly string[]): void {
    const wasListed = this.capabilities.listed;
    for (const reply of this.capabilities.handle(params)) this.host.send(reply);
    if (!wasListed && this.capabilities.listed) {
      if (this.host.listed()) {
        this.stop();
        return;
      }
      if (this.stage === 'login') this.logIn();
    } else if (wasListed && this.stage === 'login' && this.sasl === undefined && this.capabilities.settled) {
      this.authenticate();
    }
    // The list came after the server was taken for one without CAP.
    if (!wasListed && this.capabilities.listed && this.userSent) {
      for (const request of this.capabilities.request()) this.host.send(request);
    }
  }

  private logIn(): void {
    clearTimeout(this.timer);
    if (!this.capabilities.offers('sasl')) {
      this.loginOver();
      return;
    }
    this.timer = setTimeout(() => this.loginOver(), loginTimeout);
    const requests = this.capabilities.request('sasl');
    requests.forEach((request) => this.host.send(request));
    if (requests.length === 0) this.authenticate();
  }

  private authenticate(): void {
    const { credentials } = this;
    const mechanism = this.capabilities.has('sasl') ? chooseMechanism(this.capabilities.valueOf('sasl'), this.options.hasCertificate && credentials?.password === '') : undefined;
    // Without a password only the certificate says who we are.
    if (credentials === undefined || mechanism === undefined || (credentials.password === '' && mechanism !== 'EXTERNAL')) {
      this.loginOver();
      return;
    }
    this.sasl = new Sasl(mechanism, credentials, {
      send: (message) => this.host.send(message),
      done: (result) => {
        this.host.login(credentials, result);
        this.loginOver();
      },
    });
    this.sasl.start();
  }

  /** Logged in or not, the name is asked for: where it takes the login, it is refused without. */
  private loginOver(): void {
    clearTimeout(this.timer);
    this.sasl = undefined;
    this.credentials = undefined;
    if (this.stage !== 'login') return;
    if (this.userSent) {
      this.stage = 'registering';
      this.asked = this.chosen;
      this.host.send({ verb: 'NICK', params: [this.chosen] });
    } else {
      this.stage = 'trying';
      this.ask(this.chosen);
    }
  }

  /**
   * A server that takes no PING before registration says so, which is as good a fence.
   * Source: https://modern.ircdocs.horse/#errnotregistered-451
   */
  private notYet(verb: string, params: readonly string[]): void {
    const about = params.slice(1, -1).map((param) => param.toUpperCase());
    if (about.includes('CAP') || (!this.capabilities.answered && !about.includes('PING'))) {
      this.capabilities.answered = true;
    } else if (about.includes('PING') || verb === Numeric.ERR_NOTREGISTERED) {
      this.fenceAnswered(this.fences[0]);
    }
  }

  private fenceAnswered(token: string | undefined): void {
    if (token === undefined) return;
    this.fences = this.fences.slice(this.fences.indexOf(token) + 1);
    if (token === this.token) this.accepted();
  }

  private accepted(): void {
    clearTimeout(this.timer);
    this.token = '';
    if (this.stage === 'trying') {
      this.held = this.asked;
      this.register();
    } else if (this.stage === 'suggesting') {
      this.held = this.asked;
      this.refuse('taken', this.held);
    }
  }

  private register(): void {
    clearTimeout(this.timer);
    this.stage = 'registering';
    this.userSent = true;
    if (this.capabilities.listed) this.capabilities.request().forEach((request) => this.host.send(request));
    this.host.send({ verb: 'USER', params: ['ritrovo', '0', '*', this.chosen] });
    this.host.send({ verb: 'CAP', params: ['END'] });
  }

  private nameTaken(words: string, owned: boolean): void {
    clearTimeout(this.timer);
    this.token = '';
    if (this.stage === 'suggesting') {
      this.suggest();
      return;
    }
    if (this.stage !== 'trying' && this.stage !== 'registering') return;
    this.refusalWords = words;
    if (owned) {
      this.refuse('owned', undefined);
    } else if (this.userSent) {
      this.refuse('taken', undefined);
    } else if (this.ghostsLeft > 0) {
      this.ghostsLeft--;
      this.timer = setTimeout(() => this.ask(this.chosen), this.options.ghostDelay);
    } else {
      this.stage = 'suggesting';
      this.suggestions = new Suggestions(this.chosen);
      this.suggest();
    }
  }

  private suggest(): void {
    const next = this.suggestions?.next();
    if (next === undefined) this.refuse('taken', undefined);
    else this.ask(next);
  }

  private nameNotAllowed(words: string): void {
    clearTimeout(this.timer);
    this.token = '';
    if (this.stage === 'suggesting') this.refuse('taken', undefined);
    else if (this.stage === 'trying' || this.stage === 'registering') {
      this.refusalWords = words;
      this.refuse('not-allowed', undefined);
    }
  }

  private refuse(refusal: NameRefusal, suggestion: string | undefined): void {
    this.stage = 'naming';
    this.host.refused({ nick: this.chosen, refusal, words: this.refusalWords, suggestion });
  }
}

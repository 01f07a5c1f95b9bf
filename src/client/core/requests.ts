import type { Message, MessageParts } from '../../shared/message';
import { t } from '../i18n';
import type { Batch } from './batches';

/** How long an answer may take, in ms. */
const answerTimeout = 20_000;
/** The most questions that wait. */
const maxWaiting = 400;

/** What came of a question: a batch, or the server's words why there is none. */
export type Answer = { readonly kind: 'batch'; readonly batch: Batch } | { readonly kind: 'failed'; readonly why: string };

interface Question {
  readonly message: MessageParts;
  /** The type of the batch that answers it, and what its first parameter must be. */
  readonly type: string;
  readonly target: string | undefined;
  readonly resolve: (answer: Answer) => void;
}

/**
 * Questions that a batch answers. They are asked one after the other, so that on a server without labels the next batch
 * of the kind is the answer.
 * Source: https://ircv3.net/specs/extensions/labeled-response
 */
export class Requests {
  private readonly waiting: Question[] = [];
  private current: { readonly question: Question; readonly label: string | undefined; readonly timer: NodeJS.Timeout } | undefined;
  private count = 0;

  constructor(private readonly host: {
    send(message: MessageParts): void;
    readonly hasLabels: boolean;
    fold(name: string): string;
  }) {}

  /** Asks; never rejects. */
  ask(message: MessageParts, type: string, target?: string): Promise<Answer> {
    return new Promise((resolve) => {
      if (this.waiting.length >= maxWaiting) {
        resolve({ kind: 'failed', why: t('problem.tooMuchAsked') });
        return;
      }
      this.waiting.push({ message, type, target, resolve });
      this.next();
    });
  }

  /** @returns whether the batch was an answer */
  answered(batch: Batch): boolean {
    const { current } = this;
    if (batch.type !== current?.question.type) return false;
    if (current.label !== undefined && batch.label !== undefined && batch.label !== current.label) return false;
    const { target } = current.question;
    if (target !== undefined && this.host.fold(batch.params[0] ?? '') !== this.host.fold(target)) return false;
    this.settle({ kind: 'batch', batch });
    return true;
  }

  /** Takes a refusal of what was asked. @returns whether it was one */
  refused(message: Message, label: string | undefined): boolean {
    const { current } = this;
    if (current === undefined) return false;
    const { verb } = current.question.message;
    const about = message.verb === 'FAIL' ? message.params[0] : /^4\d\d$/.test(message.verb) ? message.params[1] : undefined;
    const ours = label !== undefined && current.label !== undefined ? label === current.label : about?.toUpperCase() === verb;
    if (!ours) return false;
    this.settle({ kind: 'failed', why: message.params.at(-1) ?? '' });
    return true;
  }

  /** An acknowledgement without content answers with nothing. Source: https://ircv3.net/specs/extensions/labeled-response#ack */
  acknowledged(label: string | undefined): void {
    if (label !== undefined && label === this.current?.label) {
      this.settle({ kind: 'batch', batch: { type: this.current.question.type, params: [], label, messages: [] } });
    }
  }

  /** The connection is over. */
  end(): void {
    const left = this.waiting.splice(0);
    if (this.current !== undefined) this.settle({ kind: 'failed', why: t('problem.connectionLost') });
    for (const question of left) question.resolve({ kind: 'failed', why: t('problem.connectionLost') });
  }

  private next(): void {
    if (this.current !== undefined) return;
    const question = this.waiting.shift();
    if (question === undefined) return;
    const label = this.host.hasLabels ? `q${++this.count}` : undefined;
    const timer = setTimeout(() => this.settle({ kind: 'failed', why: t('problem.serverNoAnswer') }), answerTimeout);
    this.current = { question, label, timer };
    this.host.send(label === undefined ? question.message : { ...question.message, tags: new Map([['label', label]]) });
  }

  private settle(answer: Answer): void {
    const { current } = this;
    if (current === undefined) return;
    clearTimeout(current.timer);
    this.current = undefined;
    current.question.resolve(answer);
    this.next();
  }
}

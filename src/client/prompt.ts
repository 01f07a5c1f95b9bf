import readline from 'node:readline';
import { Writable, type Readable } from 'node:stream';
import { formatAddress, type Address } from '../shared/address';
import { lineForTerminal } from '../shared/terminal';
import { t } from './i18n';

/** The terminal that is asked. */
export interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
  readonly isTerminal: boolean;
}

/** What came of the question: an answer, '' for Return alone or the end of the input, or Ctrl-C. */
export type Answer = { readonly kind: 'answer'; readonly text: string } | { readonly kind: 'interrupted' };

/** In the person's language. */
export function addressQuestion(): string {
  return `${t('terminal.addressQuestion')} `;
}

/** In the person's language. */
export function passwordQuestion(address: Address): string {
  return `${t('serverPassword.terminal', { address: formatAddress(address) })} `;
}

/** How a question is asked. */
export interface Asking {
  /** Takes the question back, as Ctrl-C does. */
  readonly signal?: AbortSignal;
  /** What is typed is not shown, and is taken as it is: a password. */
  readonly secret?: true;
}

/** Asks one question in the terminal. */
export function ask(question: string, terminal: Terminal, { signal, secret }: Asking = {}): Promise<Answer> {
  return new Promise((resolve) => {
    const output = secret === true ? nowhere() : terminal.output;
    const lines = readline.createInterface({ input: terminal.input, output, terminal: terminal.isTerminal, ...(secret === true ? { historySize: 0 } : {}) });
    let answer: Answer = { kind: 'answer', text: '' };
    const interrupt = (): void => {
      answer = { kind: 'interrupted' };
      lines.close();
    };
    lines.once('SIGINT', interrupt);
    signal?.addEventListener('abort', interrupt, { once: true });
    lines.once('line', (text) => {
      answer = { kind: 'answer', text: secret === true ? text : text.trim() };
      lines.close();
    });
    lines.once('close', () => {
      signal?.removeEventListener('abort', interrupt);
      if (answer.kind === 'interrupted' || secret === true) terminal.output.write('\n');
      resolve(answer);
    });
    const shown = lineForTerminal(question);
    if (secret === true) terminal.output.write(shown);
    lines.setPrompt(secret === true ? '' : shown);
    lines.prompt();
  });
}

/** Takes what readline would show of the keys. */
function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

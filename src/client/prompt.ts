import readline from 'node:readline';
import type { Readable, Writable } from 'node:stream';
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

/** Asks one question in the terminal. `signal` takes the question back, as Ctrl-C does. */
export function ask(question: string, terminal: Terminal, signal?: AbortSignal): Promise<Answer> {
  return new Promise((resolve) => {
    const lines = readline.createInterface({ input: terminal.input, output: terminal.output, terminal: terminal.isTerminal });
    let answer: Answer = { kind: 'answer', text: '' };
    const interrupt = (): void => {
      answer = { kind: 'interrupted' };
      lines.close();
    };
    lines.once('SIGINT', interrupt);
    signal?.addEventListener('abort', interrupt, { once: true });
    lines.once('line', (text) => {
      answer = { kind: 'answer', text: text.trim() };
      lines.close();
    });
    lines.once('close', () => {
      signal?.removeEventListener('abort', interrupt);
      if (answer.kind === 'interrupted') terminal.output.write('\n');
      resolve(answer);
    });
    lines.setPrompt(question);
    lines.prompt();
  });
}

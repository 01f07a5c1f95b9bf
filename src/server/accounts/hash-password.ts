import { createInterface } from 'node:readline';
import { Writable, type Readable } from 'node:stream';
import { hashPassword } from './password';

/** No password was given; the message is for the person at the terminal. */
export class NoPasswordError extends Error {
  override readonly name = 'NoPasswordError';
}

/** Where the password comes from and where the questions go. */
export interface HashPasswordStreams {
  readonly input: Readable & { readonly isTTY?: boolean };
  /** For questions only, so that the hash alone stands on the standard output. */
  readonly questions: Writable;
}

/**
 * What `npm run server -- hash-password` prints: the hash of a password for the settings `operators` and `webirc`. At a
 * terminal it is asked for twice and does not show; otherwise it is the first line of the input.
 * @throws NoPasswordError
 */
export async function hashPasswordFrom({ input, questions }: HashPasswordStreams): Promise<string> {
  const isTerminal = input.isTTY === true;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  // In terminal mode readline takes care of the echo, and writes it to where nobody sees it.
  const lines = createInterface({ input, output: silent, terminal: isTerminal });
  const answers = lines[Symbol.asyncIterator]();
  const ask = async (question: string): Promise<string | undefined> => {
    if (isTerminal) questions.write(question);
    const { value, done } = (await answers.next()) as { value: string | undefined; done?: boolean };
    if (isTerminal) questions.write('\n');
    return done === true ? undefined : value;
  };
  lines.on('SIGINT', () => lines.close());
  try {
    const password = await ask('Password (it does not show): ');
    if (password === undefined || password === '') throw new NoPasswordError('No password was given.');
    if (isTerminal && (await ask('The same again: ')) !== password) throw new NoPasswordError('The two passwords are not the same. Try again.');
    return await hashPassword(password);
  } finally {
    lines.close();
  }
}

/** The program `hash-password`: from the terminal or the standard input to the standard output. @throws NoPasswordError */
export async function hashPasswordProgram(): Promise<void> {
  const hash = await hashPasswordFrom({ input: process.stdin, questions: process.stderr });
  process.stdout.write(`${hash}\n`);
}

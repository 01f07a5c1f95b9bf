import type { ChildProcess } from 'node:child_process';
import { Socket, type Server as NetServer } from 'node:net';
import type { Give } from './incumbent';
import { isMessage, type Message } from './messages';

type MessageOf<Type extends Message['type']> = Extract<Message, { readonly type: Type }>;

/** Resolves when a process says something; rejects when it says that it cannot, and why, or ends instead. */
export function answerOf<Type extends Message['type']>(child: ChildProcess, type: Type): Promise<MessageOf<Type>> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      child.off('message', onMessage);
      child.off('exit', onExit);
      child.off('error', onError);
    };
    const isAnswer = (message: Message): message is MessageOf<Type> => message.type === type;
    const onMessage = (message: unknown): void => {
      if (!isMessage(message)) return;
      if (isAnswer(message)) resolve(message);
      else if (message.type === 'failed') reject(new Error(message.why));
      else return;
      stop();
    };
    const onExit = (code: number | null, signal: NodeJS.Signals | null): void => {
      stop();
      reject(new Error(`the process ended (${signal ?? `status ${String(code)}`}) before it said “${type}”; its last words are in the log`));
    };
    const onError = (error: Error): void => {
      stop();
      reject(error);
    };
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.on('error', onError);
  });
}

/** Asks a process for something and waits for the answer; see {@link answerOf}. */
export async function ask<Type extends Message['type']>(child: ChildProcess, message: Message, type: Type): Promise<MessageOf<Type>> {
  const answer = answerOf(child, type);
  // It is awaited below; without a handler a process that ends meanwhile would be an error of its own.
  answer.catch(() => undefined);
  await send(child, message);
  return answer;
}

/** Sends a process a message, with a socket where there is one; resolves when it is on its way, or cannot be. */
export function send(child: ChildProcess, message: Message, socket?: NetServer | Socket): Promise<void> {
  return new Promise((resolve) => {
    if (!child.connected) resolve();
    else child.send(message, socket, () => resolve());
  });
}

/** The same from a process to the one that started it. */
export function sendUp(message: Message, socket?: NetServer | Socket): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, socket, undefined, () => resolve());
  });
}

/** Gives a process sockets; {@link giveUp} gives them to the one that started this one. */
export function giveTo(child: ChildProcess): Give {
  return (socket) => send(child, messageWith(socket), socket);
}

export const giveUp: Give = (socket) => sendUp(messageWith(socket), socket);

function messageWith(socket: NetServer | Socket): Message {
  return { type: socket instanceof Socket ? 'arrival' : 'listener' };
}

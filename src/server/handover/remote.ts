import type { ChildProcess } from 'node:child_process';
import type { Server as NetServer, Socket } from 'node:net';
import { RestartError, type Give, type Incumbent, type Supervised } from './incumbent';
import { Interim } from './interim';
import { isMessage, type Message } from './messages';
import { ask, giveTo, giveUp, send, sendUp } from './talk';

/**
 * A server that runs in another process, as its supervisor has it; {@link follow} is the other side. Who comes while it
 * steps aside waits here: a socket can be sent once without losing a byte, and not twice.
 */
export function remote(child: ChildProcess): Incumbent {
  const interim = new Interim();
  return {
    async stepAside() {
      const onMessage = (message: unknown, handle: unknown): void => {
        if (isMessage(message) && message.type === 'listener') interim.add(handle as NetServer);
      };
      child.on('message', onMessage);
      try {
        await ask(child, { type: 'step-aside' }, 'aside');
      } finally {
        child.off('message', onMessage);
      }
    },
    handOver: (give) => interim.lend(give),
    async resume() {
      await interim.lend(giveTo(child));
      await interim.end(giveTo(child));
      await ask(child, { type: 'resume' }, 'resumed');
    },
    refuse(why) {
      void send(child, { type: 'refused', why });
    },
    async leave(give) {
      await interim.end(give);
      await send(child, { type: 'leave' });
    },
  };
}

/**
 * In a process that took over: does as the supervisor says.
 * @returns asks for a restart; rejects with a RestartError where there is none
 */
export function follow(own: Supervised, onLeft: () => void): () => Promise<void> {
  const asked = new Set<(error: RestartError) => void>();
  const nobody: Give = () => Promise.resolve();
  process.on('message', (message: unknown, handle: unknown) => {
    if (!isMessage(message)) return;
    switch (message.type) {
      case 'step-aside':
        answer(stepAside(own), { type: 'aside' });
        break;
      case 'listener':
        own.listenAgain(handle as NetServer);
        break;
      case 'arrival':
        // Undefined where the peer has gone on the way.
        if (handle !== undefined) own.accept(handle as Socket);
        break;
      case 'resume':
        answer(own.resume(), { type: 'resumed' });
        break;
      case 'refused':
        own.refuse(message.why);
        for (const refuse of asked) refuse(new RestartError(message.why));
        asked.clear();
        break;
      case 'leave':
        own.leave(nobody).then(onLeft, onLeft);
    }
  });
  return () =>
    new Promise((_, reject) => {
      asked.add(reject);
      void sendUp({ type: 'restart' });
    });
}

async function stepAside(own: Supervised): Promise<void> {
  await own.stepAside();
  await own.handOver(giveUp);
  own.stopListening();
}

function answer(work: Promise<void>, done: Message): void {
  work.then(
    () => sendUp(done),
    (error: unknown) => sendUp({ type: 'failed', why: error instanceof Error ? error.message : String(error) }),
  ).catch(() => undefined);
}

import assert from 'node:assert/strict';
import { Admission } from '../../src/server/admission';
import { configOf } from '../../src/server/config';
import { silentLog } from '../../src/server/log';
import { Strangers } from '../../src/server/strangers';
import { MemoryWatch, type MemoryUse } from '../../src/server/memory-watch';
import { TestServer } from '../helpers/server';

const mebibyte = 1024 * 1024;

/** A watch over a process that uses as much memory as the test says. */
function watched(waiting: readonly number[] = []): { admission: Admission; strangers: Strangers; ended: number[]; look: (used: number, others?: Partial<MemoryUse>) => void; watch: MemoryWatch } {
  const strangers = new Strangers();
  const admission = new Admission(configOf(), { strangers });
  const ended: number[] = [];
  let use: MemoryUse = { resident: 0, machine: Infinity, heap: 0 };
  const readers = waiting.map((bytes) => ({ waiting: bytes, overflow: () => ended.push(bytes) }));
  const watch = new MemoryWatch({ memoryLimit: 100 }, admission, () => readers, silentLog(), () => use, () => undefined);
  const look = (mebibytes: number, others: Partial<MemoryUse> = {}): void => {
    use = { resident: mebibytes * mebibyte, machine: Infinity, heap: 0, ...others };
    watch.check();
  };
  return { admission, strangers, ended, look, watch };
}

describe('the watch over the memory', () => {
  it('refuses new connections past the limit, and takes them again well below it', () => {
    const { admission, look } = watched();
    const states = [99, 101, 99, 96, 94, 99].map((used) => {
      look(used);
      return admission.isMemoryFull;
    });
    assert.deepEqual(states, [false, true, true, true, false, false]);
  });

  it('lets half of those go who have not said who they are, most of all from the address that has most', () => {
    const { strangers, look } = watched();
    const cut: string[] = [];
    for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'c1']) strangers.add(name.slice(0, 1), { cut: () => cut.push(name) });
    look(101);
    assert.deepEqual(cut, ['a1', 'a2', 'a3']);
    look(99);
    assert.equal(cut.length, 3);
  });

  it('takes new connections again when most of the others are gone, though the system was not given their memory back', () => {
    const { admission, look } = watched();
    for (let index = 0; index < 100; index++) admission.enter(`192.0.2.${String(index)}`);
    look(110);
    look(110);
    assert.equal(admission.isMemoryFull, true);
    for (let index = 0; index < 60; index++) admission.leave(`192.0.2.${String(index)}`);
    look(110);
    assert.equal(admission.isMemoryFull, false);
    look(111);
    assert.equal(admission.isMemoryFull, false);
    look(113);
    assert.equal(admission.isMemoryFull, true, 'it grows again');
  });

  it('leaves a quarter of a small machine to others, whatever the limit is', () => {
    const { admission, look } = watched();
    const states = [44, 46].map((used) => {
      look(used, { machine: 60 * mebibyte });
      return admission.isMemoryFull;
    });
    assert.deepEqual(states, [false, true]);
  });

  it('refuses new connections before the heap of V8 is full, which would end the process', () => {
    const { admission, look } = watched();
    const states = [0.89, 0.91, 0.87, 0.85].map((heap) => {
      look(10, { heap });
      return admission.isMemoryFull;
    });
    assert.deepEqual(states, [false, true, true, false]);
  });

  it('ends the slowest readers first, until half of what waits is free', () => {
    const { ended, look, watch } = watched([1000, 200_000, 2_000_000, 100_000, 900_000]);
    look(99);
    assert.deepEqual(ended, []);
    look(101);
    assert.deepEqual(ended, [2_000_000]);
    assert.equal(watch.endedReaders, 1);
  });

  it('ends nobody who reads', () => {
    const { ended, look } = watched([0, 1000, 65_535]);
    look(1000);
    assert.deepEqual(ended, []);
  });

  it('ends a real reader who does not read, with the words of an outbox that is full', async function () {
    this.timeout(20_000);
    const server = await TestServer.start({ memoryLimit: 100_000, commandBurst: 100_000, sendq: 100_000_000 });
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    bob.socket.pause();
    const bobs = server.server.names.find('bob')?.connection;
    const text = 'x'.repeat(400);
    while ((bobs?.waiting ?? 0) < 200_000) await anna.ask(...Array.from({ length: 2000 }, () => `PRIVMSG #lobby :${text}`));
    const { admission, memory } = server.server;
    const watch = new MemoryWatch({ memoryLimit: 1 }, admission, () => [...server.server.clients].map(({ connection }) => connection), silentLog());
    watch.check();
    assert.equal(watch.endedReaders, 1);
    assert.equal(memory.endedReaders, 0);
    await anna.expect(/ QUIT :SendQ exceeded$/);
  });
});

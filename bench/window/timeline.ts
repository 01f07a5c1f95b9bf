// Measures the timeline alone, in a real window: started by main.ts on a display of its own; tells its figures as JSON.
import './qt';
import { QMainWindow } from '@nodegui/nodegui';
import { performance } from 'node:perf_hooks';
import type { Message, Room, TimelineItem } from '../../src/client/core/events';
import { currentTheme } from '../../src/client/ui/theme';
import { Timeline } from '../../src/client/ui/timeline';
import { alone, percentile, type Figure } from './figures';

const people = ['anna', 'bruno', 'carla', 'Dario', 'Élodie', 'Tomás', 'Nicolò'];
const texts = [
  'Good morning! The projector works again 🎉', 'ok', 'Notes are at http://wiki.lan/projector, see *step two* there',
  'We start at ten, as planned? I can bring the adapters for the old laptops, two of them are in the drawer of room 2.', '`npm test` fails here',
];

function message(id: number): Message {
  const text = texts[id % texts.length] ?? '';
  return {
    kind: 'message', id, time: new Date(1_790_000_000_000 + id * 20_000), nick: people[(id >> 1) % people.length] ?? '', text, formatted: text,
    style: 'text', own: false, mention: id % 50 === 0, msgid: `m${id}`, reactions: id % 20 === 0 ? [{ text: '👍', nicks: ['anna', 'bruno'] }] : [],
  };
}

function roomOf(items: TimelineItem[]): Room {
  return {
    name: '#bench', isChannel: true, joined: true, topic: '', topicSetter: undefined, members: [], presence: undefined, items, outgoing: [], sending: undefined,
    unread: 0, mentions: 0, readUpTo: undefined, firstUnread: undefined, typing: [], hasOlder: false, loadingOlder: false, hasNewer: false,
    notificationLevel: undefined, hands: [], announcement: undefined, moderated: false, ownRank: '', isOperator: false, mayWrite: true,
  };
}

const pause = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms));

/** How much time of the processor something takes, until it is drawn: other programs of a busy machine do not count. */
async function timed(run: () => void): Promise<number> {
  const before = process.cpuUsage();
  run();
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** How long adding a message takes on average: what the document costs, and what drawing it costs. */
async function adding(timeline: Timeline, items: TimelineItem[], count: number): Promise<{ add: number; draw: number }> {
  let [add, draw] = [0, 0];
  for (let added = 0; added < count; added++) {
    const item = message(items.length);
    items.push(item);
    timeline.added([item]);
    const start = performance.now();
    timeline.flush();
    const shown = performance.now();
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    add += shown - start;
    draw += performance.now() - shown;
    await pause(20);
  }
  return { add: add / count, draw: draw / count };
}

async function main(): Promise<void> {
  alone(process.pid);
  const window = new QMainWindow();
  const timeline = new Timeline({
    theme: currentTheme(), nick: () => 'anna', comings: () => 'condensed', onLink: () => undefined, onMenu: () => undefined,
    onAtEnd: () => undefined, onOlder: () => undefined, onNewer: () => undefined, onLatest: () => undefined,
  });
  window.setCentralWidget(timeline.widget);
  window.resize(860, 600);
  window.show();
  const long = Array.from({ length: 100_000 }, (_, id) => message(id));
  const short = Array.from({ length: 1000 }, (_, id) => message(id));
  const [longRoom, shortRoom] = [roomOf(long), roomOf(short)];
  await pause(500);
  const switches: number[] = [];
  for (let turn = 0; turn < 20; turn++) switches.push(await timed(() => timeline.show(turn % 2 === 0 ? longRoom : shortRoom)));
  timeline.show(shortRoom);
  const addShort = await adding(timeline, short, 100);
  timeline.show(longRoom);
  const addLong = await adding(timeline, long, 100);
  const older: number[] = [];
  for (let turn = 0; turn < 10; turn++) {
    timeline.show(shortRoom);
    await pause(50);
    const more = Array.from({ length: 100 }, (_, place) => message(-1 - place - turn * 100)).reverse();
    for (let page = 0; page < 200 && !timeline.reachesStart; page++) timeline.scrollPages(-1);
    // To the very top, where older ones are shown as soon as they are there.
    timeline.scrollPages(-100);
    short.unshift(...more);
    older.push(await timed(() => timeline.prepended(more.length)));
  }
  const figures: readonly Figure[] = [
    { what: 'Adding a message at the end, 1,000 before it', unit: 'ms', value: addShort.add, most: 2 },
    { what: 'Adding a message at the end, 100,000 before it', unit: 'ms', value: addLong.add, most: 2 },
    { what: 'Drawing it', unit: 'ms', value: addLong.draw, most: 16 },
    { what: 'Switching rooms, the middle of 20', unit: 'ms', value: percentile(switches, 50), most: 50 },
    { what: 'Showing 100 older messages, the middle of 10', unit: 'ms', value: percentile(older, 50), most: 50 },
  ];
  process.stdout.write(JSON.stringify(figures));
  process.exit(0);
}

void main();

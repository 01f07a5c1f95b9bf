// Takes assets/screenshot-light.png and -dark.png anew, of the real window on a screen of its own: npm run screenshot.
import fs from 'node:fs';
import path from 'node:path';
import { Desktop } from '../../helpers/desktop';
import { until } from '../../helpers/until';
import { ClientProgram, ServerProgram, temporaryFolder } from './programs';
import { Person } from './person';

const size = { width: 900, height: 620 };
/** The frame that openbox draws, in pixels. */
const frame = { title: 20, side: 1, foot: 5 };

/** Who says what, in order; `to` is the start of the message that it answers. */
interface Said {
  readonly who: string;
  readonly text: string;
  readonly to?: string;
  /** Who gives which reaction to it. */
  readonly reactions?: readonly (readonly [who: string, emoji: string])[];
}

const conversation: readonly Said[] = [
  { who: 'Nicolò', text: 'Good morning! The projector in room 2 works again 🎉', reactions: [['Priya', '👍'], ['Jonas', '👍'], ['Tomás', '🙏']] },
  { who: 'Nicolò', text: 'It was the cable. Notes are at http://wiki.lan/projector' },
  { who: 'Priya', text: 'Thanks, you saved the workshop. We start at *ten*, as planned?' },
  { who: 'Jonas', text: 'Yes. The router is up: everybody can join from the lab network', to: 'Thanks, you saved' },
  { who: 'Tomás', text: 'For the Raspberry Pi:\n```\nsudo apt install git\nnpm start\n```', reactions: [['Nicolò', '🚀']] },
  { who: 'Priya', text: 'marta: could you bring the adapters for the old laptops?' },
  { who: 'Jonas', text: 'And who brings coffee? ☕', reactions: [['Priya', '😄'], ['Tomás', '☕']] },
];

async function main(): Promise<void> {
  for (const theme of ['light', 'dark'] as const) await take(theme);
}

async function take(theme: 'light' | 'dark'): Promise<void> {
  const picture = path.resolve(`assets/screenshot-${theme}.png`);
  const desktop = await Desktop.start();
  const server = await ServerProgram.start();
  try {
    const settings = temporaryFolder();
    fs.writeFileSync(path.join(settings, 'client.json'), JSON.stringify({ preferences: { theme }, window: size }));
    const people = await gather(server.port);
    const client = await ClientProgram.join(desktop, server.port, 'marta', { settings });
    await talk(client, people);
    people.get('Jonas')?.say('Can you look at the printer later?', 'marta');
    await client.part('list item', 'Jonas (1)');
    await client.typeMessage('On my way, two of them are in the draw');
    people.get('Nicolò')?.send('@+typing=active TAGMSG #lobby');
    await client.shows('Nicolò is typing…');
    const window = await until('the window', async () => (await client.seen()).find(({ role, width }) => role === 'frame' && width === size.width));
    const place = { x: window.x - frame.side, y: window.y - frame.title, width: size.width + 2 * frame.side, height: size.height + frame.title + frame.foot };
    await desktop.picture(picture, `${place.width}x${place.height}+${place.x}+${place.y}`);
    await client.stop('SIGTERM');
    people.forEach((person) => person.leave());
    process.stdout.write(`${picture}\n`);
  } finally {
    await server.stop();
    await desktop.stop();
  }
}

async function gather(port: number): Promise<ReadonlyMap<string, Person>> {
  const people = new Map<string, Person>();
  for (const nick of ['Nicolò', 'Priya', 'Tomás', 'Jonas', 'Wren']) {
    const person = await Person.join(port, nick);
    person.send('CAP REQ :message-tags echo-message batch draft/multiline');
    await person.hears(/ CAP \S+ ACK /);
    people.set(nick, person);
  }
  people.get('Wren')?.send('AWAY :lunch');
  const first = people.get('Nicolò');
  first?.send('TOPIC #lobby :Open day on Friday: who brings what?');
  await first?.hears(/ TOPIC /);
  return people;
}

async function talk(client: ClientProgram, people: ReadonlyMap<string, Person>): Promise<void> {
  const witness = people.get('Nicolò');
  const idOf = async (start: string): Promise<string> => {
    const line = (await witness?.hears(new RegExp(`msgid=\\S+ .* :${start.replace(/[.*+?^$()[\]\\]/g, '\\$&')}`))) ?? '';
    return /msgid=([^; ]+)/.exec(line)?.[1] ?? '';
  };
  for (const { who, text, to, reactions = [] } of conversation) {
    const person = people.get(who);
    if (person === undefined) continue;
    const lines = text.split('\n');
    const [first = ''] = lines;
    if (lines.length > 1) person.send('BATCH +m draft/multiline #lobby', ...lines.map((line) => `@batch=m PRIVMSG #lobby :${line}`), 'BATCH -m');
    else person.send(`${to === undefined ? '' : `@+reply=${await idOf(to)} `}PRIVMSG #lobby :${text}`);
    await client.shows(first.replaceAll('*', '').slice(0, 20));
    for (const [from, emoji] of reactions) people.get(from)?.send(`@+draft/react=${emoji};+reply=${await batchId(first, lines.length, idOf, witness)} TAGMSG #lobby`);
  }
  await client.shows(/☕\s*1/);
}

/** The message of several lines has its id on its first line. */
async function batchId(first: string, lines: number, idOf: (start: string) => Promise<string>, witness: Person | undefined): Promise<string> {
  if (lines === 1) return await idOf(first);
  const line = (await witness?.hears(/msgid=\S+ .*BATCH \+\S+ draft\/multiline/)) ?? '';
  return /msgid=([^; ]+)/.exec(line)?.[1] ?? '';
}

void main();

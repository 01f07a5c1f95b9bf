import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { hashPassword } from '../../../src/server/accounts/password';
import { SqliteFile } from '../../../src/server/store/sqlite';
import { joinAsOwner, logInPlain, makeAccount } from '../../helpers/accounts';
import { askBatch, historian, say, textsOf } from '../../helpers/history';
import { logLines } from '../../helpers/log-lines';
import { temporaryFolder, TestServer } from '../../helpers/server';

const secret = 'let-me-keep-order';

/** Has something stand in every table of the database. */
async function fill(data: string, operators: readonly string[]): Promise<void> {
  const server = await TestServer.start({ data, operators });
  await makeAccount(server, 'anna');
  for (const name of ['bea', 'gone']) await makeAccount(server, name);
  const { accounts } = server.server;
  const account = accounts.find('anna') ?? assert.fail();
  accounts.addCertificate(account, 'ab'.repeat(32));
  accounts.drop(accounts.find('gone') ?? assert.fail());
  const anna = await joinAsOwner(server, 'anna', [...historian, 'draft/persistence', 'draft/metadata-2']);
  const bob = await server.join('bob', { capabilities: historian });
  await anna.ask('JOIN #garden', 'CS REGISTER #garden', 'TOPIC #garden :Roses', 'MODE #garden +b *!*@192.0.2.7', 'CS AMODE #garden +o bea');
  await anna.ask('PERSISTENCE SET ON', 'METADATA * SET color :#336699', 'METADATA #garden SET url :https://garden.example', `OPER root ${secret}`, 'KLINE spam!*@* :no spam');
  for (const room of ['#garden', '#lobby']) {
    for (let count = 0; count < 40; count++) await say(anna, room, `rose ${String(count)} ${'x'.repeat(120)}`);
  }
  const id = await say(anna, '#garden', 'a thorn');
  await anna.ask(`@+draft/react=🌹;+draft/reply=${id} TAGMSG #garden`, `@draft/target-msgid=${id};draft/edit-text=a\\sbud EDIT #garden`, 'MARKREAD #garden timestamp=2026-01-01T00:00:00.000Z');
  await say(bob, 'anna', 'psst');
  await anna.fence();
  await askBatch(anna, 'SEARCH text=bud');
  await server.leaveSessions();
}

/** What people do with a server; every question must be answered. @returns what the guest reads of the shared room */
async function use(server: TestServer): Promise<string[]> {
  const guest = await server.join('carla', { capabilities: [...historian, 'draft/event-playback', 'draft/metadata-2'] });
  await guest.ask('JOIN #garden', 'NICK carlotta', 'WHOIS anna', 'WHOWAS bob', 'LIST', 'CHATHISTORY TARGETS timestamp=2020-01-01T00:00:00.000Z timestamp=2100-01-01T00:00:00.000Z 50');
  await guest.ask('SEARCH text=rose', 'SEARCH in=#garden;from=anna', 'METADATA #garden LIST', 'METADATA anna GET color', 'MODE #garden b', `OPER root ${secret}`, 'AUDIT', 'STATS k');
  await guest.ask('CHATHISTORY LATEST #garden * 100', 'CHATHISTORY AFTER #garden timestamp=2020-01-01T00:00:00.000Z 100');
  const owner = await server.connect();
  owner.send('CAP LS 302', `CAP REQ :${['sasl', ...historian].join(' ')}`, 'NICK dora', 'USER test 0 * :Owner');
  await logInPlain(owner, 'anna');
  owner.send('CAP END');
  await owner.expect(/ (?:366|376|422) /);
  await owner.ask('JOIN #garden', 'NS INFO anna', 'NS CERT LIST', 'CS INFO #garden', 'MARKREAD #garden', 'PERSISTENCE GET', 'CHATHISTORY LATEST bob * 50', 'CHATHISTORY LATEST anna * 50');
  const said = textsOf(await askBatch(guest, 'CHATHISTORY LATEST #lobby * 100'));
  assert.ok(!guest.isClosed && !owner.isClosed);
  return said;
}

interface Change {
  /** What a column holds then, in SQL. */
  readonly value: string;
  /** Whether it is of a kind that a STRICT table does not take: what a flipped bit in the header of a row makes of it. */
  readonly isForeign: boolean;
}

const changes: readonly Change[] = [
  { value: "CAST(x'61ff62' AS TEXT)", isForeign: false },
  { value: "CAST(x'610d0a62003a20' AS TEXT)", isForeign: false },
  { value: "printf('%.*c', 300000, 'x')", isForeign: false },
  { value: "x'00ff'", isForeign: true },
  { value: '9223372036854775807', isForeign: true },
  { value: "'[{'", isForeign: true },
  { value: 'NULL', isForeign: true },
];

/** Changes every column of a row of a table that can be changed so. */
function damage(data: string, table: string, { value, isForeign }: Change): void {
  const name = path.join(data, 'ritrovo.db');
  const open = (): InstanceType<typeof DatabaseSync> => new DatabaseSync(name, { defensive: false, enableForeignKeyConstraints: false });
  const setSchema = (sql: string): void => {
    const file = open();
    file.exec('PRAGMA writable_schema = ON');
    file.prepare('UPDATE sqlite_schema SET sql = ? WHERE name = ?').run(sql, table);
    file.close();
  };
  const asked = open();
  const { sql } = asked.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').get(table) as { sql: string };
  asked.close();
  if (isForeign) setSchema(sql.replaceAll('STRICT, ', '').replaceAll('STRICT', '').replaceAll('NOT NULL', ''));
  const file = open();
  const columns = file.prepare(`PRAGMA table_info(${table})`).all() as { name: string; type: string; pk: number }[];
  const key = columns.filter(({ pk }) => pk > 0).map(({ name: column }) => column);
  const which = sql.includes('WITHOUT ROWID') ? `(${key.join(', ')}) = (SELECT ${key.join(', ')} FROM ${table} LIMIT 1)` : `rowid = (SELECT ${table === 'places' ? 'max' : 'min'}(rowid) FROM ${table})`;
  // What tells the row apart comes last.
  for (const { name: column, type } of columns.sort((one, other) => one.pk - other.pk)) {
    if (!isForeign && type !== 'TEXT') continue;
    try {
      file.exec(`UPDATE ${table} SET ${column} = ${value} WHERE ${which}`);
    } catch (error) {
      assert.match(String(error), /datatype mismatch|NOT NULL|UNIQUE/);
    }
  }
  file.close();
  if (isForeign) setSchema(sql);
}

const tables = [
  'accounts', 'audit', 'bans', 'certificates', 'clock', 'events', 'messages', 'metadata', 'participants', 'places', 'presences', 'reactions',
  'read_markers', 'retired_names', 'room_accounts', 'room_masks', 'rooms', 'sessions', 'versions', 'search_position', 'attendances', 'restrictions',
] as const;

/** Whose damage shows as soon as the server starts or people do what {@link use} does. */
const noticed: ReadonlySet<string> = new Set(['audit', 'bans', 'messages', 'presences', 'reactions', 'room_masks', 'rooms', 'sessions']);

describe('a server whose database is damaged', function () {
  this.timeout(60_000);
  let template: string;
  let operators: readonly string[];

  before(async () => {
    template = mkdtempSync(path.join(tmpdir(), 'ritrovo-damage-'));
    operators = [`root:${await hashPassword(secret)}`];
    await fill(template, operators);
  });

  after(() => rmSync(template, { recursive: true, force: true }));

  const copy = (): string => {
    const data = temporaryFolder();
    cpSync(template, data, { recursive: true });
    return data;
  };

  it('has something in every table that is damaged here', () => {
    const file = new SqliteFile(path.join(template, 'ritrovo.db'));
    for (const table of tables) assert.ok((file.prepare(`SELECT count(*) AS rows FROM ${table}`).get() as { rows: number }).rows > 0, table);
    file.close();
  });

  // Whose rows say who anna is and where things were said: with them damaged the others would not be asked for.
  const roots = ['accounts', 'places'];

  for (const change of changes) {
    for (const group of [roots, tables.filter((table) => !roots.includes(table))]) {
      it(`serves the rest, and names the rows, where they hold ${change.value} in ${group.length > 2 ? 'all other tables' : group.join(' and ')}`, async () => {
        const data = copy();
        for (const table of group) damage(data, table, change);
        const { log, lines } = logLines();
        const server = await TestServer.start({ data, operators }, {}, log);
        const said = await use(server);
        assert.ok(said.filter((text) => text.startsWith('rose')).length >= 39, said.join('\n'));
        await server.stop();
        if (!change.value.startsWith('CAST(x\'61ff')) return;
        for (const table of noticed) {
          if (group.includes(table)) assert.ok(lines.some((line) => line.includes(`of the table ${table} (`) && line.includes('is damaged')), `${table} is not in ${lines.join('\n')}`);
        }
      });
    }
  }

  it('serves what it can of pages with flipped bits', async () => {
    const seed = Number(process.env.SEED ?? 1 + Math.floor(Math.random() * 2 ** 31));
    let state = seed;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
      return Math.floor((state / 0x8000_0000) * below);
    };
    const name = path.join(template, 'ritrovo.db');
    const file = new SqliteFile(name);
    const pages = file.prepare("SELECT pageno FROM dbstat WHERE name NOT LIKE 'sqlite_%'").raw().all().map((row) => (row as [number])[0]);
    file.close();
    const rounds = Number(process.env.ROUNDS ?? 4);
    for (let round = 0; round < rounds; round++) {
      const data = copy();
      const bytes = readFileSync(name);
      for (let flips = 0; flips < 40; flips++) {
        const at = ((pages[random(pages.length)] ?? 2) - 1) * 4096 + random(4096);
        bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << random(8)), at);
      }
      writeFileSync(path.join(data, 'ritrovo.db'), bytes);
      try {
        const server = await TestServer.start({ data, operators });
        await use(server);
        await server.stop();
      } catch (error) {
        throw new Error(`round ${String(round)} of the seed ${String(seed)} (SEED=${String(seed)})`, { cause: error });
      }
    }
  });
});

import type { Change } from './changes';
import type { RoomState } from './room';
import type { Member } from './timeline';

/** The most members of one room. */
const maxMembers = 50_000;

const types = ['join', 'leave', 'rank', 'away', 'account', 'bot', 'presence', 'names', 'names-end'] as const;
type PeopleChange = Extract<Change, { readonly type: (typeof types)[number] }>;

const typeSet: ReadonlySet<string> = new Set(types);

/** What the people need to know of the store around them. */
export interface PeopleHost {
  room(name: string): RoomState | undefined;
  roomsOf(nick: string): readonly RoomState[];
}

/** Who is in which room, and what is known of them. */
export class People {
  constructor(private readonly host: PeopleHost, private readonly changed: (room: RoomState) => void) {}

  handles(change: Change): change is PeopleChange {
    return typeSet.has(change.type);
  }

  apply(change: PeopleChange): void {
    switch (change.type) {
      case 'join': return this.join(change);
      case 'leave': return this.changeRoom(change.room, (room) => room.remove(change.nick));
      case 'rank': return this.changeRoom(change.room, (room) => room.setRank(change.nick, change.prefix, change.given));
      case 'away': return this.setAway(change.nick, change.away);
      case 'account': return this.changeMember(change.nick, (member) => withAccount(member, change.account));
      case 'bot': return this.changeMember(change.nick, (member) => (member.bot === true ? member : { ...member, bot: true }));
      case 'presence': return this.setPresence(change.nick, change.here);
      case 'names': return this.collectNames(change.room, change.members);
      case 'names-end': return this.endNames(change.room);
    }
  }

  private join({ room: name, nick, account }: Extract<Change, { type: 'join' }>): void {
    this.changeRoom(name, (room) => {
      if (room.memberCount >= maxMembers) return;
      room.put({ nick, prefix: '', away: false, ...(account === undefined ? {} : { account }) });
    });
  }

  private changeRoom(name: string, change: (room: RoomState) => void): void {
    const room = this.host.room(name);
    if (room === undefined) return;
    change(room);
    this.changed(room);
  }

  /** Changes somebody in every room; the same object back is no change. */
  private changeMember(nick: string, change: (member: Member) => Member): void {
    for (const room of this.host.roomsOf(nick)) {
      const member = room.member(nick);
      if (member === undefined) continue;
      const changed = change(member);
      if (changed === member) continue;
      room.put(changed);
      this.changed(room);
    }
  }

  private setAway(nick: string, away: boolean): void {
    this.changeMember(nick, (member) => (member.away === away ? member : { ...member, away }));
    const conversation = this.host.room(nick);
    if (conversation === undefined || conversation.isChannel || conversation.presence === 'gone') return;
    conversation.presence = away ? 'away' : 'here';
    this.changed(conversation);
  }

  private setPresence(nick: string, here: boolean): void {
    const conversation = this.host.room(nick);
    if (conversation === undefined || conversation.isChannel) return;
    const away = this.host.roomsOf(nick).some((room) => room.member(nick)?.away === true);
    conversation.presence = !here ? 'gone' : away ? 'away' : 'here';
    this.changed(conversation);
  }

  private collectNames(name: string, members: readonly Member[]): void {
    const room = this.host.room(name);
    if (room === undefined) return;
    room.namesSoFar ??= [];
    if (room.namesSoFar.length + members.length <= maxMembers) room.namesSoFar.push(...members);
  }

  private endNames(name: string): void {
    const room = this.host.room(name);
    const names = room?.namesSoFar;
    if (room === undefined || names === undefined) return;
    room.namesSoFar = undefined;
    const members = names.map((member) => ({ ...room.member(member.nick), ...member, away: room.member(member.nick)?.away ?? false }));
    room.replaceMembers(members);
    this.changed(room);
  }
}

function withAccount(member: Member, account: string | undefined): Member {
  if (member.account === account) return member;
  if (account !== undefined) return { ...member, account };
  const { nick, prefix, away, bot } = member;
  return { nick, prefix, away, ...(bot === undefined ? {} : { bot }) };
}

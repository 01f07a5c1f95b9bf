import type { Announcement, NotificationLevel, Outgoing, SendingProgress } from './events';
import type { HistoryMark, NewItem } from './room';
import type { Happening, Member, Message, Note } from './timeline';

/** A message as it came, before it is numbered and looked at. */
export interface ReceivedMessage {
  readonly nick: string;
  /** With formatting codes. */
  readonly text: string;
  readonly style: Message['style'];
  readonly own: boolean;
  readonly time: Date;
  readonly msgid?: string;
  readonly account?: string;
  /** The msgid of the message that it answers. */
  readonly replyTo?: string;
  readonly bot?: boolean;
  readonly multiline?: boolean;
  readonly announcement?: boolean;
}

/** Where items of the history belong: before what is in view, into the gap of a lost connection, or behind a past that is in view. */
export type HistoryPlace = 'older' | 'missed' | 'newer';

/** Everything that can happen to what is known; handlers and the session say it, `Store.apply` does it. */
export type Change =
  | { readonly type: 'isupport'; readonly tokens: readonly string[] }
  | { readonly type: 'open'; readonly room: string }
  | { readonly type: 'activate'; readonly room: string }
  /** Whether the person sees the end of the active room. */
  | { readonly type: 'attention'; readonly present: boolean }
  | { readonly type: 'own-join'; readonly room: string }
  /** `keep`: the room stays in view, as after a kick. */
  | { readonly type: 'own-leave'; readonly room: string; readonly keep: boolean }
  | { readonly type: 'join'; readonly room: string; readonly nick: string; readonly account?: string }
  | { readonly type: 'leave'; readonly room: string; readonly nick: string }
  | { readonly type: 'rename'; readonly from: string; readonly to: string }
  /** A room is called otherwise; it is the same room. */
  | { readonly type: 'room-renamed'; readonly from: string; readonly to: string }
  | { readonly type: 'rank'; readonly room: string; readonly nick: string; readonly prefix: string; readonly given: boolean }
  | { readonly type: 'away'; readonly nick: string; readonly away: boolean }
  | { readonly type: 'account'; readonly nick: string; readonly account: string | undefined }
  | { readonly type: 'bot'; readonly nick: string }
  /** Whether somebody is on the server at all. */
  | { readonly type: 'presence'; readonly nick: string; readonly here: boolean }
  | { readonly type: 'names'; readonly room: string; readonly members: readonly Member[] }
  | { readonly type: 'names-end'; readonly room: string }
  | { readonly type: 'topic'; readonly room: string; readonly topic: string }
  | { readonly type: 'topic-setter'; readonly room: string; readonly nick: string; readonly time: Date }
  | { readonly type: 'moderated'; readonly room: string; readonly on: boolean }
  | { readonly type: 'message'; readonly room: string; readonly message: ReceivedMessage }
  /** A line told in words, in the active room where none is named. */
  | { readonly type: 'note'; readonly room: string | undefined; readonly text: string; readonly tone: Note['tone']; readonly time: Date }
  | { readonly type: 'happened'; readonly room: string; readonly happening: Happening; readonly time: Date }
  | { readonly type: 'reaction'; readonly room: string; readonly msgid: string; readonly nick: string; readonly text: string; readonly given: boolean }
  | { readonly type: 'edited'; readonly room: string; readonly msgid: string; readonly text: string; readonly time: Date }
  | { readonly type: 'redacted'; readonly room: string; readonly msgid: string; readonly by: string; readonly time: Date; readonly reason: string }
  | { readonly type: 'typing'; readonly room: string; readonly nicks: readonly string[] }
  | { readonly type: 'sending'; readonly room: string; readonly progress: SendingProgress | undefined }
  | { readonly type: 'outgoing'; readonly room: string; readonly outgoing: readonly Outgoing[] }
  /** What was read up to, here or in another window of the account. */
  | { readonly type: 'read'; readonly room: string; readonly time: Date | undefined }
  | { readonly type: 'hand'; readonly room: string; readonly nick: string; readonly up: boolean; readonly time: Date }
  | { readonly type: 'announcement'; readonly room: string; readonly announcement: Announcement | undefined }
  | { readonly type: 'notification-level'; readonly room: string; readonly level: NotificationLevel | undefined }
  /** `oldest`: where the history goes on from there; undefined where there is nothing before. */
  | { readonly type: 'history'; readonly room: string; readonly place: HistoryPlace; readonly items: readonly NewItem[]; readonly oldest: HistoryMark | undefined }
  | { readonly type: 'loading'; readonly room: string; readonly loading: boolean }
  /** More was missed than can be filled in: only the newest of it. */
  | { readonly type: 'restart'; readonly room: string; readonly items: readonly NewItem[]; readonly oldest: HistoryMark | undefined }
  | { readonly type: 'past'; readonly room: string; readonly items: readonly NewItem[]; readonly oldest: HistoryMark | undefined; readonly focus: string }
  | { readonly type: 'latest'; readonly room: string }
  /** The past in view has met the newest items at this msgid; undefined: at their start. */
  | { readonly type: 'past-ends'; readonly room: string; readonly at: string | undefined }
  | { readonly type: 'disconnected' }
  /** Another server: nothing that was known holds. */
  | { readonly type: 'reset' };

import type { Message, ReplyTo, TimelineItem } from './timeline';

/** How much of a quoted message is kept, in characters. */
const quoteLength = 200;

/** What an answer shows of the message that it answers; undefined where that is not loaded. */
export function quoteOf(msgid: string, message: Message | undefined): ReplyTo {
  return {
    msgid, nick: message?.nick, text: message?.text.slice(0, quoteLength),
    ...(message?.deleted === undefined ? {} : { deleted: true }),
  };
}

/** The answers among some items to some messages, where they do not quote them as they are now; with that quote. */
export function staleAnswers(items: readonly TimelineItem[], to: readonly TimelineItem[]): readonly Message[] {
  const answered = new Map(to.flatMap((item) => (item.kind === 'message' && item.msgid !== undefined ? [[item.msgid, item]] : [])));
  if (answered.size === 0) return [];
  return items.flatMap((item) => {
    if (item.kind !== 'message' || item.replyTo === undefined) return [];
    const message = answered.get(item.replyTo.msgid);
    if (message === undefined) return [];
    const { nick, text, deleted } = item.replyTo;
    const replyTo = quoteOf(item.replyTo.msgid, message);
    if (nick === replyTo.nick && text === replyTo.text && deleted === replyTo.deleted) return [];
    return [{ ...item, replyTo, mention: item.mention || (message.own && !item.own) }];
  });
}

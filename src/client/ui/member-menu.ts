import { QApplication } from '@nodegui/nodegui';
import { t } from '../i18n';
import type { MessageHost } from './message-actions';
import type { PopupEntry } from './popup';
import { literal } from './texts';

/** The menu of a person in the room. */
export function memberEntries(nick: string, { client, talk, write }: Pick<MessageHost, 'client' | 'talk' | 'write'>): readonly PopupEntry[] {
  const room = client.activeRoom;
  const member = room?.members.find((one) => one.nick === nick);
  const own = nick === client.nick;
  const entries: PopupEntry[] = own ? [] : [
    { label: t('member.talk'), run: () => talk(nick) },
    { label: t('member.mention'), run: () => write(`${nick}: `) },
  ];
  entries.push({ label: t('member.whois'), run: () => client.submit(`/whois ${nick}`) }, { label: t('member.copyName'), run: () => QApplication.clipboard()?.setText(nick) });
  if (room?.isOperator !== true || own) return entries;
  const operator = member?.prefix.includes('@') === true;
  const hand = room.hands.some((one) => one.nick === nick);
  return [
    ...entries,
    'line',
    ...(hand ? [{ label: t('classroom.handDownFor', { nick: literal(nick) }), run: () => client.lowerHand(room.name, nick) }] : []),
    { label: operator ? t('member.takeOperator') : t('member.makeOperator'), run: () => client.submit(`/mode ${room.name} ${operator ? '-o' : '+o'} ${nick}`) },
    { label: t('member.kick'), run: () => client.submit(`/kick ${nick}`) },
  ];
}

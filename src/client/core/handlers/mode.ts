import { ranksOf, type Isupport } from '../../../shared/isupport';
import { t } from '../../i18n';
import { happened, note, param, sourceOf, type Handler } from './context';

interface ModeChange {
  readonly given: boolean;
  readonly letter: string;
  readonly argument: string | undefined;
}

/** Source: https://modern.ircdocs.horse/#mode-message */
export const mode: Handler = (message, context) => {
  const { store } = context;
  const room = param(message, 0);
  if (!store.isChannel(room)) {
    // https://modern.ircdocs.horse/#oper-user-mode
    const laidDown = readModes(message.params.slice(1), store.isupport).some(({ given, letter }) => letter === 'o' && !given);
    if (laidDown && store.isOwn(room)) context.serverOperator(false);
    return;
  }
  const by = sourceOf(message).nick;
  const ranks = ranksOf(store.isupport);
  const others: string[] = [];
  for (const change of readModes(message.params.slice(1), store.isupport)) {
    const rank = ranks.find((one) => one.mode === change.letter);
    if (change.letter === 'm' && rank === undefined) {
      store.apply({ type: 'moderated', room, on: change.given });
      happened(message, context, room, { what: 'moderated', by, on: change.given });
      continue;
    }
    if (rank === undefined || change.argument === undefined) {
      others.push(`${change.given ? '+' : '-'}${change.letter}${change.argument === undefined ? '' : ` ${change.argument}`}`);
      continue;
    }
    store.apply({ type: 'rank', room, nick: change.argument, prefix: rank.prefix, given: change.given });
    happened(message, context, room, { what: 'rank', by, nick: change.argument, rank: change.letter, given: change.given });
  }
  if (others.length > 0) note(message, context, room, t('told.modes', { by, modes: others.join(' ') }));
};

/** RPL_CHANNELMODEIS. Source: https://modern.ircdocs.horse/#rplchannelmodeis-324 */
export const modesAre: Handler = (message, { store }) => {
  const room = param(message, 1);
  const moderated = readModes(message.params.slice(2), store.isupport).some(({ given, letter }) => given && letter === 'm');
  if (store.room(room) !== undefined && store.room(room)?.moderated !== moderated) store.apply({ type: 'moderated', room, on: moderated });
};

/** Which letters take an argument is the server's to say. Source: https://modern.ircdocs.horse/#chanmodes-parameter */
function readModes(params: readonly string[], isupport: Isupport): ModeChange[] {
  const [lists = '', always = '', whenSet = ''] = (isupport.get('CHANMODES') ?? 'beI,k,l,').split(',');
  const ranks = ranksOf(isupport).map((rank) => rank.mode).join('');
  const [letters = '', ...rest] = params;
  const changes: ModeChange[] = [];
  let given = true;
  for (const letter of letters) {
    if (letter === '+' || letter === '-') {
      given = letter === '+';
      continue;
    }
    const takes = (lists + always + ranks).includes(letter) || (given && whenSet.includes(letter));
    changes.push({ given, letter, argument: takes ? rest.shift() : undefined });
  }
  return changes;
}

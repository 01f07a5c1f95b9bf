import { formatCtcp, parseCtcp, type Ctcp } from '../../../shared/ctcp';
import { t } from '../../i18n';
import { note, type Context, type Handler } from './context';
import { receive, show, type ReceivedText } from './received-text';
import { isReaction, tagmsg } from './tagmsg';

/** Source: https://modern.ircdocs.horse/#privmsg-message */
export const privmsg: Handler = (message, context) => {
  if (isReaction(message)) {
    tagmsg(message, context);
    return;
  }
  const received = receive(message, context);
  if (received.room === '') return;
  const ctcp = parseCtcp(received.text);
  if (ctcp === undefined) show(message, context, received, 'text');
  else if (ctcp.command === 'ACTION') show(message, context, { ...received, text: ctcp.text }, 'action');
  else if (!received.own && context.live && answer(ctcp, received, context)) {
    note(message, context, undefined, t('told.asksProgram', { nick: received.nick, command: ctcp.command }));
  }
};

/** Source: https://modern.ircdocs.horse/ctcp.html */
function answer(ctcp: Ctcp, { nick }: ReceivedText, context: Context): boolean {
  const words = ctcpAnswers[ctcp.command]?.(ctcp.text);
  if (words === undefined || !context.mayAnswer()) return false;
  context.send({ verb: 'NOTICE', params: [nick, formatCtcp(ctcp.command, words)] });
  return true;
}

const ctcpAnswers: Readonly<Record<string, ((text: string) => string) | undefined>> = {
  VERSION: () => 'Ritrovo',
  PING: (text) => text.slice(0, 100),
  CLIENTINFO: () => 'ACTION CLIENTINFO PING VERSION',
};

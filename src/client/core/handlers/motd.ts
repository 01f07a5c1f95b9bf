import { lastParam, note, type Handler } from './context';

/** RPL_MOTD. Source: https://modern.ircdocs.horse/#rplmotd-372 */
export const motd: Handler = (message, context) => {
  const text = lastParam(message).replace(/^- ?/, '');
  if (text.trim() !== '') note(message, context, undefined, text);
};

/** The end of the message of the day, or that there is none, ends the greeting. Source: https://modern.ircdocs.horse/#rplendofmotd-376 */
export const motdEnd: Handler = (_message, context) => context.greeted();

import { lastParam, type Handler } from './context';

/** Source: https://modern.ircdocs.horse/#ping-message */
export const ping: Handler = (message, context) => {
  context.send({ verb: 'PONG', params: [lastParam(message)] });
};

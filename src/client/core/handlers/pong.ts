import { lastParam, type Handler } from './context';

/** Source: https://modern.ircdocs.horse/#pong-message */
export const pong: Handler = (message, context) => {
  context.pongCame(lastParam(message));
};

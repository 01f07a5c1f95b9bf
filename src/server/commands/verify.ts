import type { Command } from './command';

/** Accounts are made at once here, so that no code is right. Source: https://ircv3.net/specs/extensions/account-registration#commands */
export const verify: Command = {
  usage: 'VERIFY <name> <code>',
  help: 'Confirms a name that was registered; names need no confirmation here.',
  parameters: 2,
  allowed: 'always',
  run({ client, params: [name = '*'], reply }) {
    if (client.account === undefined) reply.fail('VERIFY', 'INVALID_CODE', name, 'Names need no confirmation here; log in with the password');
    else reply.fail('VERIFY', 'ALREADY_AUTHENTICATED', name, `You are logged in as ${client.account}`);
  },
};

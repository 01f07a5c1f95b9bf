import { ownAccount } from './logins';
import type { ServiceCommand, ServiceContext } from './service-command';

const usage = 'CERT ADD [<fingerprint>] | DEL <fingerprint> | LIST';

/** Which certificates log in to an account (SASL EXTERNAL). Source: https://www.rfc-editor.org/rfc/rfc4422#appendix-A */
export const certificateCommand: ServiceCommand = {
  usage,
  help: 'Lets a certificate log you in; without a fingerprint it is the one of this connection.',
  parameters: 1,
  run(context) {
    const [what = '', given] = context.args;
    switch (what.toUpperCase()) {
      case 'ADD':
        add(context, given ?? context.client.connection.certificateFingerprint);
        break;
      case 'DEL':
        remove(context, given);
        break;
      case 'LIST':
        list(context);
        break;
      default:
        context.answer(`Something is missing: /msg NickServ ${usage}`);
    }
  },
};

/** SHA-256 as 64 hexadecimal digits, however it is written. */
function digitsOf(fingerprint: string): string | undefined {
  const digits = fingerprint.replaceAll(':', '').toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? digits : undefined;
}

function add(context: ServiceContext, given: string | undefined): void {
  const { server, answer } = context;
  const account = ownAccount(context);
  if (account === undefined) return;
  const fingerprint = given === undefined ? undefined : digitsOf(given);
  if (given === undefined) answer('This connection has no certificate; connect by TLS with one, or name its fingerprint (SHA-256)');
  else if (fingerprint === undefined) answer('A fingerprint is SHA-256: 64 hexadecimal digits');
  else if (server.accounts.addCertificate(account, fingerprint)) answer(`The certificate ${fingerprint} logs you in from now on`);
  else answer('This certificate belongs to an account already, or yours has 10, which is the most');
}

function remove(context: ServiceContext, given: string | undefined): void {
  const { server, answer } = context;
  const account = ownAccount(context);
  if (account === undefined) return;
  const fingerprint = digitsOf(given ?? '');
  const removed = fingerprint !== undefined && server.accounts.store.removeCertificate(account, fingerprint);
  answer(removed ? `The certificate ${fingerprint} logs nobody in any more` : 'You have no such certificate; CERT LIST shows them');
}

function list(context: ServiceContext): void {
  const { server, answer } = context;
  const account = ownAccount(context);
  if (account === undefined) return;
  const fingerprints = server.accounts.store.certificatesOf(account);
  answer(...(fingerprints.length > 0 ? fingerprints : ['You have no certificates']));
}

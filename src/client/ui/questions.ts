import type { QWidget } from '@nodegui/nodegui';
import { formatAddress, type Address } from '../../shared/address';
import type { Client } from '../core/client';
import type { Certificate, ClientEvent } from '../core/events';
import { shortDate, t } from '../i18n';
import { askText, closeQuestion, tell } from './ask';
import { createDialog, paragraph, type Dialog } from './dialog';
import { escapeHtml } from '../text/html';
import { keep } from './keep';

const pairsInLine = 8;

/** Opens a dialog where the core asks the person something. */
export function takeQuestion(event: ClientEvent, window: QWidget, client: Client): void {
  switch (event.type) {
    case 'certificate-question': return askCertificate(window, client, event);
    case 'certificate-accepted': return tellCertificate(window, event.address, event.certificate);
    case 'password-question': return askPassword(window, client, event);
    case 'phase': return event.phase.name === 'connecting' ? closeQuestion('server-password') : undefined;
    case 'server-password-question': return askServerPassword(window, client, event);
    case 'protect-failed': return tell(window, t('account.title'), escapeHtml(t('account.failed', { why: event.why })), 'account');
    case 'account': return event.protected ? tell(window, t('account.title'), escapeHtml(t('account.protected', { nick: event.account ?? client.nick })), 'account') : undefined;
    default: return undefined;
  }
}

/** A certificate that is not the one of before: what can be compared is shown, and "no" is what Return and Escape say. */
function askCertificate(window: QWidget, client: Client, { address, certificate, trusted }: Extract<ClientEvent, { type: 'certificate-question' }>): void {
  const answer = (what: 'trust' | 'once' | 'no') => (): void => client.answerCertificate(what);
  const dialog = createDialog(window, {
    title: t('trust.title'),
    buttons: [
      { label: t('trust.no'), usual: true, press: answer('no') },
      { label: t('trust.once'), press: answer('once') },
      { label: t('trust.yesChanged'), press: answer('trust') },
    ],
    onLeave: answer('no'),
  });
  showAlone(dialog, [
    `<b>${escapeHtml(t('trust.changed', { address: place(address) }))}</b>`,
    escapeHtml(t('trust.changedDetail')),
    fingerprintHtml(t('trust.fingerprintBefore'), trusted),
    `${fingerprintHtml(t('trust.fingerprintNow'), certificate.fingerprint)}<br>${escapeHtml(t('trust.expires', { date: shortDate(new Date(certificate.validTo)) }))}`,
  ]);
  dialog.buttons[0]?.setFocus();
}

/** A certificate that is trusted because it is the first: said once, so that it can be compared. */
function tellCertificate(window: QWidget, address: Address, certificate: Certificate): void {
  const dialog = createDialog(window, { title: t('trust.title'), buttons: [{ label: t('dialog.ok'), usual: true, press: () => undefined }] });
  showAlone(dialog, [
    `<b>${escapeHtml(t('trust.first', { address: place(address) }))}</b>`,
    escapeHtml(t('trust.firstDetail')),
    fingerprintHtml(t('trust.fingerprint'), certificate.fingerprint),
    escapeHtml(t('trust.advice')),
  ]);
  dialog.buttons[0]?.setFocus();
}

/** The dialog about certificates that was opened last. */
let shown: Dialog | undefined;

/** In the place of one that is open: it is about an attempt that is over, and its answer would be taken for this one's. */
function showAlone(dialog: Dialog, paragraphs: readonly string[]): void {
  shown?.close();
  shown = dialog;
  for (const html of paragraphs) {
    const label = paragraph(html, 460);
    dialog.layout.addWidget(label);
    keep(dialog.widget, label);
  }
  dialog.open();
}

/** In lines of fixed width, which are easier to compare. */
function fingerprintHtml(title: string, fingerprint: string): string {
  const pairs = fingerprint.split(':');
  const lines = Array.from({ length: Math.ceil(pairs.length / pairsInLine) }, (_, line) => pairs.slice(line * pairsInLine, (line + 1) * pairsInLine).join(':'));
  return `${escapeHtml(title)}<br><code>${lines.map(escapeHtml).join('<br>')}</code>`;
}

function askPassword(window: QWidget, client: Client, { account, why, wrong, required }: Extract<ClientEvent, { type: 'password-question' }>): void {
  askText(window, {
    kind: 'password',
    title: t('account.signIn').replace('&', ''),
    question: t('account.recover', { nick: account }),
    ...(wrong ? { note: t('account.wrongPassword', { nick: account }) } : why === '' ? {} : { note: why }),
    secret: true,
    ok: t('account.signIn'),
    check: notEmpty,
    onAnswer: (password) => client.identify(password),
    onLeave: () => (required && client.phase.name === 'connecting' ? client.cancel() : undefined),
  });
}

function askServerPassword(window: QWidget, client: Client, { address, wrong, readable }: Extract<ClientEvent, { type: 'server-password-question' }>): void {
  const notes = [...(wrong ? [t('serverPassword.wrong')] : []), ...(readable ? [t('serverPassword.readable')] : [])];
  askText(window, {
    kind: 'server-password',
    title: t('serverPassword.title'),
    question: t('serverPassword.question', { address: place(address) }),
    ...(notes.length === 0 ? {} : { note: notes.join(' ') }),
    secret: true,
    ok: t('connect.join'),
    check: notEmpty,
    onAnswer: (password) => client.giveServerPassword(password),
  });
}

/** Makes the name of the person theirs: a password, typed twice. */
export function openProtectName(window: QWidget, client: Client): void {
  const { nick } = client;
  askText(window, {
    title: t('account.title'),
    question: t('account.password').replace('&', ''),
    note: t('account.explanation', { nick }),
    secret: true,
    check: notEmpty,
    onAnswer: (password) => askText(window, {
      title: t('account.title'),
      question: t('account.passwordAgain').replace('&', ''),
      secret: true,
      ok: t('account.create'),
      check: (again) => (again === password ? undefined : t('account.passwordsDiffer')),
      onAnswer: () => client.protectName(password),
    }),
  });
}

/** Without the scheme: that it is encrypted is what the sentence is about. */
function place({ host, port }: Address): string {
  return formatAddress({ host, port });
}

function notEmpty(password: string): string | undefined {
  return password === '' ? t('account.passwordTooShort', { count: 1 }) : undefined;
}

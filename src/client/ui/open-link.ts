import type { QWidget } from '@nodegui/nodegui';
import { list, t } from '../i18n';
import { escapeHtml } from '../text/html';
import { checkLink, type LinkCheck, type LinkDoubt } from '../text/link-check';
import { createDialog, paragraph, type Dialog } from './dialog';
import { keep } from './keep';
import { openOutside } from './open-outside';

type Doubtful = Extract<LinkCheck, { kind: 'ask' }>;

/** The question that was asked last. */
let shown: Dialog | undefined;

/** The one way to what is outside the program: where an address may lead elsewhere than it seems to, the person is asked. */
export function openLink(window: QWidget, address: string): void {
  const check = checkLink(address);
  if (check.kind === 'open') openOutside(check.address);
  else if (check.kind === 'ask') ask(window, check);
}

function ask(window: QWidget, link: Doubtful): void {
  shown?.close();
  const dialog = createDialog(window, {
    title: t('link.title'),
    buttons: [
      { label: t('dialog.cancel'), usual: true, press: () => undefined },
      { label: t('link.open'), press: () => openOutside(link.address) },
    ],
  });
  shown = dialog;
  const leads = link.address.toLowerCase().startsWith('mailto:') ? t('link.writesTo') : t('link.leadsTo');
  const paragraphs = [
    `<b>${escapeHtml(t('link.question'))}</b>`,
    `${escapeHtml(leads)}<br><code>${escapeHtml(shortened(link.leadsTo))}</code>`,
    ...link.doubts.map((doubt) => escapeHtml(words(doubt, link))),
  ];
  for (const html of paragraphs) {
    const label = paragraph(html, 460);
    dialog.layout.addWidget(label);
    keep(dialog.widget, label);
  }
  dialog.open();
  dialog.buttons[0]?.setFocus();
}

function words(doubt: LinkDoubt, { fields }: Doubtful): string {
  switch (doubt) {
    case 'user-info': return t('link.doubtUserInfo');
    case 'look-alike': return t('link.doubtLookAlike');
    case 'unseen': return t('link.doubtUnseen');
    case 'rewritten': return t('link.doubtRewritten');
    case 'letter': return t('link.doubtLetter', { fields: shortened(list(fields)) });
  }
}

/** A host has 253 characters at most; of many who get a letter the first ones are shown. */
function shortened(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

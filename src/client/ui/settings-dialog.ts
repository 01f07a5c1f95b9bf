import { QIcon, QTabWidget, type QBoxLayout, type QWidget } from '@nodegui/nodegui';
import type { PreferenceStore } from '../core/preferences';
import type { TrustStore } from '../core/window';
import { languageNames, languages, t } from '../i18n';
import { createDialog } from './dialog';
import { keep } from './keep';
import { SettingsForm } from './settings-form';
import { createTrustedList } from './trusted-list';
import { plainLabel } from './texts';

/** In pixels. */
const least = { width: 420, height: 400 };

/** The settings: each change is applied at once. */
export function openSettings(parent: QWidget, preferences: PreferenceStore, trusted: TrustStore): void {
  const dialog = createDialog(parent, { title: t('settings.title'), buttons: [{ label: t('dialog.close'), usual: true, press: () => undefined }] });
  const tabs = new QTabWidget();
  const form = new SettingsForm(preferences, dialog.widget);
  const add = (title: string, fill: (page: QBoxLayout) => void): void => void tabs.addTab(form.page(fill), new QIcon(), title);
  add(t('settings.appearance'), (page) => fillAppearance(form, page));
  add(t('settings.notifications'), (page) => fillNotifications(form, page));
  add(t('settings.general'), (page) => fillGeneral(form, page));
  add(t('settings.trust'), (page) => {
    const list = createTrustedList(trusted);
    page.addWidget(list);
    keep(dialog.widget, list);
  });
  const note = plainLabel(t('settings.applied'));
  dialog.layout.addWidget(tabs, 1);
  dialog.layout.addWidget(note);
  dialog.widget.setMinimumSize(least.width, least.height);
  keep(dialog.widget, tabs, note, form);
  dialog.open();
  tabs.setFocus();
}

function fillAppearance(form: SettingsForm, page: QBoxLayout): void {
  form.choice(page, t('settings.theme'), 'theme', [['system', t('settings.system')], ['light', t('settings.light')], ['dark', t('settings.dark')]]);
  form.choice(page, t('settings.language'), 'language', [['system', t('settings.languageOfSystem')], ...languages.map((one) => [one, languageNames[one]] as const)]);
  form.points(page, t('settings.textSize'), 'textSize', -4, 12);
  form.choice(page, t('settings.comings'), 'comings', [['each', t('settings.comingsEach')], ['condensed', t('settings.comingsCondensed')], ['hidden', t('settings.comingsHidden')]]);
  form.choice(page, t('emoji.skinTone'), 'skinTone', [
    [0, t('emoji.toneDefault')], [1, t('emoji.toneLight')], [2, t('emoji.toneMediumLight')], [3, t('emoji.toneMedium')],
    [4, t('emoji.toneMediumDark')], [5, t('emoji.toneDark')],
  ]);
  form.check(page, t('settings.roomsShown'), 'roomsShown');
  form.check(page, t('settings.membersShown'), 'membersShown');
}

function fillNotifications(form: SettingsForm, page: QBoxLayout): void {
  form.choice(page, t('settings.notifyFor'), 'notifications', [['all', t('settings.notifyAll')], ['mentions', t('settings.notifyMentions')], ['none', t('settings.notifyNone')]]);
  form.check(page, t('settings.doNotDisturb'), 'doNotDisturb');
  form.check(page, t('settings.sound'), 'sounds');
  form.check(page, t('settings.closeToTray'), 'closeToTray', t('settings.closeToTrayTip'));
}

function fillGeneral(form: SettingsForm, page: QBoxLayout): void {
  form.choice(page, t('settings.whenLost'), 'whenLost', [
    ['usual', t('settings.whenLostUsual')], ['stay', t('settings.whenLostStay')], ['close', t('settings.whenLostClose')],
  ]);
  form.number(page, t('settings.pingSeconds'), 'pingSeconds', 1, 3600);
  form.check(page, t('settings.typing'), 'tellTyping');
}

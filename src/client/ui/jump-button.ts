import { QPushButton, WidgetEventTypes, type QTextBrowser } from '@nodegui/nodegui';
import { t } from '../i18n';
import { keep } from './keep';

/** The way back to the newest message, over the foot of the messages. */
export interface JumpButton {
  /** @param unseen how many came while the person read further up */
  show(visible: boolean, unseen: number): void;
}

export function createJumpButton(over: QTextBrowser, onJump: () => void): JumpButton {
  const button = new QPushButton(over);
  button.setVisible(false);
  button.addEventListener('clicked', onJump);
  const place = (): void => {
    const size = button.sizeHint();
    const [width, height] = [size.width() + 16, size.height()];
    button.setGeometry(Math.round((over.width() - width) / 2), over.height() - height - 12, width, height);
  };
  over.addEventListener(WidgetEventTypes.Resize, place, { afterDefault: true });
  keep(over, button);
  let shown: number | undefined;
  return {
    show: (visible, unseen) => {
      const now = visible ? unseen : undefined;
      if (now === shown) return;
      shown = now;
      button.setText(unseen > 0 ? t('timeline.newMessages', { count: unseen }) : t('timeline.jump'));
      button.setVisible(visible);
      place();
    },
  };
}

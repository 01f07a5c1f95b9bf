import { QPushButton } from '@nodegui/nodegui';
import { t } from '../i18n';
import { setTip } from './texts';

/** Raises one's hand, and lowers it where it is up. */
export interface HandButton {
  readonly widget: QPushButton;
  show(isUp: boolean): void;
}

export function createHandButton(onHand: () => void): HandButton {
  const widget = new QPushButton();
  setTip(widget, `${t('classroom.handUpTip')} (Ctrl+H)`);
  widget.addEventListener('clicked', onHand);
  return {
    widget,
    show: (isUp) => widget.setText(isUp ? t('classroom.handDown') : t('classroom.handUp')),
  };
}

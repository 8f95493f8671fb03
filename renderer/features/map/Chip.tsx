import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { controlOf } from '../../../app/controls/catalogue.ts';
import type { ControlView } from '../../../app/ipc/snapshot.ts';
import { useControlText } from '../../i18n/use-control-text.ts';
import { StatusIcon } from '../../ui/StatusIcon.tsx';
import type { OpenDetails } from './use-open-details.ts';

interface ChipProps {
  readonly view: ControlView;
  readonly details: OpenDetails;
  readonly reachable: boolean;
  readonly onKeyDown: (event: KeyboardEvent<HTMLButtonElement>) => void;
  readonly onReached: () => void;
}

/** One control on the map. Its name says the verdict, so that colour is never alone. */
export function Chip({ view, details, reachable, onKeyDown, onReached }: ChipProps) {
  const { t } = useTranslation();
  const text = useControlText()(view.id);
  const common = controlOf(view.id).commonFailure && view.verdict !== 'not-applicable';
  return (
    <button
      type="button"
      className={`chip is-${view.verdict}${common ? ' is-common' : ''}`}
      data-control={view.id}
      data-verdict={view.verdict}
      tabIndex={reachable ? 0 : -1}
      aria-expanded={details.id === view.id}
      onKeyDown={onKeyDown}
      onClick={() => details.pin(view.id)}
      onPointerEnter={(event) => {
        if (event.pointerType === 'mouse') details.hover(view.id);
      }}
      onPointerLeave={details.leave}
      onFocus={(event) => {
        onReached();
        if (event.currentTarget.matches(':focus-visible')) details.focus(view.id);
      }}
    >
      <StatusIcon verdict={view.verdict} />
      <span>{text.title}</span>
      <span className="visually-hidden">
        , {t(`map.verdicts.${view.verdict}`)}
        {common ? `, ${t('map.common')}` : ''}
      </span>
    </button>
  );
}

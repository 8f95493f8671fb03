import { Popover } from 'radix-ui';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { controlOf } from '../../../app/controls/catalogue.ts';
import type { ControlView } from '../../../app/ipc/snapshot.ts';
import { useControlText } from '../../i18n/use-control-text.ts';
import { useTimeText } from '../../i18n/use-time-text.ts';
import { useSnapshot } from '../../state/panel-context.ts';
import { useClock } from '../../state/use-clock.ts';
import { Button } from '../../ui/Button.tsx';
import { StatusIcon } from '../../ui/StatusIcon.tsx';
import { EvidenceBlock } from './EvidenceBlock.tsx';
import { PracticeSwitch } from './PracticeSwitch.tsx';
import { RemedyList } from './RemedyList.tsx';
import type { OpenDetails } from './use-open-details.ts';
import './details.css';

interface ChipDetailsProps {
  readonly view: ControlView;
  readonly details: OpenDetails;
}

const keep = (event: Event): void => event.preventDefault();

/** Everything known of one control. It follows its chips in the page, so Tab leads into it and out again. */
export function ChipDetails({ view, details }: ChipDetailsProps) {
  const { t } = useTranslation();
  const title = useControlText()(view.id).title;
  const chip = useMemo(() => ({ current: { getBoundingClientRect: () => rectOf(view.id) } }), [view.id]);
  return (
    <Popover.Root open>
      <Popover.Anchor virtualRef={chip} />
      <Popover.Content
        className="details"
        aria-label={t('details.label', { title })}
        side="bottom"
        align="start"
        sideOffset={6}
        collisionPadding={8}
        onOpenAutoFocus={keep}
        onCloseAutoFocus={keep}
        onInteractOutside={keep}
        onEscapeKeyDown={keep}
        onPointerEnter={details.stay}
        onPointerLeave={details.leave}
      >
        <DetailsBody view={view} title={title} />
        {details.pinned && (
          <Button
            className="details-close"
            kind="quiet"
            aria-label={t('app.close')}
            onClick={() => closePinned(view.id, details)}
          >
            <StatusIcon verdict="fail" size={14} />
          </Button>
        )}
        {!details.pinned && <p className="details-hint">{t('details.pinHint')}</p>}
      </Popover.Content>
    </Popover.Root>
  );
}

function closePinned(id: string, details: OpenDetails): void {
  document.querySelector<HTMLElement>(`.chip[data-control="${id}"]`)?.focus();
  details.close();
}

function rectOf(id: string): DOMRect {
  return document.querySelector(`.chip[data-control="${id}"]`)?.getBoundingClientRect() ?? new DOMRect();
}

function DetailsBody({ view, title }: { readonly view: ControlView; readonly title: string }) {
  const { t } = useTranslation();
  const host = useSnapshot((snapshot) => snapshot.host);
  const text = useControlText()(view.id);
  return (
    <>
      <div className={`details-head is-${view.verdict}`}>
        <StatusIcon verdict={view.verdict} />
        <h3>{title}</h3>
        <span className="details-verdict">{t(`map.verdicts.${view.verdict}`)}</span>
      </div>
      <p>{text.does}</p>
      <h4>{t('details.breaks')}</h4>
      <p>{text.breaks}</p>
      {controlOf(view.id).commonFailure && <p className="details-common">{t('details.common')}</p>}
      <Found view={view} />
      {(text.guide !== undefined || text.found !== undefined) && (
        <dl className="details-claims">
          {text.guide !== undefined && (
            <div>
              <dt>{t('details.guide')}</dt>
              <dd>{text.guide}</dd>
            </div>
          )}
          {text.found !== undefined && (
            <div>
              <dt>{t('details.fact')}</dt>
              <dd>{text.found}</dd>
            </div>
          )}
        </dl>
      )}
      {view.remedies.length > 0 && <RemedyList remedies={view.remedies} />}
      {host === 'practice' && <PracticeSwitch view={view} />}
    </>
  );
}

function Found({ view }: { readonly view: ControlView }) {
  const { t } = useTranslation();
  const { age } = useTimeText();
  const nowMs = useClock();
  return (
    <>
      <h4>{t('details.found')}</h4>
      <p>
        {view.summary}{' '}
        {view.observedAt !== null && (
          <span className="dim tabular">{t('details.seen', { age: age(view.observedAt, nowMs) })}</span>
        )}
      </p>
      {view.evidence.map((evidence, at) => (
        <EvidenceBlock key={`${evidence.source} ${String(at)}`} evidence={evidence} />
      ))}
    </>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Remedy } from '../../../app/controls/remedy.ts';
import { useCommand } from '../../state/panel-context.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';

/** What could turn a control green: shown whole before it runs. */
export function RemedyList({ remedies }: { readonly remedies: readonly Remedy[] }) {
  const { t } = useTranslation();
  return (
    <>
      <h4>{t('details.remedies')}</h4>
      <ul className="remedies">
        {remedies.map((remedy) => (
          <RemedyItem key={remedy.id} remedy={remedy} />
        ))}
      </ul>
    </>
  );
}

function RemedyItem({ remedy }: { readonly remedy: Remedy }) {
  const { t } = useTranslation();
  const run = useCommand();
  const [asking, setAsking] = useState(false);
  const [running, setRunning] = useState(false);
  const title = t(`remedy.${remedy.id}.title`, { defaultValue: remedy.title });
  const carryOut = async (): Promise<void> => {
    setRunning(true);
    await run('remedy.run', { remedyId: remedy.id });
    setRunning(false);
  };
  return (
    <li>
      <div className="remedy-head">
        <strong>{title}</strong>
        <Button disabled={running} onClick={() => setAsking(true)}>
          {running ? t('details.running') : t('details.run')}
          <span className="visually-hidden"> {title}</span>
        </Button>
      </div>
      <RemedyFacts remedy={remedy} />
      {asking && (
        <ConfirmDialog
          title={title}
          confirm={t('details.confirm')}
          cancel={t('app.cancel')}
          onConfirm={() => void carryOut()}
          onClose={() => setAsking(false)}
        >
          <RemedyFacts remedy={remedy} />
        </ConfirmDialog>
      )}
    </li>
  );
}

function RemedyFacts({ remedy }: { readonly remedy: Remedy }) {
  const { t } = useTranslation();
  return (
    <dl className="facts">
      <dt>{t('details.needs')}</dt>
      <dd>{t(`details.who.${remedy.needs}`)}</dd>
      <dt>{t('details.cost')}</dt>
      <dd>{t(`remedy.${remedy.id}.cost`, { defaultValue: remedy.cost })}</dd>
      <dt>{t('details.undo')}</dt>
      <dd>{t(`remedy.${remedy.id}.undo`, { defaultValue: remedy.undo })}</dd>
    </dl>
  );
}

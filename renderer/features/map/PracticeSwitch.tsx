import { useTranslation } from 'react-i18next';
import type { ControlView } from '../../../app/ipc/snapshot.ts';
import { useCommand } from '../../state/panel-context.ts';
import { Button } from '../../ui/Button.tsx';

/** On the practice PC a control can be broken on purpose, and mended again. */
export function PracticeSwitch({ view }: { readonly view: ControlView }) {
  const { t } = useTranslation();
  const run = useCommand();
  const broken = view.verdict === 'fail' || view.verdict === 'warn';
  return (
    <div className="practice-switch">
      <Button onClick={() => void run('practice.set', { controlId: view.id, broken: !broken })}>
        {broken ? t('practice.mend') : t('practice.break')}
      </Button>
      <span className="dim">{t('practice.hint')}</span>
    </div>
  );
}

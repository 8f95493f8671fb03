import { useTranslation } from 'react-i18next';
import { useCommand, useSnapshot } from '../../state/panel-context.ts';
import { useLaunch } from '../../state/use-launch.ts';
import { useOpenPage } from '../../state/use-open-page.ts';
import { Button } from '../../ui/Button.tsx';
import { actionsOf, type VerdictAction } from './actions-of.ts';
import { toneOf, type PanelVerdict } from './verdict-of.ts';

/** The likely action is filled, in the colour of trouble when there is some; cancelling and stopping stay plain. */
export function VerdictActions({ verdict }: { readonly verdict: PanelVerdict }) {
  const actions = actionsOf[verdict.state];
  const filled = verdict.state === 'paused' || toneOf(verdict) === 'bad' ? 'danger' : 'primary';
  const kindOf = (action: VerdictAction, at: number) => {
    if (at > 0 || actions.length < 2) return 'plain';
    return action === 'again' ? 'primary' : filled;
  };
  return (
    <>
      {actions.map((action, at) => (
        <ActionButton key={action} action={action} kind={kindOf(action, at)} />
      ))}
    </>
  );
}

interface ActionButtonProps {
  readonly action: VerdictAction;
  readonly kind: 'plain' | 'primary' | 'danger';
}

function ActionButton({ action, kind }: ActionButtonProps) {
  const { t } = useTranslation();
  const act = useActions();
  const testing = useSnapshot((snapshot) => snapshot.wallTesting) && action === 'test';
  const sweeping = useSnapshot((snapshot) => snapshot.sweeping) && action === 'sweep';
  const word = testing ? 'testing' : sweeping ? 'sweeping' : action;
  return (
    <Button kind={kind} disabled={testing || sweeping} onClick={act[action]}>
      {t(`verdict.actions.${word}`)}
    </Button>
  );
}

function useActions(): Readonly<Record<VerdictAction, () => void>> {
  const run = useCommand();
  const openPage = useOpenPage();
  const launch = useLaunch();
  return {
    launch,
    again: launch,
    sweep: () => void run('controls.sweep', {}),
    cancel: () => void run('launch.cancel', {}),
    open: () => void openPage(),
    test: () => void run('wall.test', {}),
    resume: () => void run('session.resume', {}),
    stop: () => void run('session.stop', {}),
  };
}

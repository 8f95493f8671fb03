import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { WallTestReport } from '../../../app/launch/wall-test.ts';
import { useTimeText } from '../../i18n/use-time-text.ts';
import type { PanelVerdict } from './verdict-of.ts';

export interface VerdictWords {
  readonly title: string;
  /** What is announced; it does not change with every second. */
  readonly says: string;
  /** What is only shown: ages, and what to do. */
  readonly more: string | null;
}

/** The verdict in words. */
export function useVerdictWords(): (verdict: PanelVerdict, nowMs: number) => VerdictWords {
  const { t } = useTranslation();
  const { age, span, clock } = useTimeText();
  const words = (state: PanelVerdict['state'], says: string, more: string | null = null): VerdictWords => ({
    title: t(`verdict.${state}.title`),
    says,
    more,
  });
  const wordsOf = (verdict: PanelVerdict, nowMs: number): VerdictWords => {
    switch (verdict.state) {
      case 'lost':
        return words('lost', t('verdict.lost.says', { age: age(verdict.since, nowMs) }));
      case 'launching':
        return words('launching', t('verdict.launching.says', { phase: t(`phases.working.${verdict.phase}`) }));
      case 'sealed': {
        if (verdict.test === null) return words('sealed', t('verdict.sealed.untested'));
        const says = t('verdict.sealed.says', { count: verdict.test.vectors.length });
        return words('sealed', says, t('verdict.sealed.tested', { age: age(verdict.test.startedAt, nowMs) }));
      }
      case 'leaking':
        return words('leaking', leakWords(verdict.test, t));
      case 'unproven': {
        const count = verdict.test.vectors.filter((one) => one.outcome === 'unproven').length;
        return words('unproven', t('verdict.unproven.says', { count }));
      }
      case 'paused': {
        const breach = verdict.session.breach;
        const afterMs = breach?.pausedAfterMs ?? null;
        const frozen =
          afterMs === null
            ? t('verdict.paused.freezing')
            : t('verdict.paused.frozen', { time: span(afterMs), clock: clock(breach?.detectedAt ?? '') });
        return words('paused', `${sentence(breach?.detail ?? '')} ${frozen}`.trim());
      }
      case 'failed': {
        const failure = verdict.session.failure;
        const next = failure === null ? null : t('verdict.failed.next', { next: failure.next });
        return words('failed', sentence(failure?.message ?? ''), next);
      }
      default:
        return words(verdict.state, t(`verdict.${verdict.state}.says`));
    }
  };
  return wordsOf;
}

function sentence(text: string): string {
  return text === '' || /[.?…]$/.test(text) ? text : `${text}.`;
}

function leakWords(test: WallTestReport, t: TFunction): string {
  const [first, ...rest] = test.vectors.filter((vector) => vector.outcome === 'reached');
  const target = first?.target ?? '';
  return rest.length === 0
    ? t('verdict.leaking.says', { target })
    : t('verdict.leaking.more', { target, count: rest.length });
}

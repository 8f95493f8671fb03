import { useEffect, useRef, type FocusEvent, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LayerView } from '../../../app/ipc/snapshot.ts';
import { useSnapshot } from '../../state/panel-context.ts';
import { LayerBox } from './LayerBox.tsx';
import { Legend } from './Legend.tsx';
import { useOpenDetails } from './use-open-details.ts';
import './map.css';

/** The four layers, each inside the one around it. */
export function LayerMap() {
  const { t } = useTranslation();
  const layers = useSnapshot((snapshot) => snapshot.layers);
  const details = useOpenDetails();
  const { close } = details;
  const root = useRef<HTMLDivElement>(null);
  useCloseOnOutsidePress(root, details.pinned, close);
  const closeOnEscape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || details.id === null) return;
    event.preventDefault();
    root.current?.querySelector<HTMLElement>(`[data-control="${details.id}"]`)?.focus();
    close();
  };
  const closeOnLeave = (event: FocusEvent): void => {
    if (!details.pinned && event.relatedTarget !== null && !isOfChips(event.relatedTarget)) close();
  };
  const nest = (inner: readonly LayerView[]): ReactNode => {
    const [layer, ...rest] = inner;
    if (layer === undefined) return null;
    return (
      <LayerBox layer={layer} details={details}>
        {nest(rest)}
      </LayerBox>
    );
  };
  return (
    <div
      className="map"
      ref={root}
      role="group"
      aria-label={t('map.label')}
      onKeyDown={closeOnEscape}
      onBlur={closeOnLeave}
    >
      {nest(layers)}
      <Legend />
    </div>
  );
}

function isOfChips(target: EventTarget): boolean {
  return target instanceof Element && target.closest('.chip, .details, dialog') !== null;
}

function useCloseOnOutsidePress(
  root: { readonly current: HTMLElement | null },
  active: boolean,
  close: () => void,
): void {
  const latest = useRef(close);
  useEffect(() => {
    latest.current = close;
  });
  useEffect(() => {
    if (!active) return undefined;
    const press = (event: PointerEvent): void => {
      const target = event.target;
      if (target instanceof Element && root.current?.contains(target) === true && isOfChips(target)) return;
      latest.current();
    };
    document.addEventListener('pointerdown', press);
    return () => document.removeEventListener('pointerdown', press);
  }, [active, root]);
}

import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { layerIds } from '../../../app/controls/control.ts';
import type { LayerView } from '../../../app/ipc/snapshot.ts';
import { Chip } from './Chip.tsx';
import { ChipDetails } from './ChipDetails.tsx';
import { nextChip } from './next-chip.ts';
import type { OpenDetails } from './use-open-details.ts';

interface LayerBoxProps {
  readonly layer: LayerView;
  readonly details: OpenDetails;
  /** The layer inside this one. */
  readonly children: ReactNode;
}

export function LayerBox({ layer, details, children }: LayerBoxProps) {
  const { t } = useTranslation();
  const headingId = useId();
  const title = t(`map.layers.${layer.id}.title`);
  const opened = layer.controls.find((view) => view.id === details.id);
  const quiet = layer.controls.every((view) => view.verdict === 'not-applicable');
  return (
    <section
      className={`layer layer-${layer.id}${quiet ? ' is-quiet' : ''}`}
      data-layer={layer.id}
      aria-labelledby={headingId}
    >
      <div className="layer-head">
        <span className="layer-number" aria-hidden="true">
          {layerIds.indexOf(layer.id) + 1}
        </span>
        <h2 id={headingId}>{title}</h2>
        <span className="layer-note">{t(`map.layers.${layer.id}.note`)}</span>
        <LayerSum layer={layer} />
      </div>
      <ChipRow layer={layer} details={details} label={t('map.controls', { layer: title })} />
      {opened !== undefined && <ChipDetails key={opened.id} view={opened} details={details} />}
      {children}
    </section>
  );
}

function LayerSum({ layer }: { readonly layer: LayerView }) {
  const { t } = useTranslation();
  const here = layer.controls.filter((view) => view.verdict !== 'not-applicable');
  const broken = here.filter((view) => view.verdict === 'fail').length;
  const good = here.filter((view) => view.verdict === 'pass').length;
  if (here.length === 0) return <span className="layer-sum">{t('map.notHere')}</span>;
  if (broken > 0) return <span className="layer-sum is-broken tabular">{t('map.broken', { count: broken })}</span>;
  return <span className="layer-sum tabular">{t('map.hold', { good, count: here.length })}</span>;
}

interface ChipRowProps {
  readonly layer: LayerView;
  readonly details: OpenDetails;
  readonly label: string;
}

/** One stop for Tab; arrow keys walk from chip to chip. */
function ChipRow({ layer, details, label }: ChipRowProps) {
  const [reached, setReached] = useState(0);
  const walk = (event: KeyboardEvent<HTMLButtonElement>, at: number): void => {
    const next = nextChip(event.key, at, layer.controls.length);
    if (next === null) return;
    event.preventDefault();
    event.currentTarget.parentElement?.querySelectorAll<HTMLElement>('.chip')[next]?.focus();
  };
  return (
    <div className="chips" role="toolbar" aria-label={label}>
      {layer.controls.map((view, at) => (
        <Chip
          key={view.id}
          view={view}
          details={details}
          reachable={at === reached}
          onKeyDown={(event) => walk(event, at)}
          onReached={() => setReached(at)}
        />
      ))}
    </div>
  );
}

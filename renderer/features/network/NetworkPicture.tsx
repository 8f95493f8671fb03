import { useTranslation } from 'react-i18next';
import type { LineOutcome, NetworkLine } from './network-lines.ts';

/** Sizes of the drawing in its own units; it grows with its card. */
const size = { width: 328, row: 32, box: 92, boxHeight: 24, wallX: 150, top: 18 };

interface NetworkPictureProps {
  readonly lines: readonly NetworkLine[];
  /** The wall was opened after the test. */
  readonly opened: boolean;
  /** The page's port while it is offered. */
  readonly openPort: number | null;
  readonly port: number;
}

/** What the last wall test measured: one line a family of ways, each as far as it got. */
export function NetworkPicture({ lines, opened, openPort, port }: NetworkPictureProps) {
  const { t } = useTranslation();
  const out = lines.filter((line) => line.group !== 'inbound');
  const inbound = lines.find((line) => line.group === 'inbound');
  const wallHeight = out.length * size.row;
  const below = size.top + wallHeight + 30;
  const tested = out.some((line) => line.outcome !== 'untested');
  const wallClass = opened ? 'is-opened' : tested ? 'is-up' : 'is-untested';
  const right = size.width - size.box;
  return (
    <svg
      className="network-picture"
      viewBox={`0 0 ${size.width} ${below + size.row + size.boxHeight / 2 + 1}`}
      aria-hidden="true"
    >
      <Box x={0} y={size.top + wallHeight / 2} label={t('network.comfyui')} />
      <line
        className={`wall-bar ${wallClass}`}
        x1={size.wallX}
        x2={size.wallX}
        y1={size.top}
        y2={size.top + wallHeight}
      />
      <text className={`wall-word ${wallClass}`} x={size.wallX} y={11}>
        {opened ? t('network.opened') : t('network.wall')}
      </text>
      {out.map((line, at) => (
        <g key={line.group}>
          <WayOut line={line} fromY={size.top + wallHeight / 2} y={size.top + (at + 0.5) * size.row} opened={opened} />
          <Box x={right} y={size.top + (at + 0.5) * size.row} label={t(`network.groups.${line.group}`)} far />
        </g>
      ))}
      <PageWays y={below} open={openPort !== null} port={port} inbound={inbound?.outcome ?? 'untested'} />
    </svg>
  );
}

function Box({
  x,
  y,
  label,
  far = false,
}: {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  readonly far?: boolean;
}) {
  return (
    <g className={far ? 'place is-far' : 'place'}>
      <rect x={x + 0.5} y={y - size.boxHeight / 2} width={size.box - 1} height={size.boxHeight} rx={6} />
      <text x={x + size.box / 2} y={y + 4}>
        {label}
      </text>
    </g>
  );
}

interface WayOutProps {
  readonly line: NetworkLine;
  readonly fromY: number;
  readonly y: number;
  readonly opened: boolean;
}

/** From ComfyUI to the wall, and beyond it only where the test got through. */
function WayOut({ line, fromY, y, opened }: WayOutProps) {
  const { t } = useTranslation();
  const { outcome, count } = line;
  const end = size.width - size.box;
  const start = `M${size.box} ${fromY}C${size.box + 26} ${fromY} ${size.box + 22} ${y} ${size.wallX} ${y}`;
  const through = outcome !== 'blocked' && outcome !== 'absent';
  const kind = opened && outcome === 'blocked' ? 'untested' : outcome;
  const word = t(`network.short.${kind}`, { tried: count });
  return (
    <g className={`way is-${kind}`}>
      {outcome !== 'absent' && <path d={through ? `${start}H${end - 2}` : start} />}
      {outcome === 'reached' && <path d={`m${end - 7} ${y - 4} 5 4-5 4`} />}
      <text className="way-word" x={(size.wallX + end) / 2} y={through ? y - 4 : y + 4}>
        {word}
      </text>
    </g>
  );
}

interface PageWaysProps {
  readonly y: number;
  readonly open: boolean;
  readonly port: number;
  readonly inbound: LineOutcome;
}

/** The one way in that is meant to be there, and the one that is not. */
function PageWays({ y, open, port, inbound }: PageWaysProps) {
  const { t } = useTranslation();
  const end = size.width - size.box;
  const middle = (size.box + end) / 2;
  return (
    <>
      <Box x={0} y={y} label={t('network.browser')} />
      <g className={`way ${open ? 'is-open' : 'is-untested'}`}>
        <path d={`M${size.box} ${y}H${end - 2}`} />
        {open && <path d={`m${end - 7} ${y - 4} 5 4-5 4`} />}
        <text x={middle} y={y - 5}>
          {t('network.page', { port })}
        </text>
      </g>
      <Box x={end} y={y + size.row / 2} label={t('network.comfyui')} />
      <Box x={0} y={y + size.row} label={t('network.others')} far />
      <g className={`way is-${inbound}`}>
        <path
          d={
            inbound === 'blocked' ? `M${size.box} ${y + size.row}H${middle}` : `M${size.box} ${y + size.row}H${end - 2}`
          }
        />
        {inbound === 'blocked' && <path className="way-stop" d={`M${middle} ${y + size.row - 7}v14`} />}
      </g>
    </>
  );
}

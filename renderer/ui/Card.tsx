import { useId, type ReactNode } from 'react';
import './parts.css';

interface CardProps {
  readonly title: string;
  readonly name: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** One topic of the screen with its heading. `name` is what style sheets and tests find it by. */
export function Card({ title, name, aside, children }: CardProps) {
  const headingId = useId();
  return (
    <section className={`card card-${name}`} aria-labelledby={headingId}>
      <div className="card-head">
        <h2 id={headingId}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

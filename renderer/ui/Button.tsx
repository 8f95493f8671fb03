import type { ComponentProps } from 'react';
import './parts.css';

interface ButtonProps extends ComponentProps<'button'> {
  readonly kind?: 'plain' | 'primary' | 'danger' | 'quiet';
}

export function Button({ kind = 'plain', className, ...rest }: ButtonProps) {
  return <button type="button" className={`button is-${kind} ${className ?? ''}`} {...rest} />;
}

/** How many messages one page may send: a bucket that fills again steadily. A person never empties it. */
export class MessageBudget {
  private left: number;
  private filledAt: number;

  constructor(
    private readonly limits: { readonly burst: number; readonly perSecond: number },
    private readonly now: () => number,
  ) {
    this.left = limits.burst;
    this.filledAt = now();
  }

  /** Takes one message out of the budget; false when it is used up. */
  take(): boolean {
    const at = this.now();
    const grown = this.left + ((at - this.filledAt) / 1000) * this.limits.perSecond;
    this.left = Math.min(this.limits.burst, grown);
    this.filledAt = at;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}

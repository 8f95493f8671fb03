const { composePanel } = await import('../../core/compose.ts');
await composePanel();

/** The theme button of the sign-in page; the choice is the one that the pages behind it use. */
const year = 60 * 60 * 24 * 365;

document.querySelector('[data-theme-toggle]')?.addEventListener('click', () => {
  const root = document.documentElement;
  const now = root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  root.dataset.theme = now === 'dark' ? 'light' : 'dark';
  document.cookie = `portal-theme=${root.dataset.theme}; path=/; max-age=${year}; samesite=lax`;
});

/** Focuses the page's search field on "/", unless something is being typed. */
document.addEventListener('keydown', event => {
  const target = event.target as HTMLElement;
  if (event.key !== '/' || event.ctrlKey || event.metaKey || target.closest('input, textarea, select, [contenteditable]')) return;
  const search = document.querySelector<HTMLInputElement>('[data-page-search]');
  if (search) {
    event.preventDefault();
    search.focus();
  }
});

/**
 * The page inside the preview's frame: the real tag, with the site that the address names (`#preview-8f14…`). What earlier
 * previews left in this browser is taken away first: nobody goes back to them.
 */
const site = location.hash.slice(1)

for (const key of Object.keys(localStorage)) {
  if (key.includes('preview-') && !key.includes(site)) localStorage.removeItem(key)
}

if (/^preview-[0-9a-f]{32}$/.test(site)) {
  const tag = document.createElement('script')
  tag.async = true
  tag.src = '/inglenook.js'
  tag.dataset['site'] = site
  tag.dataset['open'] = ''
  document.head.append(tag)
}

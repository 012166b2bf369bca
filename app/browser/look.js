(() => {
  const most = 20000
  const seen = (element) => {
    if (element.getClientRects().length === 0) return false
    const style = getComputedStyle(element)
    return style.visibility !== 'hidden' && style.display !== 'none' && Number(style.opacity) > 0.05
  }
  const large = (element) => {
    const box = element.getBoundingClientRect()
    return box.width >= 40 && box.height >= 40
  }
  const some = (selector, test) => {
    let count = 0
    for (const element of [...document.querySelectorAll(selector)].slice(0, 200)) if (test(element)) count++
    return count
  }
  const busy = '[aria-busy="true"],[role="progressbar"],progress:not([value]),[class*="spinner" i],[class*="loader" i],[class*="loading" i],[class*="skeleton" i]'
  // A drawing in something that turns is no content.
  const drawn = (element) => seen(element) && large(element) && (element.tagName !== 'IMG' || element.naturalWidth > 0) && !element.closest(busy)
  return {
    Text: document.body ? document.body.innerText.slice(0, most) : '',
    Pictures: some('img,svg,canvas,video,picture', drawn),
    Busy: some(busy, seen) > 0,
    Ready: document.readyState === 'complete',
  }
})()

/* Findings: an image that is among the points gets its picture, and selects its point. */
function showOnPlot(image) {
  /* Its point may be faded, or outside of what is zoomed in on. */
  if (!isShown(image)) chooseClasses([]);
  resetZoom();
  chooseImage(image);
  byId('scatter').scrollIntoView({block: 'center'});
  byId('scatter').focus({preventScroll: true});
}

for (const place of document.querySelectorAll('#findings .image')) {
  if (place.dataset.point) {
    const image = Number(place.dataset.point);
    const made = button('image', () => showOnPlot(image), ...picture(image), ...place.childNodes);
    made.title = place.title;
    place.replaceWith(made);
  } else if (pictured) {
    place.prepend(element('span', 'thumb none'));
  }
}

/* Findings: an image that is among the points gets its picture, and selects its point. */
function goToPlot() {
  resetZoom();
  byId('scatter').scrollIntoView({block: 'center'});
  byId('scatter').focus({preventScroll: true});
}

function showOnPlot(image) {
  /* Its point may be faded, or outside of what is zoomed in on. */
  if (!isShown(image)) clearSelection();
  chooseImage(image);
  goToPlot();
}

/* Classes in place of whatever else was selected. */
function showClassesOnPlot(labels) {
  clearSelection();
  chooseClasses(labels);
  goToPlot();
}

function showFindingOnPlot(kind) {
  clearSelection();
  state.finding = kind;
  shownChanged();
  goToPlot();
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

for (const {kind, images} of count ? data.findings : []) {
  byId('findings-' + kind)?.after(button('link', () => showFindingOnPlot(kind),
      `Select ${images.length === 1 ? 'the image' : `all ${imagesInWords(images.length)}`} in the plot`));
}

const labelNames = new Map(data.labels.map((_, label) => [labelName(label), label]));

/* Labels that are told apart badly, or that are taken for one another, are looked at together. */
function labelsOf(place) {
  return [...new Set([...place.querySelectorAll('bdi')].map((name) => labelNames.get(name.textContent)))]
      .filter((label) => label !== undefined);
}

for (const name of document.querySelectorAll('#told-table tbody th, #findings [aria-label$="confused labels"] p:first-child, #findings [aria-labelledby="findings-confused_labels"] p:first-child')) {
  const row = name.closest('tr, p');
  if (!labelsOf(name).length) continue;
  const made = button('link', () => showClassesOnPlot(labelsOf(row)), ...name.childNodes);
  made.title = 'Select in the plot, with what it is taken for';
  name.append(made);
}

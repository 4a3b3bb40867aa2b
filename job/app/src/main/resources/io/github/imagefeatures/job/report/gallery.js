/* The selection: what classes, search, findings and lasso leave, as pictures and as a table. */
const PORTION = 60;
let portions = 1;

const inLasso = (i) => !state.lasso.length || isWithin(state.lasso, xOf(i), yOf(i));
const isSelecting = () => state.classes.size || state.search || state.finding || state.lasso.length;

/* The nearest images in their order, the chosen one before them; the others by the components. */
const rank = (i) => {
  if (i === state.image) return -1;
  const at = state.nearest.indexOf(i);
  return at < 0 ? state.nearest.length : at;
};

const ORDERS = {
  name: (a, b) => data.file[a].localeCompare(data.file[b], 'en', {numeric: true}),
  class: (a, b) => labelName(data.label[a]).localeCompare(labelName(data.label[b]), 'en', {numeric: true}),
  similar: (a, b) => rank(a) - rank(b) || distance(a, state.image) - distance(b, state.image),
};

function selected() {
  const images = isSelecting() ? all.filter((i) => isShown(i) && inLasso(i)) : [];
  const [order, way] = byId('gallery-order').value.split(' ');
  /* Nothing is similar to no image. */
  if (order !== 'similar' || state.image >= 0) images.sort(ORDERS[order]);
  return way ? images.reverse() : images;
}

/* What made the selection, to end the sentence "60 images of 3 classes". */
function selectionInWords() {
  return [
    state.classes.size && `${classes(state.classes.size)} chosen`,
    state.finding && data.findings.find(({kind}) => kind === state.finding).name,
    state.search && `named \u201c${state.search}\u201d`,
    state.lasso.length && 'in the lasso',
  ].filter(Boolean).join(', ');
}

function galleryImage(i) {
  return element('li', '', button('image', () => {
    chooseImage(i);
    byId('scatter').scrollIntoView({block: 'nearest'});
  }, ...picture(i), imageName(i)));
}

function classChips(images) {
  const labels = new Map();
  for (const i of images) labels.set(data.label[i], (labels.get(data.label[i]) || 0) + 1);
  const ranked = [...labels].sort((a, b) => b[1] - a[1]);
  const chips = ranked.slice(0, 12).map(([label, n]) => element('li', '',
      swatch(colours[label]), element('bdi', '', labelName(label)), ' ', element('b', '', number(n))));
  const more = ranked.length - chips.length;
  if (more) chips.push(element('li', '', more === 1 ? '1 more class' : `${number(more)} more classes`));
  return {chips, ranked};
}

function showSelection() {
  portions = 1;
  showGallery();
}

function showGallery() {
  byId('gallery').hidden = !isSelecting();
  byId('gallery-said').textContent = '';
  if (!isSelecting()) {
    byId('selection').textContent = '';
    return;
  }
  const images = selected();
  const {chips, ranked} = classChips(images);
  byId('selection').textContent =
      `${imagesInWords(images.length)} of ${classes(ranked.length)}: ${selectionInWords()}`;
  byId('gallery-classes').replaceChildren(...chips);
  byId('gallery-choose').hidden = !state.lasso.length || !images.length;
  byId('gallery-images').replaceChildren(...images.slice(0, portions * PORTION).map(galleryImage));
  const left = images.length - portions * PORTION;
  byId('gallery-more').hidden = left <= 0;
  byId('gallery-more').textContent = `Show ${number(Math.min(left, PORTION))} more of ${number(left)}`;
}

/* A line of a table as run's tables have them: quotes where a value needs them, doubled inside. */
const csvLine = (values) => values
    .map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',');

function csv() {
  const kinds = (i) => data.findings.filter(({kind}) => found.get(kind).has(i)).map(({kind}) => kind).join(' ');
  return [
    ['path', 'label', ...(data.split ? ['split'] : []), 'findings'],
    ...selected().map((i) => [pathOf(i), data.labels[data.label[i]], ...(data.split ? [data.splits[data.split[i]]] : []), kinds(i)]),
  ].map((values) => csvLine(values) + '\n').join('');
}

function say(sentence) {
  byId('gallery-said').textContent = sentence;
}

/* Where the browser gives no clipboard to a page, the text is selected and copied as by hand. */
function copyByHand(text) {
  const area = element('textarea', 'unseen');
  area.value = text;
  byId('gallery').append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  return copied;
}

async function copySelection() {
  const text = csv();
  let copied = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch (refused) {
    copied = copyByHand(text);
  }
  byId('gallery-copy').focus();
  say(copied ? `${imagesInWords(selected().length)} copied as CSV.` : 'The browser does not let the page copy: download the CSV.');
}

function downloadSelection() {
  const link = element('a', '');
  link.href = URL.createObjectURL(new Blob([csv()], {type: 'text/csv'}));
  link.download = 'selection.csv';
  link.click();
  URL.revokeObjectURL(link.href);
}

function clearSelection() {
  state.search = '';
  state.finding = '';
  byId('image-search').value = '';
  byId('image-matches').replaceChildren();
  setLasso(false);
  chooseClasses([]);
  byId('scatter').focus({preventScroll: true});
}

if (count) {
  byId('gallery-order').addEventListener('change', showGallery);
  byId('gallery-more').addEventListener('click', () => {
    const shown = portions * PORTION;
    portions++;
    showGallery();
    byId('gallery-images').children[shown].querySelector('button').focus();
  });
  byId('gallery-copy').addEventListener('click', copySelection);
  byId('gallery-download').addEventListener('click', downloadSelection);
  byId('gallery-clear').addEventListener('click', clearSelection);
  byId('gallery-choose').addEventListener('click', () => {
    const labels = [...new Set(selected().map((i) => data.label[i]))];
    setLasso(false);
    chooseClasses(labels);
  });
}

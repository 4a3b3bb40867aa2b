/*
 * Similar images: the nearest of all by the run's own neighbours, as far as they are shown. Where
 * there are none, the nearest of those shown over all the components in the page.
 */
const NEAREST = 10;
const MATCHES = 8;
const MOST_OF_TWO_BYTES = 0xffff;
const MOST_DISTANT = 2;

const twoBytes = (text) => new Uint16Array(Uint8Array.from(atob(text), (each) => each.charCodeAt(0)).buffer);
const neighbours = data.nearest && {
  most: data.nearest.most, images: twoBytes(data.nearest.images), distances: twoBytes(data.nearest.distances),
};

function distance(a, b) {
  let sum = 0;
  for (const component of data.components) sum += (component[a] - component[b]) ** 2;
  return Math.sqrt(sum);
}

function neighboursOf(image) {
  const nearest = [];
  for (let i = image * neighbours.most; i < (image + 1) * neighbours.most; i++) {
    if (neighbours.images[i] !== MOST_OF_TWO_BYTES) {
      nearest.push({image: neighbours.images[i], distance: MOST_DISTANT * (neighbours.distances[i] / MOST_OF_TWO_BYTES) ** 2});
    }
  }
  return nearest;
}

function nearestTo(image) {
  if (neighbours) return neighboursOf(image);
  const others = [];
  for (let i = 0; i < count; i++) {
    if (i !== image) others.push({image: i, distance: distance(image, i)});
  }
  return others.sort((a, b) => a.distance - b.distance).slice(0, NEAREST);
}

function imageName(i) {
  return element('span', 'image-name', element('bdi', '', data.file[i]), classOf(i, 'of'));
}

const pathOf = (i) => data.folders[data.folder[i]] + data.file[i];

/* Where some images have a picture, the others keep its place free. */
const pictured = Object.keys(data.thumbnails).length > 0;

function picture(i) {
  const image = thumbnail(i);
  return pictured && !image.length ? [element('span', 'thumb none')] : image;
}

function imageButton(i, ...more) {
  return element('li', '', button('', () => chooseImage(i), ...picture(i), imageName(i), ...more));
}

/* What the list leaves out, or why it is empty. */
function unlisted(nearest) {
  const left = neighbours ? neighbours.most - nearest.length : 0;
  if (left) return [`${number(left)} of the ${number(neighbours.most)} nearest ${left === 1 ? 'is' : 'are'} not among the images shown.`];
  return nearest.length ? [] : ['There is no other image.'];
}

function chooseImage(image) {
  const nearest = nearestTo(image);
  state.image = image;
  state.nearest = nearest.map((near) => near.image);
  const chosen = element('div', 'chosen', ...thumbnail(image), imageName(image));
  chosen.title = pathOf(image);
  byId('neighbours').replaceChildren(chosen,
      element('ol', 'nearest', ...nearest.map((near) => imageButton(near.image,
          element('span', 'distance', near.distance ? near.distance.toPrecision(3) : '0')))),
      ...unlisted(nearest).map((sentence) => element('p', 'hint', sentence)));
  byId('image-matches').replaceChildren();
  byId('image-clear').disabled = false;
  announceChosen();
  chosenChanged();
}

function chosenChanged() {
  drawChosen();
  if (byId('gallery-order').value.startsWith('similar')) showGallery();
  keepInAddress();
}

function announceChosen() {
  const name = (i) => `${data.file[i]}, ${labelName(data.label[i])}`;
  byId('chosen-spoken').textContent = [`Chosen: ${name(state.image)}.`]
      .concat(state.nearest.slice(0, 3).map((near, i) => `${i ? '' : 'Most similar: '}${name(near)}.`))
      .join(' ');
}

/* Lets go of the chosen image, and of what was searched for, unless something else is given. */
function forgetImage(search = '') {
  state.image = -1;
  state.nearest = [];
  byId('neighbours').replaceChildren(element('p', 'hint', 'Click a point or find an image by name.'));
  byId('image-matches').replaceChildren();
  byId('image-search').value = search;
  byId('image-clear').disabled = !search;
  byId('chosen-spoken').textContent = '';
  if (state.search !== search) {
    state.search = search;
    shownChanged();
  }
  chosenChanged();
}

function drawChosen() {
  if (restored) scatter.setOption({series: chosenSeries()});
}

function findImages(text) {
  const wanted = text.trim().toLowerCase();
  const matches = wanted ? all.filter((i) => isNamed(i, wanted)).slice(0, MATCHES) : [];
  byId('image-matches').replaceChildren(...(wanted && !matches.length
      ? [element('li', 'hint', 'No image shown has this name.')]
      : matches.map((i) => imageButton(i))));
  byId('image-clear').disabled = !wanted && state.image < 0;
  state.search = wanted;
  shownChanged();
}

if (count) {
  scatter.on('click', (event) => {
    if (event.seriesId.startsWith('points')) chooseImage(event.value[2]);
  });
  byId('image-clear').addEventListener('click', () => forgetImage());
  byId('image-search').addEventListener('input', (event) => findImages(event.target.value));
}

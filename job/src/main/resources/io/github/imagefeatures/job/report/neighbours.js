/* Similar images: the nearest ones over all the components in the page, among the images shown. */
const NEAREST = 10;
const MATCHES = 8;

function distance(a, b) {
  let sum = 0;
  for (const component of data.components) sum += (component[a] - component[b]) ** 2;
  return Math.sqrt(sum);
}

function nearestTo(image) {
  const others = [];
  for (let i = 0; i < count; i++) {
    if (i !== image) others.push({image: i, distance: distance(image, i)});
  }
  return others.sort((a, b) => a.distance - b.distance).slice(0, NEAREST);
}

function imageName(i) {
  return element('span', 'image-name', element('span', '', data.file[i]),
      element('span', 'of', data.labels[data.label[i]]));
}

function imageButton(i, ...more) {
  return element('li', '', button('', () => chooseImage(i), ...thumbnail(i), imageName(i), ...more));
}

function chooseImage(image) {
  const nearest = nearestTo(image);
  state.image = image;
  state.nearest = nearest.map((near) => near.image);
  const chosen = element('div', 'chosen', ...thumbnail(image), imageName(image));
  chosen.title = data.folders[data.folder[image]] + data.file[image];
  byId('neighbours').replaceChildren(chosen, nearest.length
      ? element('ol', 'nearest', ...nearest.map((near) => imageButton(near.image,
          element('span', 'distance', near.distance.toPrecision(3)))))
      : element('p', 'hint', 'There is no other image.'));
  byId('image-matches').replaceChildren();
  drawScatter(scatter);
}

function findImages(text) {
  const wanted = text.trim().toLowerCase();
  const found = [];
  for (let i = 0; wanted && i < count && found.length < MATCHES; i++) {
    const name = `${data.labels[data.label[i]]}/${data.file[i]}`.toLowerCase();
    if (name.includes(wanted)) found.push(i);
  }
  byId('image-matches').replaceChildren(...(wanted && !found.length
      ? [element('li', 'hint', 'No image shown has this name.')]
      : found.map((i) => imageButton(i))));
}

if (count) {
  scatter.on('click', (event) => {
    if (event.seriesId === 'points') chooseImage(event.value[2]);
  });
  byId('image-search').addEventListener('input', (event) => findImages(event.target.value));
}

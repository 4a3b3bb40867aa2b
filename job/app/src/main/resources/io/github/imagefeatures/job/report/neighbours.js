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
  return element('span', 'image-name', element('bdi', '', data.file[i]), classOf(i, 'of'));
}

/* Where some images have a picture, the others keep its place free. */
const pictured = Object.keys(data.thumbnails).length > 0;

function picture(i) {
  const image = thumbnail(i);
  return pictured && !image.length ? [element('span', 'thumb none')] : image;
}

function imageButton(i, ...more) {
  return element('li', '', button('', () => chooseImage(i), ...picture(i), imageName(i), ...more));
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
  byId('image-clear').disabled = false;
  announceChosen();
  drawChosen();
}

function announceChosen() {
  const name = (i) => `${data.file[i]}, ${labelName(data.label[i])}`;
  byId('chosen-spoken').textContent = [`Chosen: ${name(state.image)}.`]
      .concat(state.nearest.slice(0, 3).map((near, i) => `${i ? '' : 'Most similar: '}${name(near)}.`))
      .join(' ');
}

function forgetImage() {
  state.image = -1;
  state.nearest = [];
  byId('neighbours').replaceChildren(element('p', 'hint', 'Click a point or find an image by name.'));
  byId('image-matches').replaceChildren();
  byId('image-search').value = '';
  byId('image-clear').disabled = true;
  byId('chosen-spoken').textContent = '';
  drawChosen();
}

const drawChosen = () => scatter.setOption({series: chosenSeries()});

function findImages(text) {
  const wanted = text.trim().toLowerCase();
  const found = [];
  for (let i = 0; wanted && i < count && found.length < MATCHES; i++) {
    const name = `${labelName(data.label[i])}/${data.file[i]}`.toLowerCase();
    if (name.includes(wanted)) found.push(i);
  }
  byId('image-matches').replaceChildren(...(wanted && !found.length
      ? [element('li', 'hint', 'No image shown has this name.')]
      : found.map((i) => imageButton(i))));
}

if (count) {
  scatter.on('click', (event) => {
    if (event.seriesId.startsWith('points')) chooseImage(event.value[2]);
  });
  byId('image-clear').addEventListener('click', forgetImage);
  byId('image-search').addEventListener('input', (event) => findImages(event.target.value));
}

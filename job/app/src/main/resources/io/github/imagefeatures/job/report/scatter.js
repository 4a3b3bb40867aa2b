/* The scatter plot: the map or any two components, points by colour, zoom, lasso. */
const count = data.file.length;
const dimensions = data.components.length;
/* Where there is a map and there are classes to look for on it, it comes first. */
const mapFirst = data.map.length > 0 && data.labels.length > 1;
const state = {
  map: mapFirst, x: 0, y: 1, colouring: 'class', classes: new Set(), search: '', finding: '',
  hideOthers: false, image: -1, nearest: [], lasso: [],
};
/* Whether the state is that of the address. */
let restored = false;
const LEGEND = 20;
const labelsByName = new Map(data.labels.map((name, label) => [name, label]));
const perClass = new Array(data.labels.length).fill(0);
for (const label of data.label) perClass[label]++;

/* What has no colour of its own. */
const OTHER = 'var(--other)';
const isOfMany = data.labels.length > data.palette.length;

/* By class its colour. Of many the chosen ones have colours, the largest of them if they are too many. */
let colours = data.colours;

function dealColours() {
  colours = data.colours;
  if (!isOfMany || !state.classes.size) return;
  colours = data.labels.map(() => OTHER);
  [...state.classes].sort((a, b) => perClass[b] - perClass[a] || a - b).slice(0, data.palette.length)
      .sort((a, b) => a - b).forEach((label, i) => { colours[label] = data.palette[i]; });
}

const classesInColour = () => data.labels.map((_, label) => label).filter((label) => colours[label] !== OTHER);

/* By kind, the images that it was found of. */
const found = new Map(data.findings.map(({kind, images}) => [kind, new Set(images)]));

const isNamed = (i, wanted) => `${labelName(data.label[i])}/${data.file[i]}`.toLowerCase().includes(wanted);

/* The points that classes, search and findings leave; the others fade. */
const isShown = (i) => (!state.classes.size || state.classes.has(data.label[i]))
    && (!state.finding || found.get(state.finding).has(i))
    && (!state.search || isNamed(i, state.search));
const isByClass = () => !state.map && dimensions === 1;
const xOf = (i) => (state.map ? data.map[0][i] : data.components[state.x][i]);
const yOf = (i) => (state.map ? data.map[1][i] : isByClass() ? -data.label[i] : data.components[state.y][i]);
const place = (i) => [xOf(i), yOf(i), i];
const labelName = (label) => data.labels[label] || '(no label)';
const all = Array.from({length: count}, (_, i) => i);

/* Above this many, points are painted a colour at a time: they can still be pointed at, singly. */
const LARGE = 2000;
const MANY_NAMES = 20;

function symbolSize() {
  const size = count > 3000 ? 5 : count > 600 ? 7 : 9;
  return byId('scatter').clientWidth < 480 ? 0.6 * size : size;
}

function thumbnail(i) {
  const source = data.thumbnails[i];
  if (!source) return [];
  const image = element('img', 'thumb');
  image.src = source;
  image.alt = '';
  return [image];
}

function swatch(paint) {
  const made = element('span', 'swatch');
  made.style.background = paint;
  return made;
}

function classOf(i, className) {
  return element('span', className, swatch(colours[data.label[i]]),
      element('bdi', '', labelName(data.label[i])));
}

function tip(i) {
  return element('div', 'tip', ...thumbnail(i),
      element('div', '', element('b', '', element('bdi', '', data.file[i])), classOf(i, '')));
}

function componentName(i) {
  return `component ${i + 1} (${(100 * data.shares[i]).toFixed(1)} % of the variance)`;
}

function ringSeries(id, images, more, paint, width) {
  return {
    id, type: 'scatter', silent: true, z: 5, symbolSize: symbolSize() + more,
    data: images.map(place),
    itemStyle: {color: 'transparent', borderColor: colour(paint), borderWidth: width},
  };
}

const chosenSeries = () => [
  ringSeries('nearest', state.nearest, 6, 'ink', 1.5),
  ringSeries('chosen', state.image < 0 ? [] : [state.image], 10, 'accent', 3),
];

/* The names of a few classes; of many those in colour, as all would hide the points. */
function namedClasses() {
  const named = state.classes.size ? [...state.classes] : data.labels.map((_, label) => label);
  if (named.length <= MANY_NAMES) return named;
  return isByPaint() ? classesInColour() : [];
}

/* Of images the one nearest to their middle, which may lie where there is none. */
function midmost(images) {
  const middle = (of) => images.reduce((sum, i) => sum + of(i), 0) / images.length;
  const [x, y] = [middle(xOf), middle(yOf)];
  const apart = (i) => Math.hypot(xOf(i) - x, yOf(i) - y);
  return images.reduce((best, i) => (apart(i) < apart(best) ? i : best));
}

function nameSeries() {
  const named = new Map(namedClasses().map((label) => [label, []]));
  for (const i of named.size ? all : []) named.get(data.label[i])?.push(i);
  return {
    id: 'names', type: 'scatter', silent: true, z: 4, symbolSize: 0, itemStyle: {opacity: 1},
    data: [...named].filter(([, images]) => images.length)
        .map(([label, images]) => [...place(midmost(images)).slice(0, 2), label]),
    label: {
      show: true, position: 'top', distance: 4, color: colour('ink'), fontSize: 12, fontWeight: 600,
      textBorderColor: colour('card'), textBorderWidth: 3,
      width: 150, overflow: 'truncate',
      formatter: (point) => labelName(point.value[2]).replace(/\s+/g, ' '),
    },
    labelLayout: {hideOverlap: true},
  };
}

/* From little to all, told apart by those who do not see red and green, too. */
const RAMP = [['under 50 %', '#b8330f'], ['50 to 80 %', '#e8853d'], ['80 to 95 %', '#c9a227'], ['95 to 100 %', '#8ab8ea'], ['100 %', '#3b76cf']];
const STEPS = [0.5, 0.8, 0.95, 1];
const NONE = 'faded';

function kindsOfPoints() {
  const kinds = new Array(count).fill(0);
  /* An image that several kinds were found of has the first one's colour. */
  [...data.findings].reverse().forEach(({images}, i) => {
    for (const image of images) kinds[image] = data.findings.length - i;
  });
  return kinds;
}

/*
 * What a point's colour says. Of each: what the legend says of it, the groups of points with their
 * names and colours, those in the background first, and which group a point is in.
 */
const COLOURINGS = {class: {name: 'class', note: '', groups: [], of: () => 0}};
if (data.accuracies) {
  COLOURINGS.accuracy = {
    name: 'k-NN accuracy',
    note: 'Of the images of a class, the share whose nearest neighbour by all features is of the class:',
    groups: [['not measured', NONE], ...RAMP],
    of: (i) => {
      const accuracy = data.accuracies[data.label[i]];
      return accuracy === null ? 0 : 1 + STEPS.filter((step) => accuracy >= step).length;
    },
  };
}
if (data.findings.length) {
  const kinds = kindsOfPoints();
  COLOURINGS.finding = {
    name: 'finding',
    note: '',
    groups: [['nothing found', NONE], ...data.findings.map(({name}, i) => [name, data.palette[i] ?? OTHER])],
    of: (i) => kinds[i],
  };
}
if (data.split) {
  COLOURINGS.split = {
    name: 'split',
    note: '',
    groups: data.splits.map((split, i) => [split || '(no split)', data.palette[i] ?? OTHER]),
    of: (i) => data.split[i],
  };
}
if (data.fitted[0]?.length) {
  COLOURINGS.fitted = {
    name: 'new or fitted',
    note: '',
    groups: [['images of this run', data.palette[0]], ['fitted earlier', data.palette[1]]],
    of: () => 0,
  };
}

/* As many series as there can be groups, so that the series stay the same ones. */
const PAINTS = [OTHER, ...data.palette];
const SERIES = Math.max(PAINTS.length, ...Object.values(COLOURINGS).map(({groups}) => groups.length));

const isByPaint = () => state.colouring === 'class';
const paintOf = (paint) => (paint === NONE ? colour(NONE) : paint === OTHER ? colour('other') : paint);

/* By series, its colour and the places of its points. */
function placesByPaint() {
  const {groups, of} = COLOURINGS[state.colouring];
  const series = Array.from({length: SERIES},
      (_, i) => ({paint: paintOf(isByPaint() ? PAINTS[i] : groups[i]?.[1]), places: []}));
  const paints = new Map(PAINTS.map((paint, i) => [paint, i]));
  for (const i of all) {
    if (isShown(i)) series[isByPaint() ? paints.get(colours[data.label[i]]) : of(i)].places.push(place(i));
  }
  return series;
}

/*
 * The images that were fitted, behind those that were not: where the plot has one axis, above them.
 * They have no place on the map.
 */
function fittedSeries() {
  const [across, up] = [!state.map && data.fitted[state.x] || [], data.fitted[state.y]];
  return {
    id: 'fitted', type: 'scatter', silent: true, z: 1, symbolSize: 0.6 * symbolSize(),
    data: across.map((x, i) => [x, dimensions === 1 ? 0.6 : up[i]]),
    itemStyle: state.colouring === 'fitted'
        ? {color: COLOURINGS.fitted.groups[1][1], opacity: 0.6}
        : {color: colour('muted'), opacity: 0.3},
  };
}

function pointSeries() {
  const points = (id, places, more) => ({
    id, type: 'scatter', symbolSize: symbolSize(), progressive: 0, data: places,
    /* ECharts fails on a large series without points. */
    large: count > LARGE && places.length > 0, largeThreshold: 0,
    emphasis: {itemStyle: {borderColor: colour('ink'), borderWidth: 1.5, opacity: 1}},
    ...more,
  });
  const others = state.hideOthers ? [] : all.filter((i) => !isShown(i)).map(place);
  return [
    fittedSeries(),
    points('others', others, {silent: true, itemStyle: {color: colour('faded'), opacity: 0.75}}),
    ...placesByPaint().map(({paint, places}, i) =>
      points('points' + i, places, {itemStyle: {color: paint, opacity: 0.8}})),
    nameSeries(),
    ...chosenSeries(),
  ];
}

/* Zoomed in, the ends of an axis are no round numbers and run into the labels beside them. */
const axisLabels = () => ({show: true, color: colour('muted'), hideOverlap: true, showMinLabel: false, showMaxLabel: false});

/* The numbers of a map mean nothing, so its axes need not begin and end with round ones. */
const MARGIN = 0.03;

const mapAxis = () => axis('', {
  scale: true,
  min: ({min, max}) => min - MARGIN * (max - min || 1),
  max: ({min, max}) => max + MARGIN * (max - min || 1),
  axisLabel: {show: false},
  splitLine: {show: false},
});

const componentAxis = (component, more) => axis(componentName(component),
    {scale: true, min: null, max: null, axisLabel: axisLabels(), ...more});

function xAxis() {
  return state.map ? mapAxis() : componentAxis(state.x);
}

function yAxis() {
  if (state.map) return mapAxis();
  return isByClass()
      ? axis('class (one row each)', {min: -data.labels.length, max: 1, axisLabel: {show: false}, splitLine: {show: false}})
      : componentAxis(state.y, {nameGap: 40});
}

function drawScatter(made) {
  made.setOption({
    animation: false,
    grid: state.map ? {left: 18, right: 18, top: 14, bottom: 18} : {left: 58, right: 18, top: 14, bottom: 52},
    xAxis: xAxis(),
    yAxis: yAxis(),
    dataZoom: [
      {id: 'across', type: 'inside', xAxisIndex: 0, filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false},
      {id: 'up', type: 'inside', yAxisIndex: 0, filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false},
    ],
    brush: {
      toolbox: [], xAxisIndex: 0, yAxisIndex: 0, seriesIndex: [],
      brushStyle: {color: 'rgba(15,107,117,.12)', borderColor: colour('accent'), borderWidth: 1},
    },
    tooltip: {...tooltipStyle(), trigger: 'item', formatter: (point) => tip(point.value[2])},
    series: pointSeries(),
  });
}

function fillAxes() {
  for (const [id, key] of [['axis-x', 'x'], ['axis-y', 'y']]) {
    const select = byId(id);
    for (let i = 0; i < dimensions; i++) {
      const option = element('option', '', `component ${i + 1}`);
      option.value = i;
      select.append(option);
    }
    select.value = state[key];
    select.disabled = dimensions < 2;
    select.addEventListener('change', () => {
      state[key] = Number(select.value);
      showOthers();
    });
  }
}

/* Other axes: neither zoom nor lasso mean the same on them. */
function showOthers() {
  setLasso(false);
  resetZoom();
  nameColouring();
  drawAgain();
}

/* The address is read whole before anything is drawn by it. */
function drawAgain() {
  if (!restored) return;
  drawScatter(scatter);
  keepInAddress();
}

/* What belongs to the view alone: the axes to choose, what distances mean, what is heard of it. */
function nameView() {
  if (!data.map.length) return;
  byId('view').value = state.map ? 'map' : 'components';
  for (const each of document.querySelectorAll('.axis-choice')) each.hidden = state.map;
  byId('on-map').hidden = !state.map;
  byId('on-components').hidden = state.map;
}

function nameColouring() {
  byId('colouring').value = state.colouring;
  const where = data.map.length && state.map ? 'on the map' : 'by two principal components';
  byId('scatter').setAttribute('aria-label',
      `${imagesInWords(count)} ${where}, coloured by ${COLOURINGS[state.colouring].name}`);
}

function fillViews() {
  nameView();
  if (data.map.length) byId('view').addEventListener('change', (event) => {
    state.map = event.target.value === 'map';
    nameView();
    showOthers();
  });
}

function fillSelect(id, key, options) {
  const select = byId(id);
  select.append(...options.map(([value, name]) => {
    const option = element('option', '', name);
    option.value = value;
    return option;
  }));
  select.closest('label').hidden = options.length < 2;
  select.addEventListener('change', () => {
    state[key] = select.value;
    shownChanged();
  });
}

function fillChoices() {
  fillSelect('colouring', 'colouring', Object.entries(COLOURINGS).map(([key, {name}]) => [key, name]));
  fillSelect('finding', 'finding',
      [['', 'all images'], ...data.findings.map(({kind, name}) => [kind, name])]);
}

function zoom(factor) {
  for (const {id, start, end} of scatter.getOption().dataZoom) {
    const middle = (start + end) / 2;
    const half = Math.min(50, (end - start) / 2 * factor);
    const from = Math.max(0, Math.min(100 - 2 * half, middle - half));
    scatter.dispatchAction({type: 'dataZoom', dataZoomId: id, start: from, end: from + 2 * half});
  }
}

function resetZoom() {
  for (const id of ['across', 'up']) {
    scatter.dispatchAction({type: 'dataZoom', dataZoomId: id, start: 0, end: 100});
  }
}

function setLasso(on) {
  byId('lasso').setAttribute('aria-pressed', on);
  scatter.dispatchAction({
    type: 'takeGlobalCursor', key: 'brush',
    brushOption: {brushType: on ? 'polygon' : false, brushMode: 'single'},
  });
  if (on) return;
  scatter.dispatchAction({type: 'brush', areas: []});
  state.lasso = [];
  showSelection();
  keepInAddress();
}

/* Whether a ray from the place to the right leaves the polygon once more than it enters it. */
function isWithin(polygon, x, y) {
  let within = false;
  polygon.forEach(([toX, toY], i) => {
    const [fromX, fromY] = polygon[(i || polygon.length) - 1];
    if ((toY > y) !== (fromY > y) && x < toX + (fromX - toX) * (y - toY) / (fromY - toY)) within = !within;
  });
  return within;
}

const imagesInWords = (n) => `${number(n)} ${n === 1 ? 'image' : 'images'}`;
const classes = (n) => `${number(n)} ${n === 1 ? 'class' : 'classes'}`;

/* The list of classes. */
function fillClasses() {
  byId('class-list').append(...data.labels.map((label, i) => {
    const box = element('input');
    box.type = 'checkbox';
    box.value = i;
    box.addEventListener('change', () => {
      if (box.checked) state.classes.add(i);
      else state.classes.delete(i);
      classesChanged();
    });
    const name = element('bdi', 'name', labelName(i));
    name.title = label;
    return element('li', '', element('label', '', box, swatch(data.colours[i]), name,
        element('span', 'count', number(perClass[i]))));
  }));
}

function chooseClasses(labels) {
  state.classes = new Set(labels);
  for (const box of byId('class-list').querySelectorAll('input')) {
    box.checked = state.classes.has(Number(box.value));
  }
  classesChanged();
}

function classesChanged() {
  dealColours();
  byId('class-list').querySelectorAll('.swatch').forEach((each, i) => {
    each.style.background = colours[i];
  });
  for (const row of isOfMany ? byId('class-table').tBodies[0].rows : []) {
    const label = labelsByName.get(row.cells[0].dataset.value);
    if (label !== undefined) row.querySelector('.swatch').style.background = colours[label];
  }
  byId('class-clear').disabled = !state.classes.size;
  byId('class-status').textContent = state.classes.size
      ? `${number(state.classes.size)} of ${number(data.labels.length)} chosen`
      : data.labels.length === 1 ? 'The one class is shown' : `All ${number(data.labels.length)} shown`;
  shownChanged();
}

/* Other points are shown, or by other colours. */
function shownChanged() {
  byId('finding').value = state.finding;
  nameColouring();
  showLegend();
  showSelection();
  drawAgain();
}

/* How many of the points that are shown each colour stands for. */
function groupRows() {
  const {note, groups, of} = COLOURINGS[state.colouring];
  const sizes = new Array(groups.length).fill(0);
  for (const i of all) if (isShown(i)) sizes[of(i)]++;
  if (state.colouring === 'fitted') sizes[1] = data.fitted[0].length;
  return [...(note ? [element('li', 'hint', note)] : []),
    ...groups.map(([name, paint], i) => [name, paint, sizes[i]]).filter(([, , size]) => size)
        .map(([name, paint, size]) => element('li', '', swatch(paintOf(paint)), element('bdi', '', name), ' ', element('b', '', number(size))))];
}

/* Of many classes those that have a colour, and how many have none. */
function colourRows() {
  const labels = state.classes.size ? [] : classesInColour();
  const others = (state.classes.size || data.labels.length) - classesInColour().length;
  return [
    ...labels.map((label) => element('li', '', swatch(colours[label]), element('bdi', '', labelName(label)), ' ', element('b', '', number(perClass[label])))),
    ...(others ? [
      element('li', '', swatch(OTHER), `${number(others)} other ${others === 1 ? 'class' : 'classes'}`),
      element('li', 'hint', state.classes.size
          ? `${number(data.palette.length)} of the chosen classes have a colour, the larger first.`
          : `${number(data.palette.length)} classes have a colour, the larger first: choose others to see theirs.`),
    ] : []),
  ];
}

/* The chosen classes by name below the plot, a click takes one back. */
function showLegend() {
  const chosen = [...state.classes].sort((a, b) => a - b);
  const rows = chosen.slice(0, LEGEND).map((label) => {
    const take = button('', () => chooseClasses(chosen.filter((other) => other !== label)),
        swatch(colours[label]), element('bdi', '', labelName(label)), ' \u00d7');
    take.title = 'Take back ' + labelName(label);
    return element('li', '', take);
  });
  if (chosen.length > LEGEND) rows.push(element('li', '', `${number(chosen.length - LEGEND)} more`));
  if (!isByPaint()) rows.push(...groupRows());
  else if (isOfMany) rows.push(...colourRows());
  byId('legend').replaceChildren(...rows);
}

function searchClasses(text) {
  const wanted = text.trim().toLowerCase();
  [...byId('class-list').children].forEach((row, i) => {
    row.hidden = !labelName(i).toLowerCase().includes(wanted);
  });
}

let scatter;
if (count) {
  /* First by the state of the address, and not before that is read. */
  scatter = chart('scatter', (made) => { if (restored) drawScatter(made); });
  fillViews();
  fillAxes();
  fillChoices();
  fillClasses();
  scatter.on('brushEnd', ({areas}) => {
    state.lasso = areas.length ? areas[0].coordRange : [];
    showSelection();
    keepInAddress();
  });
  scatter.on('datazoom', keepInAddress);
  byId('lasso').addEventListener('click', () => setLasso(byId('lasso').getAttribute('aria-pressed') !== 'true'));
  byId('zoom-in').addEventListener('click', () => zoom(0.6));
  byId('zoom-out').addEventListener('click', () => zoom(1 / 0.6));
  byId('zoom-reset').addEventListener('click', resetZoom);
  byId('class-search').addEventListener('input', (event) => searchClasses(event.target.value));
  byId('class-clear').addEventListener('click', () => chooseClasses([]));
  byId('hide-others').addEventListener('change', (event) => {
    state.hideOthers = event.target.checked;
    drawAgain();
  });
}
